import struct DaemonConfiguration.InputDescription
import VehicleBinding

extension InputDescription {
    /// What the configuration says, as the binding wants it.
    var binding: VehicleBinding.InputDescription {
        VehicleBinding.InputDescription(
            quantity: quantity,
            signal: signal,
            isNegated: negated,
            notAvailable: notAvailable,
            values: table,
            otherwise: otherwise,
            validWhen: validWhen
        )
    }
}
