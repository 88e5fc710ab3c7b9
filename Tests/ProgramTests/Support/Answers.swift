import Foundation

/// What the programs answer, as far as these tests ask.
extension Decodable {
    init(parsing text: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(text.utf8))
    }
}

/// `axlectl status --json`.
struct DaemonState: Decodable {
    struct Counters: Decodable {
        let overruns: Int
        let limitViolations: Int
        let recorderDropped: Int
    }

    struct Bus: Decodable {
        let name: String
        let state: String
    }

    let mode: String
    let arming: String
    let cycle: Int
    let counters: Counters
    let buses: [Bus]
}

/// `axlectl faults --json`.
struct FaultList: Decodable {
    struct Fault: Decodable, Equatable {
        let name: String
        let occurrences: Int
    }

    let faults: [Fault]
}

/// A line of `axlectl get --json`.
struct SignalValue: Decodable {
    let name: String
    let value: Double?
    let quality: String
    let ageMs: Double?
}

/// The plant's summary of a drive.
struct DriveSummary: Decodable {
    let finished: Bool
    let zeroTo100S: Double?
    let maxOverLimitKw: Double
    let limitKwAtPeak: Double
    let peakElectricalKw: Double
}

/// `axlectl buses --json`.
struct BusList: Decodable {
    struct Transmissions: Decodable {
        let front: TransmissionAnswer
        let rear: TransmissionAnswer
    }

    let buses: [BusAnswer]
    let transmission: Transmissions?
}

/// What became of the guardian's frames for one axle.
struct TransmissionAnswer: Decodable {
    let queued: Int
    let dropped: Int
    let confirmed: Int
    let unconfirmed: Int
    let overdue: Int
    let newestEchoUs: Double?
    let greatestEchoUs: Double?
    let warning: String?
}

/// One of its buses.
struct BusAnswer: Decodable {
    let name: String
    let state: String
    let acknowledgement: String
    let warning: String?
    let received: Int
    let lost: Int
    let badChecksums: Int
    let counterGaps: Int
    let attachments: Int
    let errors: Int
    let framesPerS: Int
    let lastFrameAgeMs: Double?
    let controller: ControllerAnswer?
}

/// The controller of one of them.
struct ControllerAnswer: Decodable {
    let state: String
    let bitrate: Int?
}

/// `axlectl record status --json`.
struct RecordingAnswer: Decodable {
    let state: String
    let path: String?
    let files: Int
    let frames: Int
    let dropped: Int
    let floorReached: Bool
    let failure: String?
}
