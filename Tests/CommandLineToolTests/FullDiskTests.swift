import Foundation
import TestSupport
import Testing

private let canMount = ConditionTrait.enabled("Mounting a tmpfs is not permitted here; run as root to test a full disk.") {
    await SmallDisk.isPermitted()
}

@Suite("A full disk", .serialized, canMount) struct FullDiskTests {
    @Test("While the disk is full, writes get 503 and reads go on; with space again, so do writes")
    func fills() async throws {
        try await SmallDisk.with(megabytes: 4) { disk in
            let database = try OwnDatabase(at: "\(disk.path)/letterbox.db")
            let server = try await RunningServer.start(database: database.url)
            let key = try await server.createFullKey()
            var written = [try await server.createContact(message: "before")]

            try disk.fill()
            let refusal = try await writeUntilRefused(server, &written)
            expectUnavailable(refusal)
            try await expectReadsWork(server, key: key, written)
            expectUnavailable(try await server.send("GET", "/readyz"), saying: /(?i)full|space/)
            #expect(try await server.send("GET", "/healthz").status == 200)
            let id = try #require(written[0]["id"]?.int)
            expectUnavailable(
                try await server.send("PATCH", "/api/contacts/\(id)", key: key, json: ["message": .string(longText("changed"))]))

            try disk.free()
            let recovers = try await eventually(within: 15) { try await server.send("GET", "/readyz").status == 200 }
            #expect(recovers)
            written.append(try await server.createContact(message: "after"))
            try await expectReadsWork(server, key: key, written)
            #expect(try await server.stop() == 0)
            #expect(try await sqlite(database.path, "PRAGMA integrity_check") == "ok")
            #expect(try await database.contacts() == written.reversed())
        }
    }

    @Test("A server does not start on a full disk, and says why in one line")
    func startOnFullDisk() async throws {
        try await SmallDisk.with(megabytes: 2) { disk in
            try disk.fill()
            let database = try OwnDatabase(at: "\(disk.path)/letterbox.db")

            let result = try await database.run("serve", "--port", "0", seconds: 20)

            expectFull(result)
        }
    }

    @Test("A database that was there before the disk filled refuses writes, and is not damaged")
    func restartOnFullDisk() async throws {
        try await SmallDisk.with(megabytes: 4) { disk in
            let database = try OwnDatabase(at: "\(disk.path)/letterbox.db")
            let key = try await database.run("keys", "create", database.createStaff()).succeeded().line
            try disk.fill()

            expectFull(try await database.run("contacts", "import", manyContacts(in: database.directory)))
            try await expectNoWritesServed(by: database, key: key)

            try disk.free()
            #expect(try await sqlite(database.path, "PRAGMA integrity_check") == "ok")
            _ = try await database.createStaff("omid@example.com")
            #expect(try await database.run("staff", "list", "--json").succeeded().objects().count == 2)
        }
    }

    /// More than fits where a log of earlier writes still has room.
    private func manyContacts(in directory: TemporaryDirectory) throws -> String {
        let row: JSON = ["message": .string(longText("many")), "email": "a@example.com"]
        return try directory.write(String(repeating: row.description + "\n", count: 200), to: "many.ndjson")
    }

    /// Either the server does not start, for a reason in one line, or it serves reads alone.
    private func expectNoWritesServed(by database: OwnDatabase, key: String) async throws {
        guard let server = try? await RunningServer.start(database: database.url) else {
            return expectFull(try await database.run("serve", "--port", "0", seconds: 20))
        }
        var written: [JSON] = []
        expectUnavailable(try await writeUntilRefused(server, &written))
        #expect(try await server.send("GET", "/api/contacts", key: key).json()["count"]?.int == written.count)
        #expect(try await server.stop() == 0)
    }

    @Test("A backup onto a full disk fails with one line and leaves no half of a file")
    func backup() async throws {
        try await SmallDisk.with(megabytes: 1) { disk in
            let database = try OwnDatabase()
            try await database.run("demo").succeeded()
            try disk.fill()

            let result = try await database.run("backup", "\(disk.path)/backup.db")

            expectFull(result)
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["filler"])
        }
    }

    /// Creates contacts until one is refused, and gives the refusal.
    private func writeUntilRefused(_ server: RunningServer, _ written: inout [JSON]) async throws -> HTTPAnswer {
        for number in 0..<1000 {
            let body: JSON = ["message": .string(longText("full \(number)")), "email": "a@example.com"]
            let answer = try await server.send("POST", "/api/contacts", json: body)
            guard answer.status == 201 else { return answer }
            written.append(try answer.json())
        }
        throw TestSupportError("1000 contacts fit on a full disk.")
    }

    private func longText(_ beginning: String) -> String { beginning + String(repeating: " word", count: 1900) }

    private func expectUnavailable(_ answer: HTTPAnswer, saying reason: Regex<Substring> = /./) {
        #expect(answer.status == 503)
        #expect(answer.mediaType == "application/problem+json")
        let problem = try? answer.json()
        #expect(problem?["type"] == "/problems/unavailable")
        #expect(problem?["detail"]?.string?.contains(reason) == true, "\(answer.text)")
        #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 > 0)
    }

    private func expectReadsWork(_ server: RunningServer, key: String, _ written: [JSON]) async throws {
        let page = try await server.send("GET", "/api/contacts", key: key)
        #expect(page.status == 200)
        #expect(try page.json()["count"]?.int == written.count)
        let id = try #require(written.last?["id"]?.int)
        let contact = try await server.send("GET", "/api/contacts/\(id)?peek=true", key: key)
        #expect(contact.status == 200)
        #expect(try contact.json() == written.last)
        #expect(try await server.send("GET", "/api/me", key: key).status == 200)
    }

    private func expectFull(_ result: Command) {
        #expect(result.status == 69)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        #expect(result.stderr.contains(/(?i)full|space/), "\(result.stderr)")
    }
}
