import Foundation
import TestSupport
import Testing

@Suite("A busy store")
struct BusyTests {
    @Test(
        "While another program holds the database, a write is 503 with Retry-After and reads go on; then all is well again",
        .enabled("python3 has no sqlite3 here") {
            try await Command.run(["-c", "import sqlite3"], program: "python3").status == 0
        })
    func heldByAnother() async throws {
        let house = try await House.open()
        let contact = try await house.contact()
        let directory = house.server.directory
        let holder = try ChildProcess(
            program: "python3", arguments: ["-c", holdTheDatabase, directory.file("letterbox.db")], output: directory.file("holder"))
        #expect(try await eventually { directory.read("holder").contains("held") })

        let refused = try await house.patch(contact.id, ["subject": "lost"])
        try expectProblem(refused, 503, "unavailable")
        #expect(refused.header("Retry-After").flatMap { Int($0) }.map { $0 >= 1 } == true)
        #expect(try await house.peek(contact.id) == contact)

        holder.signal(SIGKILL)
        try await holder.wait()
        #expect(try await house.patch(contact.id, ["subject": "kept"]).status == 200)
        try await house.server.stop()
    }
}

private let holdTheDatabase = """
    import sqlite3, sys, time
    connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
    connection.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
    time.sleep(60)
    """
