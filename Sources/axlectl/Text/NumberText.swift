/// A number as people write it: no point where it is whole, no exponent where that is long enough.
func plain(_ value: Double) -> String {
    guard value == value.rounded(), value.magnitude < 1e15 else { return "\(value)" }
    return "\(Int64(value))"
}
