import Database

/// The present, for those who only print it.
package enum Moment {
    /// `2025-12-28T13:48:53.666969Z`
    package static var now: String { Timestamp.now().description }
}
