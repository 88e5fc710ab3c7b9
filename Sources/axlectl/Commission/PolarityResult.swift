import StateClient
import StateProtocol

/// How the motors moved under torque on one of them.
enum PolarityMotion: String, Equatable, Sendable {
    /// The motor moved forward.
    case forward
    /// It moved backward.
    case backward
    /// The other motor moved instead.
    case other
    /// Both moved.
    case both
    /// None moved.
    case none

    /// From this change of its speed on the motor has clearly moved as it should, rpm.
    static let clear = 30.0
    /// From this change on it has moved where it should not, rpm.
    static let wrong = 15.0

    /// Judges what the speeds have changed by since torque began, rpm, positive forward; nil where it
    /// is too early to say.
    init?(own: Double, other: Double) {
        if other.magnitude >= Self.wrong {
            self = own.magnitude >= Self.wrong / 2 ? .both : .other
        } else if own <= -Self.wrong {
            self = .backward
        } else if own >= Self.clear {
            self = .forward
        } else {
            return nil
        }
    }
}

/// What the polarity check found on one axle.
struct PolarityResult: Equatable, Sendable {
    /// `front` or `rear`.
    var axle: String
    /// How the motors moved.
    var motion: PolarityMotion
    /// What the guardian sent at the end, Nm; positive forward.
    var torque: Double
    /// What this motor's speed changed by, rpm; positive forward.
    var change: Double
    /// What the other motor's speed changed by, rpm; positive forward.
    var otherChange: Double
    /// From the first torque to the end, s.
    var seconds: Double
    /// What the inverter reported at the end, Nm; nil where unknown.
    var measured: Double?
    /// Whether somebody saw the wheels turn forward; nil where nobody was asked.
    var wheelsForward: Bool?

    /// A reported torque smaller than this has no sign to speak of, Nm.
    private static let leastTorque = 1.0

    private var other: String { axle == "front" ? "rear" : "front" }

    /// Whether the inverter reports torque of the other sign than it was given.
    var reportsOpposite: Bool {
        guard let measured, torque >= Self.leastTorque else { return false }
        return measured <= -Self.leastTorque
    }

    /// Whether motor, reported torque and, where somebody was asked, wheels agree with the torque.
    var isRight: Bool { motion == .forward && !reportsOpposite && wheelsForward != false }

    /// One line for people.
    var sentence: String {
        let given = "\(axle): \(Self.signed(torque, 1)) Nm"
        let moved = "\(given) moved the motor by \(Self.signed(change, 0)) rpm in \(time)"
        switch motion {
        case .none: return "\(given) did not move the motor in \(time): not judged"
        case .other:
            return "\(given) moved the \(other) motor by \(Self.signed(otherChange, 0)) rpm in "
                + "\(time): wrong; the two units are exchanged, look at their buses"
        case .both:
            return
                "\(given) moved both motors in \(time): not judged; lift the wheels of both axles"
        case .backward:
            return "\(moved): polarity is wrong; \(Self.signsDiffer("speed", axle))"
        case .forward: return moved + forwardEnd
        }
    }

    private var forwardEnd: String {
        if reportsOpposite {
            let found = Self.signed(measured ?? 0, 1)
            return ", and it reports \(found) Nm: polarity is wrong; "
                + Self.signsDiffer("torque", axle)
        }
        guard let wheelsForward else {
            return ": the motor's polarity is right; nobody was asked where its wheels turned"
        }
        if wheelsForward { return " and its wheels forward: polarity is right" }
        return " and its wheels backward: polarity is wrong; set outputs.\(axle).inverted and the "
            + "negate of signals.\(axle)_motor_speed and signals.\(axle)_motor_torque to the other "
            + "way in the vehicle's file"
    }

    /// `inverted` turns the command and what is reported, so it never makes the two agree.
    private static func signsDiffer(_ what: String, _ axle: String) -> String {
        "command and reported \(what) differ in sign, which outputs.\(axle).inverted cannot mend: it "
            + "turns both; look at the unit's phases and position sensor and at the database"
    }

    private var time: String { "\(NumberText.fixed(seconds, 2)) s" }

    private static func signed(_ number: Double, _ decimals: Int) -> String {
        (number < 0 ? "-" : "+") + NumberText.fixed(number.magnitude, decimals)
    }

    /// The line for programs.
    var json: JSONValue {
        [
            "axle": .string(axle), "right": .bool(isRight), "motion": .string(motion.rawValue),
            "torque_Nm": .rounded(torque), "change_rpm": .rounded(change),
            "other_change_rpm": .rounded(otherChange), "seconds": .rounded(seconds),
            "measured_Nm": measured.map { .rounded($0) } ?? .null,
            "wheels": .string(
                wheelsForward.map { $0 ? "forward" : "backward" } ?? "not-asked"
            ),
        ]
    }
}
