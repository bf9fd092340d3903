import Database
import Letterbox

/// Why a command failed: one line, and the exit code that scripts go by (sysexits.h).
struct CommandProblem: Error {
    enum Status: Int32 {
        case failed = 1
        case usage = 64
        case unavailable = 69
        case tryAgain = 75
        case wrongSetting = 78
    }

    let status: Status
    let message: String

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    /// - Returns: nil for what the parser of arguments has its own words for.
    init?(_ error: any Error) {
        switch error {
        case let problem as CommandProblem: self = problem
        case let error as DatabaseError: self.init(error)
        case let failure as Failure: self.init(failure)
        default: return nil
        }
    }

    init(_ error: DatabaseError) {
        let status: Status =
            switch error.kind {
            case .busy, .conflict: .tryAgain
            case .notADatabase, .newerSchema: .wrongSetting
            case .full, .readOnly, .unavailable, .closed: .unavailable
            default: .failed
            }
        self.init(status, error.message)
    }

    private init(_ failure: Failure) {
        switch failure {
        case .notFound: self.init(.failed, "there is no such thing")
        case .invalid(let errors), .invalidParameters(let errors): self.init(.failed, errors.line)
        case .conflict(let text): self.init(.failed, text)
        case .unavailable(let reason):
            let status: Status =
                switch reason.cause {
                case .busy: .tryAgain
                case .unusable: .wrongSetting
                default: .unavailable
                }
            self.init(status, reason.message)
        case .unexpected(let what): self.init(.failed, "unforeseen: \(what)")
        default: self.init(.failed, String(describing: failure))
        }
    }
}
