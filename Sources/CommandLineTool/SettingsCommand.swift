import ArgumentParser
import Letterbox

struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show what is in force, and where each value came from.",
        discussion: """
            EXAMPLE:
              LETTERBOX_PORT=9000 letterbox settings
            """)

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try options.settings(server.flags)
        if json {
            Output.json { writer in
                writer.object { writer in
                    for (setting, value, origin) in settings.origins {
                        writer.name(escaping: setting.name)
                        writer.object { writer in
                            writer.name("value")
                            writer.text(value)
                            writer.name("origin")
                            writer.text(origin)
                        }
                    }
                }
            }
            return
        }
        var table = Table("SETTING", "VALUE", "FROM")
        for (setting, value, origin) in settings.origins { table.add(setting.name, value.isEmpty ? "(none)" : value, origin) }
        table.print()
    }
}
