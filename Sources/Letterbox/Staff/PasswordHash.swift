import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// A password as it is stored: scrypt (RFC 7914) with its parameters beside it,
/// `$scrypt$ln=15,r=8,p=1$<salt>$<hash>` with base64 without padding.
package struct PasswordHash: Sendable {
    /// How much work a guess takes: 2^`logN` rounds over 128·r·2^`logN` bytes of memory.
    package struct Cost: Sendable, Equatable {
        package var logN = 15
        package var blockSize = 8
        package var parallelism = 1

        package init() {}
    }

    package let text: String

    package static let lengths = 8...1024

    /// A derivation takes 32 MiB and a tenth of a second of a processor: one at a time, off the tasks' threads.
    private static let queue = DispatchQueue(label: "letterbox.scrypt", qos: .utility)

    package init(text: String) {
        self.text = text
    }

    /// Hashes a password with a new salt.
    /// - Throws: `Failure.invalid` for `field` where the password is too short or too long.
    package static func make(_ password: String, cost: Cost = Cost(), field: String = "password") async throws(Failure) -> PasswordHash {
        let password = password.precomposedStringWithCanonicalMapping
        guard password.unicodeScalars.count >= lengths.lowerBound else {
            throw .invalid(
                FieldErrors(field, "This password is too short. It must contain at least \(lengths.lowerBound) characters."))
        }
        guard password.unicodeScalars.count <= lengths.upperBound else {
            throw .invalid(FieldErrors(field, "Ensure this field has no more than \(lengths.upperBound) characters."))
        }
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let hash = try await derive(password, salt: salt, cost: cost)
        let parameters = "ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)"
        return PasswordHash(text: "$scrypt$\(parameters)$\(encode(salt))$\(encode(hash))")
    }

    /// Whether this is the password.
    package func matches(_ password: String) async throws(Failure) -> Bool {
        let parts = text.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let cost = Cost(parsing: parts[1]),
            let salt = Self.decode(parts[2]), let expected = Self.decode(parts[3])
        else { throw .unexpected("a stored password hash cannot be read") }
        let hash = try await Self.derive(password.precomposedStringWithCanonicalMapping, salt: salt, cost: cost)
        guard hash.count == expected.count else { return false }
        return zip(hash, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost) async throws(Failure) -> [UInt8] {
        let derived: Result<[UInt8], any Error> = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(
                    returning: Result {
                        let key = try KDF.Scrypt.deriveKey(
                            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logN,
                            blockSize: cost.blockSize, parallelism: cost.parallelism)
                        return key.withUnsafeBytes { Array($0) }
                    })
            }
        }
        switch derived {
        case .success(let hash): return hash
        case .failure(let error): throw .unexpected("scrypt: \(error)")
        }
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "=", with: "")
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}

extension PasswordHash.Cost {
    /// Reads `ln=15,r=8,p=1`; nothing that takes more than 512 MiB.
    fileprivate init?(parsing text: Substring) {
        var values: [Substring: Int] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=")
            guard pair.count == 2, let value = Int(pair[1]) else { return nil }
            values[pair[0]] = value
        }
        guard let logN = values["ln"], let blockSize = values["r"], let parallelism = values["p"],
            (1...18).contains(logN), (1...16).contains(blockSize), (1...16).contains(parallelism)
        else { return nil }
        self.init()
        (self.logN, self.blockSize, self.parallelism) = (logN, blockSize, parallelism)
    }
}
