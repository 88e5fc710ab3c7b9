import CANFrames
import DBC
import FoundationEssentials
import SignalCodec
import Testing

/// The package's folder.
let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Where recordings of real cars lie, if this machine has them.
enum Recordings {
    static let folder = ProcessInfo.processInfo.environment["AXLE_RECORDINGS"] ?? ""

    static let arePresent: Bool = {
        let isThere = FileManager.default.fileExists(
            atPath: folder + "/leaf-eplus-drive-a.log"
        )
        if !isThere {
            print("recordings: none in \(folder) (AXLE_RECORDINGS); their tests are left out")
        }
        return isThere
    }()
}

/// What reading and compiling a text gives.
struct Loaded {
    var database: Database
    var compiled: CompiledDatabase
    var diagnostics: [Diagnostic]

    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    var warnings: [Diagnostic] { diagnostics.filter { $0.severity == .warning } }

    init(bytes: [UInt8]) {
        let (database, found) = DBCReader.parse(bytes: bytes, file: "test.dbc")
        self.database = database
        compiled = CompiledDatabase(database)
        diagnostics = found + compiled.diagnostics
    }

    init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    /// The only diagnostic there is.
    func onlyDiagnostic(_ location: SourceLocation = #_sourceLocation) throws -> Diagnostic {
        #expect(diagnostics.count == 1, "\(diagnostics)", sourceLocation: location)
        return try #require(diagnostics.first, sourceLocation: location)
    }

    func signal(_ path: String) throws -> CompiledSignal {
        try #require(compiled.signal(named: path), "no signal \(path)")
    }

    /// The values of the signals that are there, by name.
    func values(_ text: String) throws -> [String: Double] {
        var decoder = FrameDecoder(compiled)
        let received = try frame(text)
        let found = decoder.decode(received)
        let decoded = try #require(found)
        var values: [String: Double] = [:]
        let signals = compiled.messages[decoded.message].signals
        decoder.forEachSignal(of: decoded, in: received) { values[signals[$0].name] = $1 }
        return values
    }

    func decode(_ text: String) throws -> DecodedFrame {
        var decoder = FrameDecoder(compiled)
        let found = decoder.decode(try frame(text))
        return try #require(found)
    }
}

/// A frame from `1D4#8817…`; eight digits before `#` make an extended identifier.
func frame(_ text: String) throws -> Frame {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    let identifier = try #require(UInt32(parts[0], radix: 16))
    let digits = Array(parts[1])
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    let made = parts[0].count > 3 ? FrameID(extended: identifier) : FrameID(standard: identifier)
    let id = try #require(made)
    return try #require(Frame(id: id, flags: bytes.count > 8 ? .isFD : [], bytes: bytes))
}

/// A file with one message of 8 bytes, number 256, and these signal lines.
func message(_ signals: String..., sections: String = "") -> String {
    "VERSION \"\"\nBU_: A B\nBO_ 256 Message: 8 A\n"
        + signals.map { " SG_ \($0)\n" }.joined() + "\n" + sections + "\n"
}
