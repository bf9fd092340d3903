import Testing

@testable import Letterbox

@Suite("A set of permissions")
struct PermissionSetTests {
    private let singles = Permission.allCases.filter { $0 != .contacts }

    @Test("Holds what is in it, and with 4000 all")
    func contains() {
        let set = PermissionSet([.listContacts, .updateContacts])
        #expect(Permission.allCases.filter { set.contains($0) } == [.listContacts, .updateContacts])
        #expect(Permission.allCases.allSatisfy { PermissionSet.all.contains($0) })
        #expect(!Permission.allCases.contains { PermissionSet().contains($0) })
    }

    @Test("Holds another set where it holds all that is in it")
    func containsSet() {
        let set = PermissionSet([.listContacts, .updateContacts])
        #expect(set.contains(PermissionSet()) && set.contains(set) && set.contains(PermissionSet([.listContacts])))
        #expect(!set.contains(PermissionSet([.listContacts, .readContacts])))
        #expect(PermissionSet.all.contains(PermissionSet(singles)) && PermissionSet.all.contains(.all))
        #expect(!PermissionSet(singles).contains(.all), "4000 is more than the codes of today")
        #expect(!PermissionSet().contains(set))
    }

    @Test("Loses one code, and of 4000 keeps the others")
    func remove() {
        var set = PermissionSet([.listContacts, .updateContacts])
        set.remove(.listContacts)
        set.remove(.exportContacts)
        #expect(set.sorted == [.updateContacts])
        var group = PermissionSet.all
        group.remove(.updateContacts)
        #expect(group.sorted == singles.filter { $0 != .updateContacts })
        #expect(!group.contains(.updateContacts) && !group.contains(.contacts))
        group.insert(.contacts)
        group.remove(.contacts)
        #expect(group.sorted == [], "without the group, nothing of it remains")
    }

    @Test(
        "Meets another in what both hold",
        arguments: [
            ("4000", "4000", "4000"), ("4000", "4001,4003", "4001,4003"), ("4001,4003", "4000", "4001,4003"),
            ("4001,4002", "4002,4003", "4002"),
            ("4001", "4002", ""), ("", "4000", ""), ("4000,4001", "4001", "4001"),
        ])
    func intersection(left: String, right: String, both: String) throws {
        let (left, right) = (try #require(PermissionSet(parsing: left)), try #require(PermissionSet(parsing: right)))
        #expect(left.intersection(right).text == both)
    }

    @Test(
        "Is read from codes with commas, in any order",
        arguments: [
            ("", ""), ("4001", "4001"), ("4003,4001", "4001,4003"), (" 4001 , 4003 ", "4001,4003"), ("4001,4001", "4001"),
            ("4005,4000", "4000,4005"),
        ])
    func parsing(text: String, written: String) {
        #expect(PermissionSet(parsing: text)?.text == written)
    }

    @Test(
        "Is not read from anything else",
        arguments: ["4006", "3999", "0", "-4001", "4001;4002", "4001 4002", "update", "4001,x", "4001.0", "۴۰۰۱", " "])
    func refusing(text: String) {
        #expect(PermissionSet(parsing: text) == nil)
    }

    @Test("Knows the codes 4000 to 4005, each with a name and what it allows")
    func codes() {
        #expect(Permission.allCases.map(\.code) == Array(4000...4005))
        #expect(Set(Permission.allCases.map(\.name)).count == 6 && Set(Permission.allCases.map(\.allows)).count == 6)
    }

    @Test("The list of codes pages by key")
    func page() {
        var codes: [Int] = []
        var request = PageRequest(limit: 4)
        while true {
            let page = Permission.page(request)
            codes += page.elements.map(\.code)
            #expect(page.count == 6)
            guard let next = page.next else { break }
            request.cursor = next
        }
        #expect(codes == Array(4000...4005))
    }
}
