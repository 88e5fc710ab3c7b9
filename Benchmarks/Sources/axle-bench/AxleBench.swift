import Foundation

/// Measures and prints one line a figure.
@main
struct AxleBench {
    private static let usage = """
        usage: axle-bench [PATTERN]

        Prints the figures whose names contain PATTERN, or all; run it in the package's folder.
        Scripts/bench.sh builds it and what it is compared with.

        AXLE_BENCH_PEERS      the folder with databases and the C that the codec is compared with
        AXLE_BENCH_PEER_NAME  what that is called in the output
        AXLE_BENCH_PYTHON     the interpreter that has cantools

        """

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains("--help") || arguments.contains("-h") {
            print(usage, terminator: "")
            return
        }
        guard arguments.count <= 1 else {
            say(usage)
            exit(2)
        }
        var report = BenchReport(pattern: arguments.first ?? "")
        do {
            if report.wants(CodecBench.names) { try CodecBench.run(&report) }
            if report.wants(ControlBench.names) { try ControlBench.run(&report) }
            if report.wants(GuardBench.names) { try GuardBench.run(&report) }
            if report.wants(WakeUpBench.names) { try WakeUpBench.run(&report) }
        } catch {
            say("axle-bench: \(error)\n")
            exit(1)
        }
        guard report.hasPrinted else {
            say("axle-bench: no figure's name contains \"\(report.pattern)\"\n")
            exit(2)
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
