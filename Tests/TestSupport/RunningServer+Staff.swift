import Foundation

extension RunningServer {
    /// Runs `letterbox` on this server's database, and throws where it fails.
    @discardableResult
    package func command(_ arguments: String..., input: String? = nil) async throws -> Command {
        try await Command.run(arguments + ["--database", database], input: input).succeeded()
    }

    /// Makes a member of staff on the command line, and gives their email.
    /// - Parameter permissions: codes with commas between them, as `4001,4003`; none by default.
    package func createStaff(
        _ email: String? = nil, permissions: String? = nil, admin: Bool = false
    ) async throws -> String {
        let email = email ?? "staff-\(UUID().uuidString.lowercased())@example.com"
        var arguments = ["staff", "create", email, "--database", database]
        if let permissions { arguments += ["--permissions", permissions] }
        if admin { arguments.append("--admin") }
        try await Command.run(arguments).succeeded()
        return email
    }

    /// Makes an API key for a member of staff on the command line, and gives its text.
    /// - Parameters:
    ///   - permissions: the codes it is narrowed to; all of the owner's by default.
    ///   - expires: as `90d`, or a time.
    package func createKey(
        for email: String, permissions: String? = nil, expires: String? = nil
    ) async throws -> String {
        var arguments = ["keys", "create", email, "--database", database]
        if let permissions { arguments += ["--permissions", permissions] }
        if let expires { arguments += ["--expires", expires] }
        return try await Command.run(arguments).succeeded().line
    }
}
