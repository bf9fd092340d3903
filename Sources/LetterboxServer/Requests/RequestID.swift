/// The name of a request, in its answer and in its log line.
enum RequestID {
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A client's own name for its request is kept where it is sane: 1 to 128 of `A-Za-z0-9._:-`.
    static func kept(_ text: String?) -> String? {
        guard let text, (1...128).contains(text.utf8.count) else { return nil }
        let isSane = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: [0x2E, 0x5F, 0x3A, 0x2D].contains(byte)
            }
        }
        return isSane ? text : nil
    }
}
