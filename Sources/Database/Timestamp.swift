#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A moment in time: whole microseconds since 1970-01-01T00:00:00Z. Exact, ordered, cheap to print and to parse.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970 in UTC, without leap seconds; negative before it.
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// 1970-01-01T00:00:00Z.
    package static let epoch = Timestamp(microseconds: 0)

    /// The first moment of the year 1 and the last one of the year 9999: what the text form can hold.
    package static let bounds =
        Timestamp(microseconds: -62_135_596_800_000_000)...Timestamp(microseconds: 253_402_300_799_999_999)

    /// The system clock's time.
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// The system clock's time, or, where the clock stands or went back, the first moment after `earlier`.
    package static func now(after earlier: Timestamp) -> Timestamp {
        max(.now(), Timestamp(microseconds: min(earlier.microseconds + 1, bounds.upperBound.microseconds)))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment so many seconds later, or earlier where negative.
    package func adding(seconds: Int64) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds * 1_000_000)
    }
}

// MARK: - Text

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with six fractional digits: `2025-12-28T13:48:53.666969Z`.
    package var description: String {
        String(unsafeUninitializedCapacity: 27) { buffer in
            write(into: buffer)
            return 27
        }
    }

    /// Appends the 27 bytes of the text form.
    package func write(to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 27) { buffer in
            write(into: buffer)
            bytes.append(contentsOf: buffer)
        }
    }

    private func write(into buffer: UnsafeMutableBufferPointer<UInt8>) {
        let (days, time) = microseconds.flooringDivision(by: 86_400_000_000)
        let (year, month, day) = Self.civil(fromDays: days)
        let seconds = time / 1_000_000
        var at = 0
        func put(_ value: Int64, _ digits: Int, _ after: UInt8) {
            var rest = value
            for place in stride(from: at + digits - 1, through: at, by: -1) {
                buffer[place] = UInt8(48 + rest % 10)
                rest /= 10
            }
            buffer[at + digits] = after
            at += digits + 1
        }
        put(year, 4, UInt8(ascii: "-"))
        put(month, 2, UInt8(ascii: "-"))
        put(day, 2, UInt8(ascii: "T"))
        put(seconds / 3600, 2, UInt8(ascii: ":"))
        put(seconds / 60 % 60, 2, UInt8(ascii: ":"))
        put(seconds % 60, 2, UInt8(ascii: "."))
        put(time % 1_000_000, 6, UInt8(ascii: "Z"))
    }

    /// Reads ISO 8601: a date (`2025-12-28`, its first moment in UTC), or a date and time with `T` or a space between
    /// them, minutes at least, up to nine fractional digits (cut to six), and `Z` or an offset (`+03:30`, `+0330`, `+03`);
    /// without an offset it is UTC. Nil for anything else, and for what does not fit the years 1 to 9999.
    package init?(parsing text: some StringProtocol) {
        var reader = TimestampReader(text: Array(text.utf8))
        guard let value = reader.read(), Self.bounds.contains(value) else { return nil }
        self = value
    }
}

// MARK: - Calendar
// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil and civil_from_days.

extension Timestamp {
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = year.flooringDivision(by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooringDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted + (shifted < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func flooringDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
