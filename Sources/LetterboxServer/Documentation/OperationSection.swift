import Letterbox

/// What the page says of one operation.
struct OperationSection {
    let operation: OpenAPIOperation
    let schemas: SchemaText

    var html: HTML {
        """
        <section class="operation" id="\(operation.id)" aria-labelledby="\(operation.id)-title">
        <h3 id="\(operation.id)-title">\(operation.summary)</h3>
        <p class="call"><span class="method">\(operation.method)</span> <code>\(operation.path)</code> <span class="access">\(access)</span></p>
        \(Markdown(operation.description).html)
        \(parameters)
        \(request)
        \(answers)
        \(samples)
        </section>

        """
    }

    private var access: HTML {
        switch operation.access {
        case .anybody: "public"
        case .staff: "any staff"
        case .admin: "admin"
        case .permission(let code): "permission \(String(code))"
        }
    }

    private var parameters: HTML {
        if operation.parameters.isEmpty { return "" }
        let rows = operation.parameters.map { parameter -> HTML in
            let limits = schemas.limits(of: parameter.schema)
            let note: HTML = limits.isEmpty ? "" : " <span class=\"limits\">\(limits)</span>"
            let mark: HTML = parameter.isRequired ? "<span class=\"required\">required</span>" : ""
            return """
                <tr><th scope="row"><code>\(parameter.name)</code> \(mark)</th><td>\(parameter.location)</td>
                <td>\(schemas.type(of: parameter.schema))\(note)</td><td>\(Markdown.inline(parameter.description))</td></tr>

                """
        }
        return "<h4>Parameters</h4>\n\(DocumentationPage.table(["Name", "In", "Type", "Meaning"], rows))"
    }

    private var request: HTML {
        guard let body = operation.body else { return "" }
        let types = body.mediaTypes.map { "<code>\($0.name)</code>" as HTML }.joined(by: ", ")
        let table = body.mediaTypes.first.flatMap { schemas.table(of: $0.schema) } ?? ""
        return """
            <h4>Body</h4>
            <p>\(Markdown.inline(body.description)) \(types)</p>
            \(table)
            \(examples(Array(body.mediaTypes.prefix(1))))
            """
    }

    private var answers: HTML {
        let rows = operation.answers.map { answer -> HTML in
            let isProblem = answer.mediaTypes.contains { $0.name == "application/problem+json" }
            let types = answer.mediaTypes.map { media -> HTML in
                isProblem
                    ? "<a href=\"#problems\">problem</a>" : "\(schemas.type(of: media.schema)) <span class=\"limits\">\(media.name)</span>"
            }
            let headers = answer.headers.map { "<code>\($0)</code>" as HTML }.joined(by: ", ")
            return """
                <tr><th scope="row">\(answer.status)</th><td>\(Markdown.inline(answer.description))</td>
                <td>\(types.joined(by: "<br>"))</td><td>\(headers)</td></tr>

                """
        }
        let good = operation.answers.filter { $0.status.hasPrefix("2") }.flatMap(\.mediaTypes)
        return """
            <h4>Answers</h4>
            \(DocumentationPage.table(["Status", "When", "Body", "Headers"], rows))
            \(examples(good))
            """
    }

    private func examples(_ media: [OpenAPIOperation.MediaType]) -> HTML {
        media.flatMap(\.examples).map { example -> HTML in
            let title: HTML = example.title.isEmpty ? "Example" : "\(example.title)"
            let code: HTML = if case .text(let text) = example.value { Direction.isolated(text) } else { JSONText.marked(example.value) }
            return "<details open><summary>\(title)</summary><pre tabindex=\"0\"><code>\(code)</code></pre></details>\n"
        }.joined()
    }

    private var samples: HTML {
        operation.samples.map { sample -> HTML in
            "<details><summary>\(sample.title)</summary><pre tabindex=\"0\"><code>\(Direction.isolated(sample.source))</code></pre></details>\n"
        }.joined()
    }
}
