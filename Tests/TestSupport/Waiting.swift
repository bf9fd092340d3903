import Foundation

/// Asks again and again until `condition` holds; false where it does not within `seconds`.
@discardableResult
package func eventually(
    within seconds: Double = 10,
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
        if try await condition() { return true }
        if ContinuousClock.now >= end { return false }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Runs blocking work on a thread of its own, so that it holds up no other test.
package func onOwnThread<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try work() })
        }
    }
}

/// Runs `work` for each number below `count`, all at once, and gives the results in their order.
package func concurrently<Value: Sendable>(
    _ count: Int,
    _ work: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        for number in 0..<count {
            group.addTask { (number, try await work(number)) }
        }
        var results: [Int: Value] = [:]
        for try await (number, value) in group { results[number] = value }
        return (0..<count).compactMap { results[$0] }
    }
}
