import TestSupport
import Testing

@Suite("The trash")
struct TrashTests {
    @Test("A deleted contact answers 204, and is gone from every other call")
    func goneFromEveryCall() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let id = try contact.id
        let answer = try await house.send("DELETE", "/api/contacts/\(id)")
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        for (method, path) in [
            ("GET", ""), ("GET", "?peek=true"), ("HEAD", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "/viewed"),
            ("DELETE", "/viewed"), ("GET", "/history"),
        ] {
            let json: JSON? = method == "PATCH" ? ["subject": "x"] : nil
            let refused = try await house.send(method, "/api/contacts/\(id)\(path)", json: json)
            #expect(refused.status == 404, "\(method) \(path)")
        }
        let email = try contact.text("email")
        #expect(try await house.ids(["email": email]).isEmpty)
        let export = try await house.send("GET", "/api/contacts/export" + query(["format": "ndjson", "email": email]))
        #expect(export.body.isEmpty)
    }

    @Test("A contact comes back from the trash as it was")
    func comesBack() async throws {
        let house = try await House.shared()
        let id = try await house.contact(["subject": "Keep me"]).id
        let before = try await house.send("GET", "/api/contacts/\(id)").json()
        _ = try await house.send("DELETE", "/api/contacts/\(id)")
        let answer = try await house.send("POST", "/api/contacts/\(id)/restore")
        #expect(answer.status == 200)
        let restored = try answer.json()
        expectContact(restored)
        for field in contactFields where field != "updated_at" { #expect(restored[field] == before[field]) }
        #expect(try await house.peek(id) == restored)
    }

    @Test("Restoring one that is not in the trash answers 200 with the contact as it is")
    func restoredTwice() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let answer = try await house.send("POST", "/api/contacts/\(contact.id)/restore")
        #expect(answer.status == 200)
        #expect(try answer.json() == contact)
        #expect(try await house.history(contact.id).isEmpty)
    }

    @Test("What never was cannot be deleted or restored")
    func neverThere() async throws {
        let house = try await House.shared()
        for (method, path) in [("DELETE", "/api/contacts/999999999"), ("POST", "/api/contacts/999999999/restore")] {
            try expectProblem(try await house.send(method, path), 404, "not-found", detail: "Not found.")
        }
    }

    @Test("Of two deletions at once, one finds the contact")
    func deletedAtOnce() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let statuses = try await concurrently(4) { _ in try await house.send("DELETE", "/api/contacts/\(id)").status }
        #expect(statuses.sorted() == [204, 404, 404, 404])
    }
}
