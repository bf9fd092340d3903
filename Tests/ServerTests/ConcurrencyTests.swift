import TestSupport
import Testing

@Suite("ETags and concurrent updates")
struct ConcurrencyTests {
    @Test("Every answer with one contact has a strong ETag, the same for the same state")
    func everyAnswer() async throws {
        let house = try await House.shared()
        let made = try await house.server.send("POST", "/api/contacts", json: ["message": "m", "email": "a@example.com"])
        let id = try made.json().id
        let path = "/api/contacts/\(id)"
        let peeked = try await house.send("GET", path + "?peek=true")
        #expect(made.header("ETag") == peeked.header("ETag"))
        let patched = try await house.patch(id, ["subject": "new"])
        #expect(patched.header("ETag") != made.header("ETag"))
        let others = [
            made, peeked, patched, try await house.send("GET", path), try await house.send("DELETE", path + "/viewed"),
            try await house.send("PUT", path + "/viewed"), try await house.send("POST", path + "/restore"),
        ]
        for answer in others {
            let tag = try #require(answer.header("ETag"))
            #expect(tag.wholeMatch(of: /"[^"]+"/) != nil, "\(tag)")
        }
        #expect(others[5].header("ETag") == others[6].header("ETag"))
    }

    @Test("An update with the ETag of the last answer is made")
    func freshTag() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        var tag = try await tag(of: id, house)
        for number in 1...3 {
            let answer = try await house.patch(id, ["subject": "\(number)"], headers: [("If-Match", tag)])
            #expect(answer.status == 200)
            tag = try #require(answer.header("ETag"))
        }
        let listed = try await house.patch(id, ["subject": "4"], headers: [("If-Match", "\"other\", \(tag)")])
        #expect(listed.status == 200)
        #expect(try await house.patch(id, ["subject": "5"], headers: [("If-Match", "*")]).status == 200)
    }

    @Test("An update or a deletion with a stale, unknown or weak ETag is 412, and changes nothing")
    func staleTag() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let stale = try await tag(of: id, house)
        let current = try await house.patch(id, ["subject": "newer"])
        let fresh = try #require(current.header("ETag"))
        for tag in [stale, "\"nonsense\"", "W/\(fresh)", "\"a\", \"b\""] {
            let update = try await house.patch(id, ["subject": "lost"], headers: [("If-Match", tag)])
            try expectProblem(update, 412, "precondition-failed")
            let deletion = try await house.send("DELETE", "/api/contacts/\(id)", headers: [("If-Match", tag)])
            try expectProblem(deletion, 412, "precondition-failed")
        }
        #expect(try await house.peek(id) == current.json())
        let deletion = try await house.send("DELETE", "/api/contacts/\(id)", headers: [("If-Match", fresh)])
        #expect(deletion.status == 204)
    }

    @Test("Being viewed changes the ETag, but makes no earlier one stale for If-Match")
    func viewedBetween() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let before = try await tag(of: id, house)
        let viewed = try await house.send("GET", "/api/contacts/\(id)")
        #expect(viewed.header("ETag") != before)
        #expect(try await house.patch(id, ["subject": "new"], headers: [("If-Match", before)]).status == 200)
    }

    @Test("The precondition is checked after the body and before the fields")
    func order() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let stale = [("If-Match", "\"stale\"")]
        try expectProblem(try await house.patch(id, ["email": "bad"], headers: stale), 412, "precondition-failed")
        let malformed = try await house.server.send(
            "PATCH", "/api/contacts/\(id)", key: house.staff, type: "application/json", text: "{", headers: stale)
        try expectProblem(malformed, 400, "malformed-json")
        let missing = try await house.send("PATCH", "/api/contacts/999999999", json: [:], headers: stale)
        try expectProblem(missing, 404, "not-found")
    }

    @Test("A read with If-None-Match of the same state is 304 without a body")
    func notModified() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let path = "/api/contacts/\(id)?peek=true"
        let tag = try await tag(of: id, house)
        for value in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let answer = try await house.send("GET", path, headers: [("If-None-Match", value)])
            #expect(answer.status == 304, "\(value)")
            #expect(answer.body.isEmpty)
            #expect(answer.header("ETag") == tag)
        }
        _ = try await house.patch(id, ["subject": "new"])
        #expect(try await house.send("GET", path, headers: [("If-None-Match", tag)]).status == 200)
    }

    @Test("Concurrent updates of different fields all survive")
    func differentFields() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let values: JSON = [
            "subject": "s", "message": "m", "first_name": "f", "last_name": "l", "email": "e@example.com",
            "mobile_number": "12345",
        ]
        let keys = values.keys
        let answers = try await concurrently(keys.count) { number in
            try await house.patch(id, JSON.object([]).with(keys[number], values[keys[number]] ?? .null))
        }
        #expect(answers.allSatisfy { $0.status == 200 })
        let contact = try await house.peek(id)
        for key in keys { #expect(contact[key] == values[key], "\(key)") }
        #expect(try await house.history(id).count == keys.count)
        let times = try answers.map { try $0.json().text("updated_at") }
        #expect(Set(times).count == keys.count, "updated_at differs from the one before")
    }

    @Test("Of concurrent updates with the same If-Match, one wins")
    func oneWins() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let tag = try await tag(of: id, house)
        let answers = try await concurrently(6) { number in
            try await house.patch(id, ["subject": "Number \(number)"], headers: [("If-Match", tag)])
        }
        #expect(answers.map(\.status).sorted() == [200, 412, 412, 412, 412, 412])
        let winner = try #require(answers.first { $0.status == 200 })
        #expect(try await house.peek(id) == winner.json())
    }

    private func tag(of id: Int, _ house: House) async throws -> String {
        try #require(try await house.send("GET", "/api/contacts/\(id)?peek=true").header("ETag"))
    }
}
