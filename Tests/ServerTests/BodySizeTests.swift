import TestSupport
import Testing

@Suite("The size of bodies")
struct BodySizeTests {
    private static let limit = 256 * 1024

    @Test("A body of 256 KiB is read")
    func atTheLimit() async throws {
        let answer = try await patch("application/json", padded(to: Self.limit))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json()["subject"] == "x")
    }

    @Test("A byte more is 413", arguments: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
    func overTheLimit(type: String) async throws {
        try expectProblem(try await patch(type, padded(to: Self.limit + 1)), 413, "body-too-large")
    }

    @Test("A body that grows too large in chunks is 413")
    func chunked() async throws {
        let chunk = "1000\r\n" + String(repeating: " ", count: 4096) + "\r\n"
        let body = Array((String(repeating: chunk, count: 80) + "2\r\n{}\r\n0\r\n\r\n").utf8)
        let answer = try await patch("application/json", body, headers: [("Transfer-Encoding", "chunked")])
        try expectProblem(answer, 413, "body-too-large")
    }

    @Test("A body in chunks is read as any other")
    func smallChunks() async throws {
        let body = "5\r\n{\"sub\r\n8;x=y\r\nject\": \"\r\n3\r\nx\"}\r\n0\r\n\r\n"
        let answer = try await patch("application/json", Array(body.utf8), headers: [("Transfer-Encoding", "chunked")])
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json()["subject"] == "x")
    }

    @Test("A length that is too large is refused before the body comes")
    func announced() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let answer = try await house.server.send(
            "PATCH", "/api/contacts/\(id)", key: house.staff, body: [],
            headers: [("Content-Type", "application/json"), ("Content-Length", "10000000000")])
        try expectProblem(answer, 413, "body-too-large")
    }

    @Test("Whoever has no key is told so first, however large the body")
    func keyFirst() async throws {
        let house = try await House.shared()
        let answer = try await house.server.send(
            "PATCH", "/api/contacts/1", body: padded(to: Self.limit + 1), headers: [("Content-Type", "application/json")])
        try expectProblem(answer, 401, "not-authenticated")
    }

    private func padded(to size: Int) -> [UInt8] {
        let json = Array(#"{"subject": "x"}"#.utf8)
        return json + [UInt8](repeating: 0x20, count: size - json.count)
    }
}
