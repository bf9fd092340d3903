import TestSupport
import Testing

@Suite("Paging")
struct PagingTests {
    @Test(
        "Every contact stands on one page, in every ordering, forward and back",
        arguments: ["id", "-id", "created_at", "-created_at", "updated_at", "-updated_at", "viewed_at", "-viewed_at"])
    func everyOrdering(ordering: String) async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await house.contacts(7, email: email).map { try $0.id }
        for id in [ids[4], ids[1]] { _ = try await house.send("PUT", "/api/contacts/\(id)/viewed") }
        _ = try await house.patch(ids[3], ["subject": "changed"])
        let whole = try await house.ids(["email": email, "ordering": ordering])
        let pages = try await walk(house, "/api/contacts" + query(["email": email, "ordering": ordering, "limit": "2"]), "next")
        #expect(try pages.map { try $0.resultIDs } == [Array(whole[0..<2]), Array(whole[2..<4]), Array(whole[4..<6]), [whole[6]]])
        #expect(pages.allSatisfy { $0["count"] == 7 })
        #expect(pages.first?["previous"] == .null)
        let last = try #require(pages.last)
        #expect(last["next"] == .null)
        let back = try await walk(house, try path(last.text("previous"), house), "previous")
        #expect(try back.map { try $0.resultIDs } == [Array(whole[4..<6]), Array(whole[2..<4]), Array(whole[0..<2])])
        #expect(back.last?["previous"] == .null)
    }

    @Test("next and previous are absolute, and keep the request's own parameters")
    func absolute() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        _ = try await house.contacts(3, email: email)
        let first = try await house.list(["email": email, "limit": "1", "viewed": "false"])
        let next = try first.text("next")
        #expect(next.hasPrefix(house.server.url + "/api/contacts?"))
        for part in ["limit=1", "viewed=false", "cursor="] { #expect(next.contains(part), "\(next)") }
        let second = try await house.send("GET", path(next, house)).json()
        #expect(try second.text("previous").hasPrefix(house.server.url + "/api/contacts?"))
    }

    @Test("next is under the host that the client asked")
    func underTheHost() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        _ = try await house.contacts(2, email: email)
        let answer = try await house.send(
            "GET", "/api/contacts" + query(["email": email, "limit": "1"]), headers: [("Host", "contacts.example:8443")])
        #expect(try answer.json().text("next").hasPrefix("http://contacts.example:8443/api/contacts?"))
    }

    @Test("What a proxy says is not believed unless it is trusted")
    func untrustedProxy() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        _ = try await house.contacts(2, email: email)
        let answer = try await house.send(
            "GET", "/api/contacts" + query(["email": email, "limit": "1"]),
            headers: [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")])
        #expect(try answer.json().text("next").hasPrefix(house.server.url))
    }

    @Test("Contacts that arrive meanwhile neither repeat others nor hide them")
    func arrivalsMeanwhile() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await house.contacts(4, email: email).map { try $0.id }
        let first = try await house.list(["email": email, "limit": "2"])
        #expect(try first.resultIDs == [ids[3], ids[2]])
        _ = try await house.contacts(2, email: email)
        let second = try await house.send("GET", path(first.text("next"), house)).json()
        #expect(try second.resultIDs == [ids[1], ids[0]])
    }

    @Test("A page goes on where the last one ended, though that contact is gone")
    func lastOneGone() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await house.contacts(4, email: email).map { try $0.id }
        let first = try await house.list(["email": email, "limit": "2"])
        _ = try await house.send("DELETE", "/api/contacts/\(ids[2])")
        let second = try await house.send("GET", path(first.text("next"), house)).json()
        #expect(try second.resultIDs == [ids[1], ids[0]])
    }

    @Test("A search pages as a list does")
    func search() async throws {
        let house = try await House.shared()
        let word = uniqueWord()
        for _ in 0..<5 { _ = try await house.contact(["message": .string("about \(word)")]) }
        let pages = try await walk(house, "/api/contacts" + query(["q": word, "limit": "2"]), "next")
        let ids = try pages.flatMap { try $0.resultIDs }
        #expect(Set(ids).count == 5)
        #expect(ids == ids.sorted(by: >))
        #expect(pages.allSatisfy { $0["count"] == 5 })
    }

    @Test("History, keys, staff and permissions page in the same way")
    func otherLists() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        for number in 1...3 { _ = try await house.patch(id, ["subject": "Number \(number)"]) }
        let history = try await walk(house, "/api/contacts/\(id)/history?limit=2", "next")
        #expect(try history.map { try $0.resultIDs.count } == [2, 1])
        let permissions = try await walk(house, "/api/permissions?limit=4", "next")
        #expect(permissions.map { $0["results"]?.array?.count } == [4, 2])

        let own = try await house.newKey()
        for _ in 0..<2 { _ = try await house.server.send("POST", "/api/keys", key: own, json: [:]) }
        let keys = try await walk(house, "/api/keys?limit=2", "next", key: own)
        #expect(try keys.map { try $0.resultIDs.count } == [2, 1])
        let staff = try await house.server.send("GET", "/api/staff?limit=1", key: house.admin).json()
        expectPage(staff)
        #expect(staff["next"]?.string != nil)
    }

    /// All pages from a path on, by their links in one direction.
    private func walk(_ house: House, _ start: String, _ link: String, key: String? = nil) async throws -> [JSON] {
        var pages: [JSON] = []
        var path = start
        while pages.count < 20 {
            let page = try await house.server.send("GET", path, key: key ?? house.staff).json()
            expectPage(page)
            pages.append(page)
            guard let url = page[link]?.string else { return pages }
            path = self.path(url, house)
        }
        Issue.record("More than 20 pages from \(start)")
        return pages
    }

    private func path(_ url: String, _ house: House) -> String {
        url.hasPrefix(house.server.url) ? String(url.dropFirst(house.server.url.count)) : url
    }
}
