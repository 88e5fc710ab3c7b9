import VehicleModel

/// Notices faults that appear while armed, or end an arming.
struct FaultWatch {
    private var occurrences = [UInt32](repeating: 0, count: Fault.count)
    private var wasArmed = false

    /// The first fault that appeared since the report before, where this one or that one is armed; nil for
    /// none.
    mutating func newFault(in report: CycleReport) -> Fault? {
        let isArmed = report.arming == .armed
        defer { wasArmed = isArmed }
        var found: Fault?
        for fault in Fault.allCases {
            let index = Int(fault.rawValue)
            let count = report.faults[fault].occurrences
            if count != occurrences[index], found == nil { found = fault }
            occurrences[index] = count
        }
        return isArmed || wasArmed ? found : nil
    }
}
