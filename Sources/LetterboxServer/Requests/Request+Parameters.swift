import Hummingbird
import Letterbox

extension Request {
    /// The parameters of the query.
    /// - Parameter allowed: those that the call knows
    func parameters(_ allowed: [String]) -> ParameterReader {
        ParameterReader(FormDecoding.pairs(uri.query ?? ""), allowed: allowed)
    }
}
