extension RunningServer {
    /// Sends one request on a connection of its own.
    /// - Parameters:
    ///   - key: sent as `Authorization: Token …`.
    ///   - json: a body, with its `Content-Type`.
    ///   - body: a body of other bytes; the caller names its type in `headers`.
    package func send(
        _ method: String,
        _ path: String,
        key: String? = nil,
        json: JSON? = nil,
        body: [UInt8]? = nil,
        headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        let request = request(method, path, key: key, json: json, body: body, headers: headers + [("Connection", "close")])
        let port = port
        return try await onOwnThread {
            let connection = try HTTPConnection(port: port)
            connection.write(request)
            return try connection.readAnswer(toHead: method == "HEAD")
        }
    }

    /// Sends a body of text with its media type.
    package func send(
        _ method: String, _ path: String, key: String? = nil, type: String, text: String, headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await send(method, path, key: key, body: Array(text.utf8), headers: [("Content-Type", type)] + headers)
    }

    /// The bytes of a request. `Host` and `Content-Length` are added where they are not given.
    package func request(
        _ method: String,
        _ path: String,
        key: String? = nil,
        json: JSON? = nil,
        body: [UInt8]? = nil,
        headers: [(String, String)] = []
    ) -> [UInt8] {
        var lines = headers
        let given = Set(headers.map { $0.0.lowercased() })
        let body = json.map { Array($0.description.utf8) } ?? body
        if !given.contains("host") { lines.insert(("Host", "127.0.0.1:\(port)"), at: 0) }
        if let key { lines.append(("Authorization", "Token \(key)")) }
        if json != nil, !given.contains("content-type") { lines.append(("Content-Type", "application/json")) }
        if let body, given.isDisjoint(with: ["content-length", "transfer-encoding"]) {
            lines.append(("Content-Length", String(body.count)))
        }
        let head = "\(method) \(path) HTTP/1.1\r\n" + lines.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n"
        return Array(head.utf8) + (body ?? [])
    }

    /// A connection to the server, to write bytes by hand.
    package func connect(timeout seconds: Int = 30) async throws -> HTTPConnection {
        let port = port
        return try await onOwnThread { try HTTPConnection(port: port, timeout: seconds) }
    }
}
