/// Rows of text in aligned columns, for a person at a terminal.
struct Table {
    private var rows: [[String]]
    private let widest: Int

    /// - Parameter widest: how many characters of a cell are shown
    init(_ header: String..., widest: Int = .max) {
        rows = [header]
        self.widest = widest
    }

    mutating func add(_ cells: String...) {
        rows.append(cells.map(oneLine))
    }

    func print() {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            Output.line(line)
        }
    }

    /// A cell from outside may hold line breaks and control characters, which a terminal must not get.
    private func oneLine(_ text: String) -> String {
        let visible = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            default: Character(scalar)
            }
        }
        return visible.count > widest ? String(visible.prefix(widest - 1)) + "…" : String(visible)
    }
}
