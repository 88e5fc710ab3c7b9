import Testing
import VehicleModel

/// Every number in a value, as bits, so that two values can be compared to the last one.
///
/// Memory would do but for its padding, which says nothing.
func leaves(of value: Any) -> [UInt64] {
    switch value {
    case let number as Double: [number.bitPattern]
    case let isSet as Bool: [isSet ? 1 : 0]
    case let number as any FixedWidthInteger: [UInt64(truncatingIfNeeded: number)]
    case let named as any RawRepresentable: leaves(of: named.rawValue)
    case let margins as [24 of Torque]: margins.indices.flatMap { leaves(of: margins[$0]) }
    case let powers as [12 of Power]: powers.indices.flatMap { leaves(of: powers[$0]) }
    case let memory as FaultMemory: Fault.allCases.flatMap { leaves(of: memory[$0]) }
    default: leavesOfParts(of: value)
    }
}

private func leavesOfParts(of value: Any) -> [UInt64] {
    let parts = Mirror(reflecting: value).children
    if parts.isEmpty && "\(value)" == "nil" { return [0] }
    if parts.isEmpty { Issue.record("a \(type(of: value)) cannot be compared") }
    return parts.flatMap { leaves(of: $0.value) }
}
