/// One row of a result. Values are read by column name; a missing column or a value of another type is a
/// `DatabaseError` that names the column.
package struct Row: Sendable {
    private let columns: [String]
    private let values: [Value]

    /// - Parameters:
    ///   - columns: the names, shared between the rows of a result
    ///   - values: as many, in the same order
    package init(columns: [String], values: [Value]) {
        self.columns = columns
        self.values = values
    }

    package func value(_ column: String) throws(DatabaseError) -> Value {
        // Results have few columns: a scan of short names is faster than hashing one.
        guard let index = columns.firstIndex(of: column) else {
            throw DatabaseError(.decoding, "the result has no column \(column)")
        }
        return values[index]
    }

    package func text(_ column: String) throws(DatabaseError) -> String {
        guard case .text(let text) = try value(column) else { throw mismatch(column, "text") }
        return text
    }

    package func integer(_ column: String) throws(DatabaseError) -> Int64 {
        guard case .integer(let integer) = try value(column) else { throw mismatch(column, "an integer") }
        return integer
    }

    package func bytes(_ column: String) throws(DatabaseError) -> [UInt8] {
        guard case .bytes(let bytes) = try value(column) else { throw mismatch(column, "bytes") }
        return bytes
    }

    /// A boolean; engines without such a type keep it as 0 and 1.
    package func boolean(_ column: String) throws(DatabaseError) -> Bool {
        switch try value(column) {
        case .boolean(let boolean): return boolean
        case .integer(0): return false
        case .integer(1): return true
        default: throw mismatch(column, "a boolean")
        }
    }

    /// A timestamp; engines without such a type keep it as whole microseconds since 1970.
    package func timestamp(_ column: String) throws(DatabaseError) -> Timestamp {
        switch try value(column) {
        case .timestamp(let timestamp): return timestamp
        case .integer(let microseconds): return Timestamp(microseconds: microseconds)
        default: throw mismatch(column, "a timestamp")
        }
    }

    package func isNull(_ column: String) throws(DatabaseError) -> Bool {
        try value(column) == .null
    }

    package func textOrNil(_ column: String) throws(DatabaseError) -> String? {
        try isNull(column) ? nil : text(column)
    }

    package func integerOrNil(_ column: String) throws(DatabaseError) -> Int64? {
        try isNull(column) ? nil : integer(column)
    }

    package func timestampOrNil(_ column: String) throws(DatabaseError) -> Timestamp? {
        try isNull(column) ? nil : timestamp(column)
    }

    private func mismatch(_ column: String, _ expected: String) -> DatabaseError {
        DatabaseError(.decoding, "column \(column) does not hold \(expected)")
    }
}
