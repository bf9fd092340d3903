/// One SQL statement with the values that it binds.
///
/// Written as a literal, in which an interpolated value becomes a parameter:
/// `"UPDATE contacts SET subject = \(subject) WHERE id = \(id)"`. Only a literal makes a statement; a `String` cannot,
/// so no value from outside ever becomes SQL.
package struct Statement: ExpressibleByStringInterpolation, Sendable {
    /// The SQL around the parameters: one element more than there are `values`.
    package private(set) var segments: [String]
    /// The bound values, in the order of their parameters.
    package private(set) var values: [Value]

    package init(stringLiteral value: StaticString) {
        segments = [value.description]
        values = []
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// The parts one after the other, with `separator` between them.
    package static func joined(_ parts: [Statement], by separator: StaticString) -> Statement {
        var result: Statement = ""
        for (index, part) in parts.enumerated() {
            if index > 0 { result.append(text: separator.description) }
            result.append(part)
        }
        return result
    }

    /// The SQL with each parameter written by `placeholder`, which gets its number, from 1 up.
    package func sql(placeholder: (Int) -> String) -> String {
        var sql = segments[0]
        for index in values.indices {
            sql += placeholder(index + 1)
            sql += segments[index + 1]
        }
        return sql
    }

    private mutating func append(text: String) {
        segments[segments.count - 1] += text
    }

    private mutating func append(_ value: Value) {
        values.append(value)
        segments.append("")
    }

    private mutating func append(_ other: Statement) {
        append(text: other.segments[0])
        segments.append(contentsOf: other.segments.dropFirst())
        values.append(contentsOf: other.values)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        package typealias StringLiteralType = StaticString
        fileprivate var statement: Statement = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            statement.segments.reserveCapacity(interpolationCount + 1)
            statement.values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            statement.append(text: literal.description)
        }

        package mutating func appendInterpolation(_ value: some Bindable) {
            statement.append(value.boundValue)
        }

        /// Another statement becomes a part of this one, with its values.
        package mutating func appendInterpolation(_ part: Statement) {
            statement.append(part)
        }

        /// The name of a table or column, known when the program is compiled.
        package mutating func appendInterpolation(name: StaticString) {
            statement.append(text: name.description)
        }
    }
}
