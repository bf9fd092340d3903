import Testing

@testable import Letterbox

@Suite("A key's secret")
struct KeySecretTests {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

    @Test("Has the prefix, 38 characters of base 62, and is another each time")
    func format() throws {
        var seen: Set<String> = []
        for _ in 0..<500 {
            let secret = KeySecret.random()
            #expect(secret.text.wholeMatch(of: /lbx_[0-9A-Za-z]{38}/) != nil)
            #expect(KeySecret(parsing: secret.text)?.text == secret.text)
            #expect(secret.hint == String(secret.text.prefix(8)))
            seen.insert(secret.text)
        }
        #expect(seen.count == 500)
        let used = Set(seen.flatMap { $0.dropFirst(4).dropLast(6) })
        #expect(used.count == 62, "every character of the alphabet is drawn")
    }

    @Test("Ends with the first 32 bits of the SHA-256 of what stands before, in base 62")
    func checksum() {
        // From Python: hashlib.sha256(b"lbx_" + b"0" * 32), its first four bytes in base 62, six characters.
        #expect(KeySecret(parsing: "lbx_" + String(repeating: "0", count: 32) + "2NQLVs") != nil)
    }

    @Test("Is refused with any one character changed")
    func everyChange() {
        let key = Array(KeySecret.random().text)
        for index in key.indices {
            for character in Self.alphabet where character != key[index] {
                var changed = key
                changed[index] = character
                if KeySecret(parsing: String(changed)) != nil { Issue.record("\(index): \(character)") }
            }
        }
    }

    @Test("Is refused with any two neighbours swapped, any one left out or written twice")
    func everySlip() {
        for _ in 0..<50 {
            let key = Array(KeySecret.random().text)
            for index in key.indices.dropLast() where key[index] != key[index + 1] {
                var swapped = key
                swapped.swapAt(index, index + 1)
                #expect(KeySecret(parsing: String(swapped)) == nil)
            }
            for index in key.indices {
                var (shorter, longer) = (key, key)
                shorter.remove(at: index)
                longer.insert(key[index], at: index)
                #expect(KeySecret(parsing: String(shorter)) == nil && KeySecret(parsing: String(longer)) == nil)
            }
        }
    }

    @Test("Is refused in any other form")
    func otherForms() {
        let key = KeySecret.random().text
        let others = [
            "", "lbx_", " " + key, key + " ", key + "\n", key.uppercased(), "LBX_" + String(key.dropFirst(4)), key + key,
            String(key.dropFirst(4)),
            "lbx-" + String(key.dropFirst(4)), "lbx＿" + String(key.dropFirst(4)), String(repeating: "é", count: 21),
            String(key.dropLast()) + "\u{301}", "Token " + key, String(repeating: "a", count: 42),
            "lbx_" + String(repeating: "!", count: 38),
        ]
        for other in others { #expect(KeySecret(parsing: other) == nil, "\(other)") }
    }

    @Test("Is stored as 32 bytes that differ from key to key")
    func hash() {
        let (one, two) = (KeySecret.random(), KeySecret.random())
        #expect(one.hash.count == 32)
        #expect(one.hash == KeySecret(parsing: one.text)?.hash)
        #expect(one.hash != two.hash)
    }
}
