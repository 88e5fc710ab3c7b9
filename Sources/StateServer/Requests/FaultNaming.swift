import StateProtocol
import VehicleModel

/// The faults that a client names, and what became of them in words.
enum FaultNaming {
    /// The faults to clear; all there are where none is named.
    static func faults(_ parameters: Parameters) throws(RPCError) -> FaultSet {
        guard parameters.has("names") else { return .all }
        var faults = FaultSet()
        for name in try parameters.texts("names", longest: Fault.count) {
            guard let fault = Fault.allCases.first(where: { $0.wireName == name }) else {
                throw unknown(name)
            }
            faults.insert(fault)
        }
        return faults
    }

    private static func unknown(_ name: String) -> RPCError {
        let known = Fault.allCases.map(\.wireName)
        let hint = NearestName.find(name, in: known).map { "did you mean \($0)?" }
        return Parameters.error(
            "names: there is no fault \(NearestName.shortened(name)); "
                + (hint ?? "fault.list with all names them")
        )
    }

    /// The answer to an order that was carried out.
    static func result(of clearing: FaultClearing) -> JSONValue {
        let cleared = Fault.allCases.filter(clearing.cleared.contains)
        return [
            "cleared": .array(cleared.map { .string($0.wireName) }),
            "kept": .array(kept(of: clearing)),
        ]
    }

    /// The answer to an order of which a part cannot be carried out.
    static func refusal(_ clearing: FaultClearing) -> RPCError {
        let words = Fault.allCases.compactMap { fault in
            reason(of: fault, clearing).map { "\(fault.wireName): \($0)" }
        }
        return RPCError(
            RPCError.faultsStand,
            "not cleared: " + words.joined(separator: "; "),
            details: ["kept": .array(kept(of: clearing))]
        )
    }

    private static func kept(of clearing: FaultClearing) -> [JSONValue] {
        Fault.allCases.compactMap { fault in
            reason(of: fault, clearing).map {
                ["name": .string(fault.wireName), "reason": .string($0)]
            }
        }
    }

    private static func reason(of fault: Fault, _ clearing: FaultClearing) -> String? {
        let rule = FaultTable.standard[fault]
        if clearing.present.contains(fault) { return "it is still there" }
        if clearing.healing.contains(fault) { return "it heals \(rule.healingTime)" }
        if clearing.latched.contains(fault) { return rule.remedy }
        return nil
    }
}
