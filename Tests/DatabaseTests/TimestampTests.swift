import Database
import Foundation
import Testing

@Suite("A timestamp")
struct TimestampTests {
    @Test(
        "Is printed in UTC with six digits of a second",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1, "1970-01-01T00:00:00.000001Z"), (-1, "1969-12-31T23:59:59.999999Z"),
            (1_766_929_733_666_969, "2025-12-28T13:48:53.666969Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"), (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
            (-2_208_988_800_000_000, "1900-01-01T00:00:00.000000Z"), (1_000_000 * 1_709_208_000, "2024-02-29T12:00:00.000000Z"),
        ] as [(Int64, String)])
    func printing(microseconds: Int64, text: String) {
        let timestamp = Timestamp(microseconds: microseconds)
        #expect(timestamp.description == text)
        #expect(Timestamp(parsing: text) == timestamp)
        var bytes = Array("at ".utf8)
        timestamp.write(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "at " + text)
    }

    @Test("Is the same after it was printed and read, over all years")
    func roundTrips() {
        for _ in 0..<20_000 {
            let timestamp = Timestamp(
                microseconds: .random(in: Timestamp.bounds.lowerBound.microseconds...Timestamp.bounds.upperBound.microseconds))
            #expect(Timestamp(parsing: timestamp.description) == timestamp)
        }
    }

    @Test("Agrees with Foundation's calendar on every day of four centuries")
    func calendar() throws {
        let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        for day in stride(from: -135_140 as Int64, through: 48_000, by: 1) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let text = Timestamp(microseconds: day * 86_400_000_000).description.prefix(10)
            if date.formatted(format) != text { Issue.record("\(text) is \(date.formatted(format))") }
        }
    }

    @Test(
        "Is read in every form that it promises",
        arguments: [
            ("2025-12-28", "2025-12-28T00:00:00.000000Z"), ("2025-12-28T13:48", "2025-12-28T13:48:00.000000Z"),
            ("2025-12-28T13:48Z", "2025-12-28T13:48:00.000000Z"), ("2025-12-28T13:48:53", "2025-12-28T13:48:53.000000Z"),
            ("2025-12-28 13:48:53", "2025-12-28T13:48:53.000000Z"), ("2025-12-28t13:48:53z", "2025-12-28T13:48:53.000000Z"),
            ("2025-12-28T13:48:53.6Z", "2025-12-28T13:48:53.600000Z"), ("2025-12-28T13:48:53,66Z", "2025-12-28T13:48:53.660000Z"),
            ("2025-12-28T13:48:53.666969999Z", "2025-12-28T13:48:53.666969Z"),
            ("2025-12-28T13:48:53.000001", "2025-12-28T13:48:53.000001Z"),
            ("2025-12-28T13:48:53+03:30", "2025-12-28T10:18:53.000000Z"), ("2025-12-28T13:48:53+0330", "2025-12-28T10:18:53.000000Z"),
            ("2025-12-28T13:48:53+03", "2025-12-28T10:48:53.000000Z"), ("2025-12-28T13:48:53-11:59", "2025-12-29T01:47:53.000000Z"),
            ("2025-01-01T00:00:00+00:01", "2024-12-31T23:59:00.000000Z"), ("2024-02-29", "2024-02-29T00:00:00.000000Z"),
            ("2000-02-29", "2000-02-29T00:00:00.000000Z"), ("0001-01-01", "0001-01-01T00:00:00.000000Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999Z"), ("9999-12-31T23:59-00:00", "9999-12-31T23:59:00.000000Z"),
        ])
    func reading(text: String, meaning: String) {
        #expect(Timestamp(parsing: text)?.description == meaning)
        #expect(Timestamp(parsing: text[...])?.description == meaning)
    }

    @Test(
        "Is not read from anything else",
        arguments: [
            "", " ", "now", "2025", "2025-12", "2025-1-1", "25-12-28", "12025-12-28", "2025/12/28", "20251228", "+2025-12-28", "-001-01-01",
            "2025-00-01", "2025-13-01", "2025-01-00", "2025-01-32", "2025-04-31", "2025-02-29", "1900-02-29", "2100-02-29", "0000-01-01",
            "2025-12-28T", "2025-12-28T13", "2025-12-28T13:", "2025-12-28T13:4", "2025-12-28T24:00", "2025-12-28T23:60",
            "2025-12-28T23:59:60",
            "2025-12-28T13:48:", "2025-12-28T13:48:5", "2025-12-28T13:48:53.", "2025-12-28T13:48:53.Z", "2025-12-28T13:48:53.0123456789",
            "2025-12-28T13:48.5", "2025-12-28T13:48:53 Z", "2025-12-28T13:48:53ZZ", "2025-12-28T13:48:53Z ", " 2025-12-28T13:48:53Z",
            "2025-12-28T13:48:53+", "2025-12-28T13:48:53+3", "2025-12-28T13:48:53+03:", "2025-12-28T13:48:53+03:3",
            "2025-12-28T13:48:53+24:00",
            "2025-12-28T13:48:53+03:60", "2025-12-28T13:48:53+03:30Z", "2025-12-28Z", "2025-12-28+03:30", "2025-12-28  13:48",
            "۲۰۲۵-۱۲-۲۸", "２０２５-12-28", "2025-12-28T13:48:53\u{0}", "2025−12−28", "1e10-01-01", "0x25-01-01",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "1766929733666969",
        ])
    func refusing(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }

    @Test("Is ordered as time passes, and counts seconds on and back")
    func order() {
        let timestamp = Timestamp(microseconds: 5)
        #expect(Timestamp(microseconds: 4) < timestamp && !(timestamp < timestamp))
        #expect(timestamp.adding(seconds: 2).microseconds == 2_000_005)
        #expect(timestamp.adding(seconds: -1).microseconds == -999_995)
    }

    @Test("Of now is between two looks at another clock")
    func now() {
        let before = Date().timeIntervalSince1970
        let now = Double(Timestamp.now().microseconds) / 1_000_000
        let after = Date().timeIntervalSince1970
        #expect(now > before - 0.001 && now < after + 0.001)
    }
}
