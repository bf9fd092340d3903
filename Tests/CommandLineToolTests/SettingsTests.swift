import Foundation
import TestSupport
import Testing

@Suite("Settings", .serialized) struct SettingsTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// The line that `letterbox settings` prints for the port.
    private func port(_ arguments: [String] = [], _ environment: [String: String] = [:]) async throws -> String {
        try await line(of: "port", arguments, environment)
    }

    private func line(of setting: String, _ arguments: [String], _ environment: [String: String]) async throws -> String {
        let settings = try await Command.run(["settings"] + arguments, environment: environment, directory: directory.path).succeeded()
        let names = /^\W*(?:--)?([A-Za-z_-]+)/
        return settings.lines.first { $0.firstMatch(of: names).map { String($0.1) } == setting } ?? ""
    }

    @Test("A setting that nobody gave has its default, and says so")
    func byDefault() async throws {
        let line = try await port()

        #expect(line.contains("8080"))
        #expect(line.contains("default"))
    }

    @Test("A file of settings goes over the defaults")
    func file() async throws {
        let file = try directory.write(#"{"port": 9001, "host": "127.0.0.2"}"#, to: "letterbox.json")

        for (arguments, environment) in [(["--config", file], [:]), ([], ["LETTERBOX_CONFIG": file])] {
            let line = try await port(arguments, environment)
            #expect(line.contains("9001"))
            #expect(line.contains("letterbox.json"))
        }
    }

    @Test("A file that the environment names goes over the file of settings")
    func environmentFile() async throws {
        let config = try directory.write(#"{"port": 9001}"#, to: "letterbox.json")
        let secret = try directory.write("9002\n", to: "port")

        let line = try await port(["--config", config], ["LETTERBOX_PORT_FILE": secret])

        #expect(line.contains("9002"))
        #expect(line.contains("LETTERBOX_PORT_FILE"))
    }

    @Test("The environment goes over the file that it names")
    func environment() async throws {
        let config = try directory.write(#"{"port": 9001}"#, to: "letterbox.json")
        let secret = try directory.write("9002", to: "port")

        let line = try await port(["--config", config], ["LETTERBOX_PORT_FILE": secret, "LETTERBOX_PORT": "9003"])

        #expect(line.contains("9003"))
        #expect(line.contains("LETTERBOX_PORT"))
        #expect(!line.contains("LETTERBOX_PORT_FILE"))
    }

    @Test("A flag goes over everything")
    func flag() async throws {
        let config = try directory.write(#"{"port": 9001}"#, to: "letterbox.json")
        let secret = try directory.write("9002", to: "port")
        let environment = ["LETTERBOX_PORT_FILE": secret, "LETTERBOX_PORT": "9003"]

        let line = try await port(["--config", config, "--port", "9004"], environment)

        #expect(line.contains("9004"))
        #expect(line.contains("--port"))
    }

    @Test("The order holds for what a command does, not only for what it prints")
    func inForce() async throws {
        let config = try directory.write(#"{"database": "sqlite:by-file.db"}"#, to: "letterbox.json")
        func migrate(_ arguments: [String], _ environment: [String: String]) async throws {
            try await Command.run(["migrate"] + arguments, environment: environment, directory: directory.path).succeeded()
        }

        try await migrate([], [:])
        try await migrate(["--config", config], [:])
        try await migrate(["--config", config], ["LETTERBOX_DATABASE": "sqlite:by-environment.db"])
        try await migrate(["--database", "sqlite:by-flag.db"], ["LETTERBOX_DATABASE": "sqlite:not-this-one.db"])

        let made = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".db") }
        #expect(made.sorted() == ["by-environment.db", "by-file.db", "by-flag.db", "letterbox.db"])
    }

    @Test("A program can read the settings")
    func json() async throws {
        let settings = try await Command.run(["settings", "--json"], environment: ["LETTERBOX_PORT": "9003"]).succeeded()

        #expect(try settings.json().description.contains("9003"))
    }

    @Test("A password never shows")
    func masked() async throws {
        let url = "postgres://app:hush-hush@127.0.0.1:5432/letterbox"

        let settings = try await Command.run(["settings"], environment: ["LETTERBOX_DATABASE": url])

        #expect(!(settings.stdout + settings.stderr).contains("hush-hush"))
    }

    /// A wrong value, and a word of what is accepted instead.
    static let wrongValues = [
        ("port", "eighty", "65535"), ("port", "70000", "65535"), ("port", "-1", "65535"),
        ("log-level", "loud", "trace"), ("log-format", "xml", "json"),
        ("intake-rate", "20/fortnight", "off"), ("intake-rate", "many", "20/m"), ("intake-rate", "0/m", "off"),
        ("spam", "perhaps", "on"), ("database", "mysql://localhost/x", "sqlite:"), ("database", "letterbox.db", "sqlite:"),
        ("trusted-proxies", "10.0.0.0/99", "address"), ("trusted-proxies", "everybody", "address"),
        ("public-url", "contact.example.com", "http"), ("public-url", "ftp://example.com", "http"),
        ("max-connections", "lots", "number"), ("max-connections", "0", "number"),
    ]

    @Test("A wrong value in the environment stops the start with one line", arguments: wrongValues)
    func wrongEnvironment(setting: String, value: String, accepted: String) async throws {
        let name = "LETTERBOX_" + setting.uppercased().replacingOccurrences(of: "-", with: "_")
        var environment = ["LETTERBOX_PORT": "0"]
        environment[name] = value

        let result = try await Command.run(["serve"], environment: environment, directory: directory.path, seconds: 15)

        expectRefusal(result, of: setting, value, accepted)
        #expect(result.stderr.contains(name))
    }

    @Test("A wrong value in a flag stops the start with one line", arguments: wrongValues.filter { $0.0 != "max-connections" })
    func wrongFlag(setting: String, value: String, accepted: String) async throws {
        let result = try await Command.run(["serve", "--\(setting)=\(value)"], directory: directory.path, seconds: 15)

        expectRefusal(result, of: setting, value, accepted)
    }

    @Test("A wrong value in a file stops the start with one line")
    func wrongFile() async throws {
        let config = try directory.write(#"{"log-level": "loud"}"#, to: "letterbox.json")
        let inConfig = try await Command.run(["serve", "--port", "0", "--config", config], directory: directory.path, seconds: 15)
        expectRefusal(inConfig, of: "log-level", "loud", "trace")

        let secret = try directory.write("loud", to: "level")
        let inFile = try await Command.run(
            ["serve", "--port", "0"], environment: ["LETTERBOX_LOG_LEVEL_FILE": secret], directory: directory.path, seconds: 15)
        expectRefusal(inFile, of: "log-level", "loud", "trace")
    }

    @Test(
        "A file of settings that is missing or no JSON is refused with one line", arguments: ["missing.json", "broken.json", "list.json"])
    func badFile(name: String) async throws {
        try directory.write("{port: 80", to: "broken.json")
        try directory.write("[1]", to: "list.json")

        let result = try await Command.run(["settings", "--config", directory.file(name)])

        #expect(result.status == 78)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1)
        #expect(result.stderr.contains(name))
    }

    @Test("A file that the environment names and that is missing is refused with one line")
    func missingEnvironmentFile() async throws {
        let result = try await Command.run(["settings"], environment: ["LETTERBOX_PORT_FILE": directory.file("nowhere")])

        #expect(result.status == 78)
        #expect(result.errorLines.count == 1)
        #expect(result.stderr.contains("LETTERBOX_PORT_FILE"))
        #expect(result.stderr.contains("nowhere"))
    }

    private func expectRefusal(_ result: Command, of setting: String, _ value: String, _ accepted: String) {
        #expect(result.status == 78)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        let environmentName = setting.uppercased().replacingOccurrences(of: "-", with: "_")
        #expect(result.stderr.contains(setting) || result.stderr.contains(environmentName), "\(result.stderr)")
        #expect(result.stderr.contains(value), "\(result.stderr)")
        #expect(result.stderr.lowercased().contains(accepted.lowercased()), "\(result.stderr)")
    }
}
