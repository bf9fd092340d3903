import Letterbox

/// What an OpenAPI document says, as far as its page shows it, in the document's own order.
struct OpenAPIDocument {
    /// A group of operations.
    struct Tag {
        let name: String
        let description: String
    }

    /// A kind of problem, and what to do about it.
    struct ProblemType {
        let name: String
        let title: String
        let status: Int
        let occasion: String
        let remedy: String
        let example: JSONValue?
    }

    let root: JSONValue

    /// - Throws: `JSONError`, or `OpenAPIError` where it is no OpenAPI document.
    init(_ bytes: [UInt8]) throws {
        root = try JSONReader.read(bytes)
        for name in ["openapi", "info", "paths"] where root[name] == nil { throw OpenAPIError.missing(name) }
    }

    var title: String { root["info"]?["title"]?.text ?? "" }
    var version: String { root["info"]?["version"]?.text ?? "" }
    var description: String { root["info"]?["description"]?.text ?? "" }

    func tags() throws -> [Tag] {
        try (root["tags"]?.elements ?? []).map { Tag(name: try $0.required("name"), description: try $0.required("description")) }
    }

    func operations() throws -> [OpenAPIOperation] {
        let methods = ["get", "post", "put", "patch", "delete"]
        return try (root["paths"]?.members ?? []).flatMap { path in
            try path.value.members.filter { methods.contains($0.name) }.map { method in
                try OpenAPIOperation(method.name.uppercased(), path.name, method.value, in: path.value, of: self)
            }
        }
    }

    func problemTypes() throws -> [ProblemType] {
        let answers = root["components"]?["responses"]?.members ?? []
        return try (root["x-problems"]?.elements ?? []).map { problem in
            let name = try problem.required("name")
            let examples = answers.lazy.compactMap { $0.value["content"]?["application/problem+json"]?["examples"]?[name]?["value"] }
            return ProblemType(
                name: name, title: try problem.required("title"), status: problem["status"]?.integer ?? 0,
                occasion: try problem.required("when"), remedy: try problem.required("remedy"), example: examples.first)
        }
    }

    /// The objects that answers hold, by name; those of requests stand with their operation.
    func answeredObjects(_ operations: [OpenAPIOperation]) -> [(name: String, schema: JSONValue)] {
        let asked = Set(operations.flatMap { $0.body?.mediaTypes ?? [] }.compactMap { Self.schemaName($0.schema) })
        return (root["components"]?["schemas"]?.members ?? [])
            .filter { $0.value["type"]?.text == "object" && !asked.contains($0.name) }
            .map { ($0.name, $0.value) }
    }

    // MARK: - References

    /// The value itself, or what it refers to; members beside the reference come first.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.text, reference.hasPrefix("#/") else { return value }
        let target = reference.dropFirst(2).split(separator: "/").reduce(root as JSONValue?) { $0?[String($1)] }
        let own = value.members.filter { $0.name != "$ref" }
        guard let target else { return .object(own) }
        return .object(own + resolved(target).members.filter { member in !own.contains { $0.name == member.name } })
    }

    /// The name of the schema that a value refers to.
    static func schemaName(_ value: JSONValue) -> String? {
        componentName(value, "schemas")
    }

    static func componentName(_ value: JSONValue, _ kind: String) -> String? {
        guard let reference = value["$ref"]?.text, reference.hasPrefix("#/components/\(kind)/") else { return nil }
        return reference.split(separator: "/").last.map(String.init)
    }
}

/// Why a document has no page.
package enum OpenAPIError: Error, Equatable {
    /// It lacks a member of this name.
    case missing(String)
}

extension JSONValue {
    /// The text of a member that must be there.
    func required(_ name: String) throws(OpenAPIError) -> String {
        guard let text = self[name]?.text else { throw .missing(name) }
        return text
    }
}
