import CANFrames
import TorqueMonitor

extension GuardConfigurationReader {
    /// The frames of both axles; one without a motor is left out.
    static func readAllowList(_ top: Section) -> AllowList {
        var list = AllowList()
        guard let allow = top.section("allow", known: ["front", "rear"]) else { return list }
        let hasOne = allow.has("front") != allow.has("rear")
        for (name, axle) in [("front", Axle.front), ("rear", Axle.rear)]
        where !hasOne || allow.has(name) {
            let entries = allow.list(
                name,
                known: ["id", "length", "role", "period", "inverted"],
                most: AllowList.capacity / 2
            )
            for entry in entries { readAllowed(entry, axle, &list) }
            let isRequired = !entries.isEmpty
            for (role, word) in [(FrameRole.torque, "torque"), (.gear, "gear")]
            where isRequired && list.index(of: role, on: axle) == nil {
                allow.report(
                    name,
                    found: "no frame of role \(word)",
                    allowed: "exactly one of it"
                )
            }
        }
        return list
    }

    private static func readAllowed(_ entry: Section, _ axle: Axle, _ list: inout AllowList) {
        let id = entry.identifier("id")
        let length = entry.quantity("length", .none, 1...8)
        let role = entry.word(
            "role",
            [("torque", FrameRole.torque), ("gear", .gear), ("state", .state), ("enable", .enable)]
        )
        let period = entry.quantity("period", .time, 5_000_000...1_000_000_000)
        let isInverted =
            entry.has("inverted") ? entry.word("inverted", [("no", false), ("yes", true)]) : false
        guard let id, let length, let role, let period, let isInverted else { return }
        let frame = AllowedFrame(
            axle: axle,
            id: id,
            length: UInt8(length),
            role: role,
            period: Int64(period),
            isInverted: isInverted
        )
        guard length >= role.leastLength else {
            let allowed = role == .enable ? "3 to 8 for enable" : "8 for torque and gear"
            entry.report("length", found: "\(length)", allowed: allowed)
            return
        }
        if isInverted, role != .torque {
            entry.report("inverted", found: "\"yes\"", allowed: "no where the role is not torque")
        }
        if !list.append(frame) {
            entry.report(
                "id",
                found:
                    "\"0x\(String(id.rawValue, radix: 16, uppercase: true))\" again, or its role again",
                allowed: "each identifier once an axle, torque and gear once an axle"
            )
        }
    }
}
