import DBC

/// Any bytes: read, compiled, checked, written and read again.
///
/// What was written must read as the same database without an error, and be written the same again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDatabase(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var (database, diagnostics) = DBCReader.parse(bytes: bytes, file: "input.dbc")
    for diagnostic in diagnostics { require(!diagnostic.message.isEmpty, "an empty diagnostic") }
    _ = CompiledDatabase(database)
    for finding in database.lint() { require(!finding.message.isEmpty, "an empty finding") }

    // What is not understood is kept as it is, also where it is half a string, and comments are kept
    // beside it.
    let hasErrors = diagnostics.contains { $0.severity == .error }
    if hasErrors {
        database.keptSections = []
        database.filters = []
        database.textComments = [:]
    }

    let written = DatabaseWriter.bytes(of: database)
    let (again, complaints) = DBCReader.parse(bytes: written, file: "written.dbc")
    require(
        again == database,
        "what was written reads as another database: \(difference(database, again) ?? "")"
    )
    if !hasErrors {
        let error = complaints.first { $0.severity == .error }
        require(error == nil, "what was written has an error: \(error.map { "\($0)" } ?? "")")
    }
    require(DatabaseWriter.bytes(of: again) == written, "it is written otherwise the second time")
    return 0
}
