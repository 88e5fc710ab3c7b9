/// Which nodes a plant played at its end, and what came from the real ones.
struct Bench: Encodable {
    private let played: [String]
    private let real: RealNodes

    /// Collects what a plant has to say.
    init(_ driven: DrivenPlant) {
        played = PlantNode.allCases.filter { driven.played.contains($0) }.map(\.rawValue)
        real = driven.real
    }

    private enum Key: String, CodingKey {
        case played, heard
        case wheels = "largest_wheel_difference_km_h"
        case motors = "largest_motor_difference_rpm"
    }

    private enum MessageKey: String, CodingKey {
        case message, accepted, repeated
        case badChecksums = "bad_checksums"
        case missed
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(played, forKey: .played)
        guard real.isFollowing else { return }
        try object.encode(rounded(real.largestDifference.wheels * 3.6), forKey: .wheels)
        try object.encode(rounded(real.largestDifference.motors * 30 / .pi), forKey: .motors)
        var list = object.nestedUnkeyedContainer(forKey: .heard)
        for message in real.messages where message.counts != CommandCounts() {
            var one = list.nestedContainer(keyedBy: MessageKey.self)
            try one.encode(message.name, forKey: .message)
            try one.encode(message.counts.accepted, forKey: .accepted)
            try one.encode(message.counts.badChecksums, forKey: .badChecksums)
            try one.encode(message.counts.repeated, forKey: .repeated)
            try one.encode(message.counts.missed, forKey: .missed)
        }
    }
}
