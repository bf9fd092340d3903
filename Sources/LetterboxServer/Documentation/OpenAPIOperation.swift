import Letterbox

/// One operation of an OpenAPI document, its references resolved.
struct OpenAPIOperation {
    struct Parameter {
        let name: String
        let location: String
        let isRequired: Bool
        let description: String
        let schema: JSONValue
        let example: JSONValue?
    }

    struct Example {
        let title: String
        let value: JSONValue
    }

    struct MediaType {
        let name: String
        let schema: JSONValue
        let examples: [Example]
    }

    struct Body {
        let isRequired: Bool
        let description: String
        let mediaTypes: [MediaType]
    }

    struct Answer {
        let status: String
        let description: String
        let headers: [String]
        let mediaTypes: [MediaType]
        /// The shared answer's name, where it is one.
        let component: String?
    }

    /// A program in some language that makes the call.
    struct Sample {
        let title: String
        let source: String
    }

    /// Who may make the call.
    enum Access {
        case anybody, staff, admin
        case permission(Int)
    }

    let id: String
    let method: String
    let path: String
    let tag: String
    let summary: String
    let description: String
    let access: Access
    let parameters: [Parameter]
    let body: Body?
    let answers: [Answer]
    let samples: [Sample]

    /// - Parameter item: the path's own member, for the parameters that its operations share
    init(_ method: String, _ path: String, _ value: JSONValue, in item: JSONValue, of document: OpenAPIDocument) throws {
        self.method = method
        self.path = path
        id = try value.required("operationId")
        tag = value["tags"]?.elements.first?.text ?? ""
        summary = try value.required("summary")
        description = try value.required("description")
        access = Self.access(value["x-permission"])
        let shared = (item["parameters"]?.elements ?? []).map(document.resolved)
        let own = (value["parameters"]?.elements ?? []).map(document.resolved)
        // What belongs to every call comes last.
        let all = shared.filter { $0["in"]?.text == "path" } + own + shared.filter { $0["in"]?.text != "path" }
        parameters = try all.map(Self.parameter)
        body = value["requestBody"].map { Self.body(document.resolved($0)) }
        answers = (value["responses"]?.members ?? []).map { Self.answer($0, of: document) }
        samples = (value["x-codeSamples"]?.elements ?? []).map {
            Sample(title: $0["label"]?.text ?? "", source: $0["source"]?.text ?? "")
        }
    }

    private static func access(_ value: JSONValue?) -> Access {
        switch value {
        case .number(let digits): Int(digits).map(Access.permission) ?? .anybody
        case .text("admin"): .admin
        case .text("staff"): .staff
        default: .anybody
        }
    }

    private static func parameter(_ value: JSONValue) throws -> Parameter {
        Parameter(
            name: try value.required("name"), location: try value.required("in"), isRequired: value["required"]?.isTrue ?? false,
            description: value["description"]?.text ?? "", schema: value["schema"] ?? .null, example: value["example"])
    }

    private static func body(_ value: JSONValue) -> Body {
        Body(
            isRequired: value["required"]?.isTrue ?? false, description: value["description"]?.text ?? "",
            mediaTypes: mediaTypes(value["content"]))
    }

    private static func answer(_ member: JSONMember, of document: OpenAPIDocument) -> Answer {
        let value = document.resolved(member.value)
        return Answer(
            status: member.name, description: value["description"]?.text ?? "",
            headers: (value["headers"]?.members ?? []).map(\.name), mediaTypes: mediaTypes(value["content"]),
            component: OpenAPIDocument.componentName(member.value, "responses"))
    }

    private static func mediaTypes(_ content: JSONValue?) -> [MediaType] {
        (content?.members ?? []).map { member in
            var examples = (member.value["examples"]?.members ?? []).map { example in
                Example(title: example.value["summary"]?.text ?? example.name, value: example.value["value"] ?? .null)
            }
            if let example = member.value["example"] { examples.append(Example(title: "", value: example)) }
            return MediaType(name: member.name, schema: member.value["schema"] ?? .null, examples: examples)
        }
    }
}
