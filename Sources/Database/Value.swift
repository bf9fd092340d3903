/// What a statement binds and a row holds.
package enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    case boolean(Bool)
    case timestamp(Timestamp)
}

/// A type whose values can be bound to a statement.
package protocol Bindable {
    var boundValue: Value { get }
}

extension Value: Bindable { package var boundValue: Value { self } }
extension Int: Bindable { package var boundValue: Value { .integer(Int64(self)) } }
extension Int64: Bindable { package var boundValue: Value { .integer(self) } }
extension String: Bindable { package var boundValue: Value { .text(self) } }
extension Bool: Bindable { package var boundValue: Value { .boolean(self) } }
extension Timestamp: Bindable { package var boundValue: Value { .timestamp(self) } }
extension [UInt8]: Bindable { package var boundValue: Value { .bytes(self) } }
extension Optional: Bindable where Wrapped: Bindable {
    package var boundValue: Value { self?.boundValue ?? .null }
}
