import Synchronization

/// What the parts of a request's way note for its log line.
final class RequestNotes: Sendable {
    private struct Notes {
        var staffID: Int64?
        var resourceID: Int64?
        var trouble: String?
    }

    private let notes = Mutex(Notes())

    var staffID: Int64? {
        get { notes.withLock { $0.staffID } }
        set { notes.withLock { $0.staffID = newValue } }
    }

    /// The ID in the path.
    var resourceID: Int64? {
        get { notes.withLock { $0.resourceID } }
        set { notes.withLock { $0.resourceID = newValue } }
    }

    /// What went wrong on our side, whole; for the log only.
    var trouble: String? {
        get { notes.withLock { $0.trouble } }
        set { notes.withLock { $0.trouble = newValue } }
    }
}
