/// What went wrong in a database, in words that are the same for every engine.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// A value that must be unique stands there already.
        case uniqueViolation
        /// A row refers to one that does not exist, or is still referred to.
        case foreignKeyViolation
        /// A value is missing or not allowed by the schema.
        case constraintViolation
        /// Transactions got in each other's way; the same work may pass when it is tried again.
        case conflict
        /// Others held the database for longer than we wait.
        case busy
        /// No room is left where the database stands.
        case full
        /// The database can be read but not written.
        case readOnly
        /// The database cannot be reached or read at all.
        case unavailable
        /// What is there is no database of this program, or it is damaged.
        case notADatabase
        /// The database was written by a newer version of this program.
        case newerSchema
        /// The database was closed, or is closing.
        case closed
        /// A result does not have the shape that the program expects.
        case decoding
        /// The statement is wrong, or the engine reported what no other kind covers.
        case failed
    }

    package let kind: Kind
    /// For the operator: what happened, in one line, without any bound value.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
