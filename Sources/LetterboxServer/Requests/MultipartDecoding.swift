import Letterbox

/// Decodes `multipart/form-data` (RFC 7578) whose parts are fields of a form.
struct MultipartDecoding {
    private let bytes: [UInt8]
    private let delimiter: [UInt8]

    /// - Returns: the fields in their order; a file comes as an object, which no field takes.
    /// - Throws: `RequestError.invalidBody`.
    static func members(_ bytes: [UInt8], boundary: String) throws(RequestError) -> [JSONMember] {
        try MultipartDecoding(bytes: bytes, delimiter: Array("--\(boundary)".utf8)).members()
    }

    private func members() throws(RequestError) -> [JSONMember] {
        guard var at = find(delimiter, from: 0), at == 0 || endsLine(before: at) else { throw broken("the boundary is missing") }
        var members: [JSONMember] = []
        at += delimiter.count
        while !bytes[at...].starts(with: Array("--".utf8)) {
            guard let start = skipLine(from: at) else { throw broken("a boundary does not end its line") }
            guard let end = find([0x0D, 0x0A] + delimiter, from: start - 2) else { throw broken("the last boundary is missing") }
            members.append(try member(start: start, end: max(start, end)))
            at = end + 2 + delimiter.count
        }
        return members
    }

    private func member(start: Int, end: Int) throws(RequestError) -> JSONMember {
        guard let head = find([0x0D, 0x0A, 0x0D, 0x0A], from: start), head + 4 <= end else { throw broken("a part has no head") }
        let lines = String(decoding: bytes[start..<head], as: UTF8.self).split(whereSeparator: \.isNewline)
        let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let disposition, let name = HeaderParameters(disposition.drop { $0 != ":" }.dropFirst()).parameters["name"] else {
            throw broken("a part has no name")
        }
        if HeaderParameters(disposition.drop { $0 != ":" }.dropFirst()).parameters["filename"] != nil {
            return JSONMember(name, .object([]))
        }
        let text = String(validating: bytes[(head + 4)..<end], as: UTF8.self)
        return JSONMember(name, text.map { .text($0) } ?? .brokenText(.invalidUTF8))
    }

    private func endsLine(before at: Int) -> Bool {
        at >= 2 && bytes[at - 2] == 0x0D && bytes[at - 1] == 0x0A
    }

    /// Where the line after this one begins; only white space may stand before it.
    private func skipLine(from start: Int) -> Int? {
        var at = start
        while at < bytes.count, [0x20, 0x09].contains(bytes[at]) { at += 1 }
        guard at + 1 < bytes.count, bytes[at] == 0x0D, bytes[at + 1] == 0x0A else { return nil }
        return at + 2
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        var at = max(0, start)
        while at <= bytes.count - pattern.count {
            if bytes[at] == pattern[0], bytes[at..<(at + pattern.count)].elementsEqual(pattern) { return at }
            at += 1
        }
        return nil
    }

    private func broken(_ what: String) -> RequestError {
        .invalidBody("Multipart form parse error - \(what).")
    }
}

/// A header's value with its parameters: `form-data; name="subject"`.
struct HeaderParameters {
    /// In lower case.
    let value: String
    /// By name in lower case.
    let parameters: [String: String]

    init(_ text: some StringProtocol) {
        var parts: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                parts[parts.count - 1].append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        func trimmed(_ text: some StringProtocol) -> String {
            String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        value = trimmed(parts[0]).lowercased()
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { parameters[trimmed(pair[0]).lowercased()] = trimmed(pair[1]) }
        }
        self.parameters = parameters
    }
}
