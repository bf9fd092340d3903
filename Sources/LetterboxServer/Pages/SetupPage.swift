import HTTPTypes
import Hummingbird
import Letterbox

/// The one-time link's page: makes the first admin, and shows their first key, once.
struct SetupPage: Sendable {
    let firstAdmin: FirstAdmin

    func show(_ request: Request, _ context: VisitorContext) async throws -> Response {
        do {
            try await firstAdmin.check(token(context))
        } catch Failure.notFound {
            return gone()
        }
        return page("Make the first admin", form(Values(), FieldErrors()))
    }

    func submit(_ request: Request, _ context: VisitorContext) async throws -> Response {
        var values = Values()
        for member in try await request.members() {
            guard case .text(let text) = member.value else { continue }
            switch member.name {
            case "email": values.email = text
            case "name": values.name = text
            case "password": values.password = text
            default: break
            }
        }
        do {
            let (staff, secret) = try await firstAdmin.create(
                token: token(context), email: values.email, name: values.name, password: values.password)
            return page("You are an admin now", done(staff, secret, base: context.baseURL))
        } catch Failure.notFound {
            return gone()
        } catch Failure.invalid(let errors) {
            return page("Make the first admin", form(values, errors), status: .badRequest)
        }
    }

    private struct Values {
        var email = ""
        var name = ""
        var password = ""
    }

    private func token(_ context: VisitorContext) -> String {
        context.parameters.get("token") ?? ""
    }

    private func gone() -> Response {
        page(
            "This link is not good any more",
            """
            <p>It was used, or it is older than an hour, or there is staff already.
            Start the server again for a new link while there is no staff,
            or make an admin with <code>letterbox staff create EMAIL --admin</code>.</p>
            """, status: .notFound)
    }

    private func form(_ values: Values, _ errors: FieldErrors) -> HTML {
        """
        <p>This server has no staff yet. Whoever fills this in may do everything.</p>
        <form method="post">
        \(field("email", "Email", type: "email", autocomplete: "username", value: values.email, errors))
        \(field("name", "Name", type: "text", autocomplete: "name", value: values.name, errors))
        \(field("password", "Password, at least 8 characters", type: "password", autocomplete: "new-password", value: "", errors))
        <button>Make the first admin</button>
        </form>
        """
    }

    private func field(
        _ name: String, _ label: String, type: String, autocomplete: String, value: String, _ errors: FieldErrors
    ) -> HTML {
        let texts = errors.messages.first { $0.field == name }?.texts ?? []
        let message: HTML = texts.isEmpty ? "" : "<p class=\"error\" id=\"\(name)-error\">\(texts.joined(separator: " "))</p>"
        let state: HTML = texts.isEmpty ? "" : " aria-invalid=\"true\" aria-describedby=\"\(name)-error\""
        let required: HTML = name == "name" ? "" : " required"
        return """
            <label for="\(name)">\(label)</label>
            <input id="\(name)" name="\(name)" type="\(type)" autocomplete="\(autocomplete)" value="\(value)" dir="auto"\(required)\(state)>
            \(message)
            """
    }

    private func done(_ staff: Staff, _ secret: KeySecret, base: String) -> HTML {
        """
        <p><strong>\(staff.email)</strong> may do everything. This is your first API key. It is shown once: keep it now.</p>
        <p><code class="key">\(secret.text)</code></p>
        <p>Try it:</p>
        <pre>curl -H 'Authorization: Token \(secret.text)' \(base)/api/contacts</pre>
        <p>How to go on: <a href="/docs">the API's documentation</a>.</p>
        """
    }

    private func page(_ title: String, _ content: HTML, status: HTTPResponse.Status = .ok) -> Response {
        .html(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · Letterbox</title>
            <style>\(HTML(stringLiteral: Self.style.css))</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(content)
            </main>
            </body>
            </html>
            """, status: status, policy: Self.style.policy)
    }

    private static let style = Style(
        css: """
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; padding: 1rem; }
            main { max-inline-size: 32rem; margin: 2rem auto; }
            label { display: block; margin-block-start: 1rem; }
            input { font: inherit; inline-size: 100%; box-sizing: border-box; padding: 0.5rem; }
            button { font: inherit; margin-block-start: 1.5rem; padding: 0.5rem 1rem; }
            :focus-visible { outline: 2px solid; outline-offset: 2px; }
            .error { color: light-dark(#a40000, #ff9a9a); margin: 0.25rem 0 0; }
            code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
            .key { font-size: 1.1rem; }
            """)
}
