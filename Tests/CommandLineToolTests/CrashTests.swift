import TestSupport
import Testing

@Suite("Crashes", .serialized) struct CrashTests {
    @Test("After kill -9 in the middle of a load, five times, every answered write is there")
    func killed() async throws {
        let database = try OwnDatabase()
        let load = Load()
        let key = try await database.run("keys", "create", database.createStaff()).succeeded().line

        for round in 1...5 {
            let answeredBefore = load.soFar.answeredWrites
            let server = try await RunningServer.start(directory: database.directory, database: database.url)
            async let running: Void = load.run(on: server, key: key)
            let isUnderLoad = try await eventually(within: 20) { load.soFar.answeredWrites > answeredBefore + 50 }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...200)))
            try await server.kill()
            try await running

            #expect(isUnderLoad, "Round \(round) had no load to be killed in: \(server.log.suffix(2000))")
            let contacts = try await database.contacts()
            #expect(load.soFar.missing(in: contacts).isEmpty, "round \(round)")
            #expect(load.soFar.invented(in: contacts).isEmpty, "round \(round)")
            #expect(try await sqlite(database.path, "PRAGMA integrity_check") == "ok", "round \(round)")
            #expect(try await sqlite(database.path, "PRAGMA foreign_key_check").isEmpty, "round \(round)")
        }
    }

    @Test("After kill -9 the search finds what was answered, and nothing was recorded that did not happen")
    func indexAfterCrash() async throws {
        let server = try await RunningServer.start()
        let key = try await server.createFullKey()
        let id = try #require(try await server.createContact(message: "before the crash")["id"]?.int)
        let answer = try await server.send("PATCH", "/api/contacts/\(id)", key: key, json: ["subject": "درباره‌ی كتاب"])
        #expect(answer.status == 200)
        try await server.kill()

        let again = try await RunningServer.start(directory: server.directory)

        #expect(try await again.send("GET", "/api/contacts?q=%DA%A9%D8%AA%D8%A7%D8%A8", key: key).json()["count"] == 1)
        #expect(try await again.send("GET", "/api/contacts/\(id)?peek=true", key: key).json() == answer.json())
        let history = try await again.send("GET", "/api/contacts/\(id)/history", key: key).json()
        #expect(history["count"] == 1)
        #expect(history["results"]?[0]?["after"] == "درباره‌ی كتاب")
    }
}
