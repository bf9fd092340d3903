import Foundation
import TestSupport
import Testing

@Suite("The given client")
struct GivenClientTests {
    @Test(
        "It works unmodified: host, key and id filled in",
        .enabled("python3 has no requests here (pip install requests)") {
            try await Command.run(["-c", "import requests"], program: "python3").status == 0
        })
    func worksUnmodified() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let script =
            givenClient
            .replacingOccurrences(of: "http://www.example.com", with: house.server.url)
            .replacingOccurrences(of: "<your_api_key>", with: house.staff)
            .replacingOccurrences(of: "<ID>", with: String(id))
        let run = try await Command.run(
            ["-c", script], environment: ["PYTHONUTF8": "1", "no_proxy": "*"], program: "python3")
        try run.succeeded()
        #expect(run.stdout.contains("'id': \(id), 'first_name': 'John', 'last_name': 'Doe'"))
        let contact = try await house.peek(id)
        #expect(contact["subject"] == "New Subject")
        #expect(contact["message"] == "Updated message content.")
        #expect(contact["email"] == "john.doe@example.com")
        #expect(contact["mobile_number"] == "123-456-7890")
    }
}

private let givenClient = """
    import requests
    api = requests.Session()
    api.headers.update({'Authorization': 'Token <your_api_key>'})
    response = api.patch('http://www.example.com/api/contacts/<ID>', json={
      'subject': 'New Subject', 'message': 'Updated message content.',
      'first_name': 'John', 'last_name': 'Doe',
      'email': 'john.doe@example.com', 'mobile_number': '123-456-7890'})
    print(response.json())
    """
