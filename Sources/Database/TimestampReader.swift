/// Reads the ISO 8601 forms that `Timestamp.init(parsing:)` promises.
struct TimestampReader {
    let text: [UInt8]
    private var at = 0

    init(text: [UInt8]) {
        self.text = text
    }

    mutating func read() -> Timestamp? {
        guard let days = readDate() else { return nil }
        let midnight = days * 86_400_000_000
        if at == text.count { return Timestamp(microseconds: midnight) }
        guard take("T") || take("t") || take(" "), let time = readTime(), let offset = readOffset(), at == text.count else {
            return nil
        }
        return Timestamp(microseconds: midnight + time - offset)
    }

    private mutating func readDate() -> Int64? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
            year >= 1, (1...12).contains(month), day >= 1
        else { return nil }
        let days = Timestamp.days(year: year, month: month, day: day)
        // A day that the month does not have comes back as another one.
        guard Timestamp.civil(fromDays: days) == (year, month, day) else { return nil }
        return days
    }

    private mutating func readTime() -> Int64? {
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else { return nil }
        var seconds: Int64 = 0
        var fraction: Int64 = 0
        if take(":") {
            guard let value = number(2), value < 60 else { return nil }
            seconds = value
            if take(".") || take(",") {
                guard let value = readFraction() else { return nil }
                fraction = value
            }
        }
        return ((hour * 60 + minute) * 60 + seconds) * 1_000_000 + fraction
    }

    private mutating func readFraction() -> Int64? {
        var value: Int64 = 0
        var digits = 0
        while let digit = digit() {
            digits += 1
            if digits <= 6 { value = value * 10 + digit }
        }
        guard (1...9).contains(digits) else { return nil }
        for _ in digits..<max(digits, 6) { value *= 10 }
        return value
    }

    private mutating func readOffset() -> Int64? {
        if at == text.count || take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        var minutes: Int64 = 0
        if at < text.count {
            _ = take(":")
            guard let value = number(2), value < 60 else { return nil }
            minutes = value
        }
        return sign * (hours * 60 + minutes) * 60_000_000
    }

    private mutating func number(_ digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int64? {
        guard at < text.count, (48...57).contains(text[at]) else { return nil }
        defer { at += 1 }
        return Int64(text[at] - 48)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < text.count, UInt32(text[at]) == character.value else { return false }
        at += 1
        return true
    }
}
