import Letterbox

/// The API's documentation for a person: one page, rendered from the OpenAPI document, without any script and without
/// anything from another host.
package struct DocumentationPage: Sendable {
    package let html: String

    /// - Throws: `JSONError` or `OpenAPIError` where the document cannot be read.
    package init(openAPI bytes: [UInt8]) throws {
        let document = try OpenAPIDocument(bytes)
        let schemas = SchemaText(document: document)
        let operations = try document.operations()
        let tags = try document.tags()
        let guide = Markdown(document.description)
        let sections = tags.map { tag in Self.section(tag, operations.filter { $0.tag == tag.name }, schemas) }.joined()
        let objects = Self.objects(document.answeredObjects(operations), schemas)
        let problems = Self.problems(try document.problemTypes())
        let page: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(document.title) API</title>
            <style>\(HTML(stringLiteral: Self.style))</style>
            </head>
            <body>
            <a class="skip" href="#content">To the content</a>
            <header><h1>\(document.title) API</h1><p>Version \(document.version) · <a href="/openapi.json">OpenAPI document</a></p></header>
            \(Self.navigation(tags, operations, guide))
            <main id="content" tabindex="-1">
            <section aria-label="Guide">
            \(guide.html)
            </section>
            \(sections)
            \(objects)
            \(problems)
            </main>
            </body>
            </html>

            """
        html = page.text
    }

    private static func navigation(_ tags: [OpenAPIDocument.Tag], _ operations: [OpenAPIOperation], _ guide: Markdown) -> HTML {
        let guideLinks = guide.headings.map { "<li><a href=\"#\($0.id)\">\($0.text)</a></li>" as HTML }.joined()
        let groups = tags.map { tag -> HTML in
            let links = operations.filter { $0.tag == tag.name }.map { operation -> HTML in
                "<li><a href=\"#\(operation.id)\"><span class=\"method\">\(operation.method)</span> \(operation.summary)</a></li>\n"
            }
            return "<h2><a href=\"#tag-\(tag.name)\">\(tag.name)</a></h2>\n<ul>\(links.joined())</ul>\n"
        }
        return """
            <nav aria-label="Contents">
            <h2>Guide</h2>
            <ul>\(guideLinks)</ul>
            \(groups.joined())
            <h2><a href="#objects">Objects</a></h2>
            <h2><a href="#problems">Problems</a></h2>
            </nav>
            """
    }

    private static func section(_ tag: OpenAPIDocument.Tag, _ operations: [OpenAPIOperation], _ schemas: SchemaText) -> HTML {
        """
        <section aria-labelledby="tag-\(tag.name)">
        <h2 id="tag-\(tag.name)">\(tag.name)</h2>
        <p>\(tag.description)</p>
        \(operations.map { OperationSection(operation: $0, schemas: schemas).html }.joined())
        </section>

        """
    }

    private static func objects(_ objects: [(name: String, schema: JSONValue)], _ schemas: SchemaText) -> HTML {
        let parts = objects.compactMap { name, schema -> HTML? in
            guard !name.hasSuffix("Problem"), let table = schemas.table(of: schema) else { return nil }
            return """
                <section id="object-\(name)" aria-labelledby="object-\(name)-title">
                <h3 id="object-\(name)-title">\(name)</h3>
                <p>\(Markdown.inline(schema["description"]?.text ?? ""))</p>
                \(table)
                </section>

                """
        }
        return "<section aria-labelledby=\"objects\">\n<h2 id=\"objects\">Objects</h2>\n\(parts.joined())</section>\n"
    }

    private static func problems(_ types: [OpenAPIDocument.ProblemType]) -> HTML {
        let parts = types.map { type -> HTML in
            let example: HTML =
                if let value = type.example { "<pre tabindex=\"0\"><code>\(JSONText.marked(value))</code></pre>" } else { "" }
            return """
                <section id="problem-\(type.name)" aria-labelledby="problem-\(type.name)-title">
                <h3 id="problem-\(type.name)-title">\(type.title) <span class="access">\(String(type.status))</span></h3>
                <p><code>/problems/\(type.name)</code></p>
                <p>\(Markdown.inline(type.occasion))</p>
                <p><strong>What to do:</strong> \(Markdown.inline(type.remedy))</p>
                \(example)
                </section>

                """
        }
        return """
            <section aria-labelledby="problems">
            <h2 id="problems">Problems</h2>
            <p>Every refusal has the same shape, after RFC 9457, as <code>application/problem+json</code>.</p>
            \(parts.joined())
            </section>
            """
    }

    /// A table that scrolls by itself where the window is narrow.
    static func table(_ header: [String], _ rows: [HTML]) -> HTML {
        let cells = header.map { "<th scope=\"col\">\($0)</th>" as HTML }.joined()
        return """
            <div class="table" tabindex="0"><table>
            <thead><tr>\(cells)</tr></thead>
            <tbody>
            \(rows.joined())
            </tbody>
            </table></div>

            """
    }
}
