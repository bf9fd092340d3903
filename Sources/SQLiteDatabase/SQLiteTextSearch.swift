import Database
import GRDB

/// Full-text search by FTS5, over the column itself (an external-content table), kept up to date by triggers.
struct SQLiteTextSearch: TextSearch {
    let database: GRDB.Database

    func createIndex(_ index: SearchIndex) throws(SeamError) {
        let (table, column, key) = (index.table.description, index.column.description, index.key.description)
        let remove = "INSERT INTO \(table)_search (\(table)_search, rowid, \(column)) VALUES ('delete', old.\(key), old.\(column))"
        let add = "INSERT INTO \(table)_search (rowid, \(column)) VALUES (new.\(key), new.\(column))"
        // The words arrive folded, so the tokenizer has only to split at spaces, which `ascii` does. No query needs
        // positions or sizes: leaving them out keeps the index small and its upkeep cheap.
        try mappingErrors {
            try database.execute(
                sql: """
                    CREATE VIRTUAL TABLE \(table)_search USING fts5(
                        \(column), content='\(table)', content_rowid='\(key)',
                        tokenize='ascii', detail=none, columnsize=0
                    );
                    CREATE TRIGGER \(table)_search_insert AFTER INSERT ON \(table) BEGIN \(add); END;
                    CREATE TRIGGER \(table)_search_delete AFTER DELETE ON \(table) BEGIN \(remove); END;
                    CREATE TRIGGER \(table)_search_update AFTER UPDATE OF \(column) ON \(table)
                    WHEN old.\(column) <> new.\(column) BEGIN \(remove); \(add); END;
                    """)
        }
    }

    func condition(_ index: SearchIndex, containsAll words: [String], and rest: SeamStatement, isRare: Bool) -> SeamStatement {
        // Letters and digits only, so that nothing in a word can end its quotes.
        let query = words.map { "\"\($0)\" *" }.joined(separator: " ")
        // Inside `likely` the other conditions choose no index, which leaves the words to begin with.
        let others: SeamStatement = isRare ? "likely(\(rest))" : rest
        return """
            \(others) AND \(name: index.key) IN (
                SELECT rowid FROM \(name: index.table)_search WHERE \(name: index.table)_search MATCH \(query)
            )
            """
    }
}
