import Database
import Testing

@testable import Letterbox

@Suite("The store")
struct StoreTests {
    @Test(
        "Says in the product's words why it cannot serve",
        arguments: [
            (.busy, .busy), (.conflict, .busy), (.full, .full), (.readOnly, .readOnly), (.unavailable, .unreachable),
            (.notADatabase, .unusable),
            (.newerSchema, .unusable), (.closed, .closing),
        ] as [(DatabaseError.Kind, UnavailableReason.Cause)])
    func causes(kind: DatabaseError.Kind, cause: UnavailableReason.Cause) {
        guard case .unavailable(let reason) = Failure(DatabaseError(kind, "x")) else {
            Issue.record("it is not unavailable")
            return
        }
        #expect(reason.cause == cause)
    }

    @Test(
        "Takes a mistake of ours for one, whatever the database calls it",
        arguments: [.uniqueViolation, .foreignKeyViolation, .constraintViolation, .decoding, .failed] as [DatabaseError.Kind])
    func mistakes(kind: DatabaseError.Kind) {
        #expect(Failure(DatabaseError(kind, "x")).isUnexpected)
    }

    @Test("Lets a refusal of an operation through as it is, and takes back what was written")
    func refusals() async throws {
        let office = try await Office()
        let failure = await failing {
            try await office.store.write { connection in
                try connection.execute("DELETE FROM heartbeat")
                throw Failure.stale
            }
        }
        #expect(failure?.isStale == true)
        #expect(try await office.count(of: "heartbeat") == 1)
    }

    @Test("Is fine until it is closed, and then says that it is closing")
    func trouble() async throws {
        let office = try await Office()
        #expect(await office.store.trouble() == nil)
        try await office.database.close()
        #expect(await office.store.trouble()?.cause == .closing)
    }

    @Test("Is in trouble while there is no room to write, and no longer when there is")
    func full() async throws {
        let office = try await Office()
        _ = try await office.database.write { try $0.rows("PRAGMA max_page_count = 1") }
        let large = await failing { try await office.contact(["message": String(repeating: "long ", count: 2000)]) }
        guard case .unavailable(let reason) = large else {
            Issue.record("\(String(describing: large))")
            return
        }
        #expect(reason.cause == .full)
        #expect(await office.store.trouble() == nil, "a heartbeat needs no more room")
        _ = try await office.database.write { try $0.rows("PRAGMA max_page_count = 1000000") }
        try await office.contact()
    }
}
