import TestSupport
import Testing

/// Expects a problem in the shape that every problem has, and gives it.
/// - Parameter errors: all of the problem's errors, where they are given.
@discardableResult
func expectProblem(
    _ answer: HTTPAnswer,
    _ status: Int,
    _ name: String,
    detail: String? = nil,
    errors: JSON? = nil,
    at place: SourceLocation = #_sourceLocation
) throws -> JSON {
    #expect(answer.status == status, "\(answer.text)", sourceLocation: place)
    #expect(answer.mediaType == "application/problem+json", sourceLocation: place)
    let problem = try answer.json()
    #expect(problem["type"] == .string("/problems/\(name)"), sourceLocation: place)
    #expect(problem["title"]?.string?.isEmpty == false, sourceLocation: place)
    #expect(problem["status"] == .integer(Int64(status)), sourceLocation: place)
    #expect(problem["detail"]?.string?.isEmpty == false, sourceLocation: place)
    #expect(problem["request_id"]?.string == answer.header("X-Request-Id"), sourceLocation: place)
    if let detail { #expect(problem["detail"]?.string == detail, sourceLocation: place) }
    if let errors { expectSame(problem["errors"], errors, at: place) }
    return problem
}

/// Expects 400 with one message for one field, and no other error.
func expectInvalid(
    _ answer: HTTPAnswer, _ field: String, _ message: String, at place: SourceLocation = #_sourceLocation
) throws {
    try expectProblem(answer, 400, "invalid-fields", errors: .object([]).with(field, [.string(message)]), at: place)
}

/// Expects 400 that names exactly these query parameters.
func expectInvalidParameters(
    _ answer: HTTPAnswer, _ names: [String], at place: SourceLocation = #_sourceLocation
) throws {
    let problem = try expectProblem(answer, 400, "invalid-parameters", at: place)
    #expect(problem["errors"]?.keys.sorted() == names.sorted(), "\(problem)", sourceLocation: place)
}

/// Expects two objects to be equal but for the order of their keys.
func expectSame(_ one: JSON?, _ other: JSON, at place: SourceLocation = #_sourceLocation) {
    guard let one else {
        Issue.record("Nothing there; expected \(other)", sourceLocation: place)
        return
    }
    #expect(one.keys.sorted() == other.keys.sorted(), "\(one)", sourceLocation: place)
    for key in other.keys {
        #expect(one[key] == other[key], "\(key)", sourceLocation: place)
    }
}

/// Expects a time in UTC with six fractional digits and `Z`.
func expectTime(_ value: JSON?, at place: SourceLocation = #_sourceLocation) {
    let text = value?.string ?? "\(String(describing: value))"
    let matches = text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil
    #expect(matches, "\(text)", sourceLocation: place)
}

/// Expects exactly the documented fields of a contact, in their order, with their types.
func expectContact(_ contact: JSON, at place: SourceLocation = #_sourceLocation) {
    #expect(contact.keys == contactFields, sourceLocation: place)
    #expect(contact["id"]?.int != nil, sourceLocation: place)
    for field in writableFields { #expect(contact[field]?.string != nil, "\(field)", sourceLocation: place) }
    #expect(contact["viewed"]?.bool != nil, sourceLocation: place)
    expectTime(contact["created_at"], at: place)
    expectTime(contact["updated_at"], at: place)
    if contact["viewed"] == true {
        expectTime(contact["viewed_at"], at: place)
    } else {
        #expect(contact["viewed_at"] == .null, sourceLocation: place)
    }
}

/// Expects a page in the shape that every list has.
func expectPage(_ page: JSON, at place: SourceLocation = #_sourceLocation) {
    #expect(page.keys == ["count", "next", "previous", "results"], sourceLocation: place)
    #expect(page["count"]?.int != nil, sourceLocation: place)
    #expect(page["results"]?.array != nil, sourceLocation: place)
}
