/// An answer as it came over the socket.
package struct HTTPAnswer: Sendable {
    package let status: Int
    package let headers: [Header]
    package let body: [UInt8]

    package struct Header: Sendable {
        package let name: String
        package let value: String
    }

    /// The first value of a header, whatever the case of its name.
    package func header(_ name: String) -> String? { values(of: name).first }

    package func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The media type without its parameters.
    package var mediaType: String? {
        header("Content-Type")?.split(separator: ";").first.map { String($0).lowercased() }
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    /// - Throws: where it is not JSON.
    package func json() throws -> JSON { try JSON(parsing: body) }
}
