import Dispatch
import Synchronization

/// A gate at which the body of a read or write, which cannot `await`, stops until the test opens it.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let arrivals = Mutex(0)
    private let opened = Mutex(false)

    /// Waits until the gate is open; for an opener that never comes, a minute at most.
    func pass() {
        arrivals.withLock { $0 += 1 }
        _ = semaphore.wait(timeout: .now() + 60)
        semaphore.signal()
    }

    func open() {
        opened.withLock { $0 = true }
        semaphore.signal()
    }

    var isOpen: Bool { opened.withLock { $0 } }

    /// Returns when somebody stands at the gate.
    func someone() async throws {
        try await eventually { self.arrivals.withLock { $0 } > 0 }
    }
}

/// Counts what happens in many tasks.
final class Count: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}

/// A condition that did not come about in time.
struct NeverHappened: Error {}

/// Returns when the condition holds.
func eventually(seconds: Double = 30, _ condition: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while try await !condition() {
        guard clock.now < end else { throw NeverHappened() }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// Time for tasks that were started to come to where they wait.
func settle() async throws {
    try await Task.sleep(for: .milliseconds(150))
}
