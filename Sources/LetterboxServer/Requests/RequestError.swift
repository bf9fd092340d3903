/// What is wrong with a request as HTTP, before the product is asked.
enum RequestError: Error {
    case noSuchRoute
    case methodNotAllowed(String, allowed: [String])
    case unsupportedMediaType(String)
    case malformedJSON(message: String, line: Int, column: Int)
    case invalidBody(String)
    case bodyTooLarge
}
