import TestSupport
import Testing

/// The kinds of people who call a route that needs a code.
enum Caller: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case withoutKey = "nobody in particular"
    case withBadKey = "somebody with a key that is no good"
    case withoutTheCode = "staff with every code but the one"
    case withNoCodes = "staff without any code"
    case withTheCode = "staff with the code"
    case withTheGroup = "staff with 4000"
    case admin = "an admin"
    case narrowedToTheCode = "a key of staff with 4000, narrowed to the code"
    case narrowedToOthers = "a key of staff with 4000, narrowed to the other codes"
    case narrowedAdmin = "a key of an admin, narrowed to the code"
    case narrowedAdminToOthers = "a key of an admin, narrowed to the other codes"

    var testDescription: String { rawValue }

    private static let everyCode = [4001, 4002, 4003, 4004, 4005]

    /// A key of this kind, where the code is the one that the route needs (4001 for a route that needs none).
    func makeKey(for route: APIRoute, in house: House) async throws -> String? {
        let code = if case .code(let code) = route.needs { code } else { 4001 }
        let others = Self.everyCode.filter { $0 != code }
        return switch self {
        case .withoutKey: nil
        case .withBadKey: "lbx_" + String(repeating: "0", count: 38)
        case .withoutTheCode: try await house.newKey(permissions: others)
        case .withNoCodes: try await house.newKey()
        case .withTheCode: try await house.newKey(permissions: [code])
        case .withTheGroup: try await house.newKey(permissions: [4000])
        case .admin: try await house.newKey(admin: true)
        case .narrowedToTheCode: try await house.newKey(permissions: [4000], narrowedTo: [code])
        case .narrowedToOthers: try await house.newKey(permissions: [4000], narrowedTo: others)
        case .narrowedAdmin: try await house.newKey(admin: true, narrowedTo: [code])
        case .narrowedAdminToOthers: try await house.newKey(admin: true, narrowedTo: others)
        }
    }

    /// The status that turns the caller away, or nil where the route lets them in.
    func refusal(by route: APIRoute) -> Int? {
        if route.needs == .nothing { return nil }
        if [.withoutKey, .withBadKey].contains(self) { return 401 }
        switch route.needs {
        case .nothing, .anyStaff: return nil
        case .admin: return self == .admin ? nil : 403
        case .code: return Self.holdersOfTheCode.contains(self) ? nil : 403
        }
    }

    private static let holdersOfTheCode: [Caller] = [
        .withTheCode, .withTheGroup, .admin, .narrowedToTheCode, .narrowedAdmin,
    ]
}
