import Foundation

/// What the system says of this process, by the names that Prometheus' own clients use.
enum ProcessMetrics {
    private static let startTime = Date().timeIntervalSince1970

    /// Called once at the start, so that the start time is that.
    static func begin() { _ = startTime }

    static func exposition() -> String {
        var text = """
            # TYPE process_start_time_seconds gauge
            process_start_time_seconds \(startTime)

            """
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds =
                Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
            text += "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total \(seconds)\n"
        }
        if let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " "),
            pages.count > 1, let resident = Int(pages[1])
        {
            text += "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes \(resident * sysconf(Int32(_SC_PAGESIZE)))\n"
        }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            text += "# TYPE process_open_fds gauge\nprocess_open_fds \(files.count)\n"
        }
        return text
    }
}
