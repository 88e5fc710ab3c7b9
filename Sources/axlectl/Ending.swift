import ArgumentParser
import Glibc
import StateClient

/// Ends a command that would run until Ctrl-C.
enum Ending {
    /// Why it shall end: 128 and the number of the signal that came, or of SIGPIPE where nobody
    /// reads the output any more; nil where it shall not.
    static var status: Int32? {
        if let signal = Interruption.signal { return 128 + signal }
        return StandardOutput.isReaderGone ? 128 + SIGPIPE : nil
    }

    /// Throws the exit status where the command shall end.
    static func check() throws {
        if let status { throw ExitCode(status) }
    }
}
