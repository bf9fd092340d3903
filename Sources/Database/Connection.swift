/// A connection inside one transaction. It is only good inside the closure that got it.
package protocol Connection {
    /// Runs a statement that returns no rows.
    /// - Returns: how many rows it inserted, changed or deleted.
    @discardableResult
    func execute(_ statement: Statement) throws(DatabaseError) -> Int

    /// Runs a query and returns all its rows.
    func rows(_ statement: Statement) throws(DatabaseError) -> [Row]

    /// Runs one statement of a migration, in which `{id}`, `{time}`, `{bytes}` and `{boolean}` stand for the engine's column types.
    /// - Parameter definition: SQL known when the program is compiled.
    func define(_ definition: StaticString) throws(DatabaseError)

    /// Whether the schema has a table of this name.
    func hasTable(_ name: String) throws(DatabaseError) -> Bool

    /// Keeps every other process from changing the schema until this transaction ends.
    func lockSchema() throws(DatabaseError)

    /// Full-text search, which engines do in ways of their own.
    var search: any TextSearch { get }
}

extension Connection {
    /// Runs a query of which at most one row is wanted.
    /// - Returns: its first row, or nil where it has none.
    package func row(_ statement: Statement) throws(DatabaseError) -> Row? {
        try rows(statement).first
    }

    /// Runs a query that always returns a row, such as a count.
    package func onlyRow(_ statement: Statement) throws(DatabaseError) -> Row {
        guard let row = try row(statement) else { throw DatabaseError(.decoding, "a query that must return a row returned none") }
        return row
    }
}

/// A column of words that can be searched: lower-case words of letters and digits with single spaces between them.
package struct SearchIndex: Sendable {
    package let table: StaticString
    package let column: StaticString
    /// The table's integer primary key.
    package let key: StaticString

    package init(table: StaticString, column: StaticString, key: StaticString) {
        self.table = table
        self.column = column
        self.key = key
    }
}

/// What an engine does in its own way to find words.
package protocol TextSearch {
    /// Makes the index and whatever keeps it up to date. For migrations.
    func createIndex(_ index: SearchIndex) throws(DatabaseError)

    /// A condition on the index's table: each of `words` occurs in the column, as a word or as the beginning of one, and
    /// `rest` holds too.
    /// - Parameters:
    ///   - words: at least one, each of letters and digits only
    ///   - rest: the other conditions on the table
    ///   - isRare: whether few rows have the words, so that it pays to begin with these rather than with the rows in
    ///     their order
    func condition(_ index: SearchIndex, containsAll words: [String], and rest: Statement, isRare: Bool) -> Statement
}
