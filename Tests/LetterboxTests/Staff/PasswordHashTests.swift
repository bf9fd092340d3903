import Testing

@testable import Letterbox

@Suite("A password's hash")
struct PasswordHashTests {
    /// As little work as there is, since a debug build takes long over it.
    private static let cheap: PasswordHash.Cost = {
        var cost = PasswordHash.Cost()
        cost.logN = 4
        cost.blockSize = 1
        return cost
    }()

    private func make(_ password: String) async throws -> PasswordHash { try await PasswordHash.make(password, cost: Self.cheap) }

    @Test("Stands beside its parameters and its salt, and not beside the password")
    func format() async throws {
        let hash = try await make("correct horse")
        #expect(hash.text.wholeMatch(of: /\$scrypt\$ln=4,r=1,p=1\$[A-Za-z0-9+\/]{22}\$[A-Za-z0-9+\/]{43}/) != nil, "\(hash.text)")
        #expect(try await make("correct horse").text != hash.text, "each has a salt of its own")
    }

    @Test("Costs 2^15 rounds of 8 blocks where nothing else is asked")
    func usualCost() {
        let cost = PasswordHash.Cost()
        #expect((cost.logN, cost.blockSize, cost.parallelism) == (15, 8, 1))
    }

    @Test("Knows its password, and no other")
    func matching() async throws {
        let hash = try await make("correct horse")
        #expect(try await hash.matches("correct horse"))
        for other in ["", "correct hors", "correct horse ", "Correct horse", String(repeating: "x", count: 5000)] {
            #expect(try await !hash.matches(other), "\(other.prefix(20))")
        }
        #expect(try await PasswordHash(text: hash.text).matches("correct horse"), "as it is read from the database")
    }

    @Test("Is that of the same password in another form of Unicode")
    func normalisation() async throws {
        #expect(try await make("cafe\u{301} au lait").matches("caf\u{E9} au lait"))
    }

    /// RFC 7914, section 12, the second vector ("password", "NaCl", N 1024, r 8, p 16), its first 32 bytes.
    @Test("Is scrypt's, as its standard says")
    func testVector() async throws {
        let hash = PasswordHash(text: "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI")
        #expect(try await hash.matches("password"))
        #expect(try await !hash.matches("passwore"))
    }

    @Test("With tampered parameters, salt or hash does not match")
    func tampered() async throws {
        let text = try await make("correct horse").text
        let parts = text.split(separator: "$").map(String.init)
        let others = [
            "$scrypt$ln=5,r=1,p=1$\(parts[2])$\(parts[3])", "$scrypt$ln=4,r=2,p=1$\(parts[2])$\(parts[3])",
            "$scrypt$ln=4,r=1,p=2$\(parts[2])$\(parts[3])", "$scrypt$\(parts[1])$AAAAAAAAAAAAAAAAAAAAAA$\(parts[3])",
            "$scrypt$\(parts[1])$\(parts[2])$\(String(repeating: "A", count: 43))", "$scrypt$\(parts[1])$\(parts[2])$AAAA",
        ]
        for other in others { #expect(try await !PasswordHash(text: other).matches("correct horse"), "\(other)") }
    }

    @Test(
        "That cannot be read, or would take the whole machine, is an error and not a match",
        arguments: [
            "", "plain", "$scrypt$", "$bcrypt$ln=4,r=1,p=1$AAAA$AAAA", "$scrypt$ln=4,r=1$AAAA$AAAA", "$scrypt$ln=40,r=8,p=1$AAAA$AAAA",
            "$scrypt$ln=0,r=8,p=1$AAAA$AAAA", "$scrypt$ln=-1,r=8,p=1$AAAA$AAAA", "$scrypt$ln=4,r=9999,p=1$AAAA$AAAA",
            "$scrypt$ln=4,r=0,p=1$AAAA$AAAA",
            "$scrypt$ln=4,r=1,p=0$AAAA$AAAA", "$scrypt$ln=4,r=1,p=1000$AAAA$AAAA", "$scrypt$ln=x,r=1,p=1$AAAA$AAAA",
            "$scrypt$ln=4,r=1,p=1$!!!!$AAAA",
            "$scrypt$ln=4,r=1,p=1$AAAA$!!!!", "$scrypt$ln=4,r=1,p=1$AAAA", "$scrypt$ln=4,r=1,p=1$AAAA$AAAA$AAAA",
        ])
    func unreadable(text: String) async {
        let failure = await failing { _ = try await PasswordHash(text: text).matches("correct horse") }
        #expect(failure?.isUnexpected == true)
    }

    @Test("Is made for 8 to 1024 characters")
    func lengths() async throws {
        let tooShort = "This password is too short. It must contain at least 8 characters."
        await expectInvalid(["password": [tooShort]]) { _ = try await make("1234567") }
        await expectInvalid(["password": [tooShort]]) { _ = try await make("") }
        await expectInvalid(["password": ["Ensure this field has no more than 1024 characters."]]) {
            _ = try await make(String(repeating: "x", count: 1025))
        }
        await expectInvalid(["new": [tooShort]]) { _ = try await PasswordHash.make("1234567", cost: Self.cheap, field: "new") }
        for fine in ["12345678", "رمز عبور", String(repeating: "x", count: 1024)] { #expect(try await make(fine).matches(fine)) }
    }

    @Test("Many can be made at once")
    func atOnce() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<30 { group.addTask { try await make("password \(number)").matches("password \(number)") } }
            for try await matches in group { #expect(matches) }
        }
    }
}
