import Foundation
import Synchronization
import TestSupport

/// Creates and updates contacts from several threads, and remembers what was asked and what was answered.
final class Load: Sendable {
    struct Ledger {
        /// The message of each contact whose creation was answered.
        var created: [Int: String] = [:]
        /// Messages that were sent and not answered.
        var unanswered: Set<String> = []
        /// The last number that an update of this contact was answered with, and the last that was sent.
        var updates: [Int: (answered: Int, sent: Int)] = [:]
        var answeredWrites = 0
    }

    private let ledger = Mutex(Ledger())
    private let isStopped = Mutex(false)

    var soFar: Ledger { ledger.withLock { $0 } }

    /// The subject that an update with this number sets.
    static func subject(_ number: Int) -> String { "شماره \(number)" }

    /// Runs two threads that create and two that update, until `stop()` or until the server is gone.
    func run(on server: RunningServer, key: String) async throws {
        isStopped.withLock { $0 = false }
        let targets = try await prepareTargets(on: server)
        // A test that fails must not wait for a load that nobody stops.
        try await withTaskCancellationHandler {
            _ = try await concurrently(4) { thread in
                try await onOwnThread {
                    // The end of the server is no failure: it is what some tests are about.
                    try? self.loop(thread: thread, server: server, key: key, targets: targets)
                }
            }
        } onCancel: {
            stop()
        }
    }

    func stop() { isStopped.withLock { $0 = true } }

    /// Contacts to be updated: the first half by one thread, the second half by the other.
    private func prepareTargets(on server: RunningServer) async throws -> [Int] {
        let known = soFar.updates.keys.sorted()
        if !known.isEmpty { return known }
        var ids: [Int] = []
        for number in 0..<8 {
            guard let id = try await server.createContact(message: "target \(number)", subject: Self.subject(0))["id"]?.int else {
                continue
            }
            ids.append(id)
            ledger.withLock { [id] ledger in
                ledger.created[id] = "target \(number)"
                ledger.updates[id] = (0, 0)
            }
        }
        return ids
    }

    private func loop(thread: Int, server: RunningServer, key: String, targets: [Int]) throws {
        let connection = try HTTPConnection(port: server.port)
        let own = Array(thread % 2 == 0 ? targets.prefix(4) : targets.suffix(4))
        var round = 0
        while !isStopped.withLock({ $0 }) {
            round += 1
            if thread < 2 {
                try create(over: connection, server)
            } else {
                try update(own[round % own.count], over: connection, server, key)
            }
        }
    }

    private func create(over connection: HTTPConnection, _ server: RunningServer) throws {
        let message = "پیام \(UUID().uuidString)\nwith a second line"
        ledger.withLock { _ = $0.unanswered.insert(message) }
        connection.write(server.request("POST", "/api/contacts", json: ["message": .string(message), "email": "load@example.com"]))
        let answer = try connection.readAnswer()
        guard answer.status == 201, let id = try answer.json()["id"]?.int else { throw TestSupportError("\(answer.status) \(answer.text)") }
        ledger.withLock { ledger in
            ledger.unanswered.remove(message)
            ledger.created[id] = message
            ledger.answeredWrites += 1
        }
    }

    private func update(_ id: Int, over connection: HTTPConnection, _ server: RunningServer, _ key: String) throws {
        let number = ledger.withLock { ledger in
            let next = (ledger.updates[id]?.sent ?? 0) + 1
            ledger.updates[id]?.sent = next
            return next
        }
        let change: JSON = ["subject": .string(Self.subject(number))]
        connection.write(server.request("PATCH", "/api/contacts/\(id)", key: key, json: change))
        let answer = try connection.readAnswer()
        guard answer.status == 200 else { throw TestSupportError("\(answer.status) \(answer.text)") }
        ledger.withLock { ledger in
            ledger.updates[id]?.answered = number
            ledger.answeredWrites += 1
        }
    }
}

extension Load.Ledger {
    /// What of this is not in `contacts` as it was answered; nothing where all is well.
    func missing(in contacts: [JSON]) -> [String] {
        let stored = Dictionary(contacts.map { ($0["id"]?.int ?? -1, $0) }) { $1 }
        var complaints: [String] = []
        for (id, message) in created where stored[id]?["message"]?.string != message {
            complaints.append("contact \(id) was answered with \(message), and is \(String(describing: stored[id]))")
        }
        for (id, update) in updates {
            let allowed = (update.answered...max(update.answered, update.sent)).map(Load.subject)
            let subject = stored[id]?["subject"]?.string ?? "missing"
            if !allowed.contains(subject) { complaints.append("contact \(id) has \(subject), not one of \(allowed)") }
        }
        return complaints
    }

    /// Contacts that nobody sent.
    func invented(in contacts: [JSON]) -> [JSON] {
        contacts.filter { contact in
            guard let id = contact["id"]?.int, let message = contact["message"]?.string else { return true }
            return created[id] != message && !unanswered.contains(message)
        }
    }
}
