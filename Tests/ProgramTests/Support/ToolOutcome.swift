import Foundation
import Testing

/// How `axlectl` ended, and what it printed.
struct ToolOutcome {
    let status: Int32
    let output: String
    let errors: String

    /// Runs the tool to its end; `input` is what it reads from standard input.
    static func of(_ arguments: [String], input: String? = nil) async throws -> ToolOutcome {
        let folder = try TestFolder()
        let pipe = input.map { _ in Pipe() }
        let tool = try Program("axlectl", arguments, in: folder, input: pipe)
        if let input {
            try pipe?.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe?.fileHandleForWriting.close()
        }
        let status = try await tool.end()
        return ToolOutcome(status: status, output: tool.output, errors: tool.errors)
    }

    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Expects status 2, nothing on standard output, and one sentence that holds these words.
    func expectRefusal(_ words: String..., at place: SourceLocation = #_sourceLocation) {
        #expect(status == 2, sourceLocation: place)
        #expect(output.isEmpty, "\(output)", sourceLocation: place)
        #expect(errors.split(separator: "\n").count == 1, "\(errors)", sourceLocation: place)
        for word in words {
            #expect(errors.contains(word), "\(errors)", sourceLocation: place)
        }
    }
}

/// Databases in the forms that a wrong argument takes.
enum WrongFile: String, CaseIterable {
    case missing, folder, empty, binary

    func make(in folder: TestFolder) throws -> String {
        switch self {
        case .missing: return folder.file("none.dbc")
        case .folder: return folder.path
        case .empty: return try folder.write("", to: "empty.dbc")
        case .binary:
            var bytes = Data((0...255).map { UInt8($0) })
            bytes.append(contentsOf: [0x7F, 0x45, 0x4C, 0x46, 0, 0, 0xFF, 0xFE])
            try bytes.write(to: URL(fileURLWithPath: folder.file("binary.dbc")))
            return folder.file("binary.dbc")
        }
    }
}

/// A small database with what the commands must show.
enum SmallDatabase {
    static let text = """
        VERSION ""
        BS_:
        BU_: ECU TOOL
        BO_ 256 Motor: 6 ECU
         SG_ Speed : 7|12@0- (0.5,0) [-1024|1023.5] "rpm" TOOL
         SG_ State : 8|2@1+ (1,0) [0|2] "" TOOL
         SG_ Page M : 16|4@1+ (1,0) [0|15] "" TOOL
         SG_ Hot m1 : 24|16@1+ (0.1,-40) [0|0] "degC" TOOL
         SG_ Cold m2 : 24|8@1+ (1,-40) [0|0] "degC" TOOL
        BO_ 2566848512 Large: 16 ECU
         SG_ Total : 0|64@1+ (1,0) [0|0] "" TOOL
         SG_ Ratio : 64|32@1- (1,0) [0|0] "" TOOL
        CM_ SG_ 256 Speed "Of the shaft.";
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
        BA_DEF_DEF_ "GenMsgCycleTime" 0;
        BA_ "GenMsgCycleTime" BO_ 256 20;
        VAL_ 256 State 0 "Off" 1 "Ready" 2 "2" ;
        SIG_VALTYPE_ 2566848512 Ratio : 1;

        """

    static func write(in folder: TestFolder) throws -> String {
        try folder.write(text, to: "small.dbc")
    }
}
