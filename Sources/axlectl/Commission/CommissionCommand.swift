import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl commission`.
struct CommissionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commission",
        abstract: "Check with at most 10 Nm that each axle's motor turns the way it is told.",
        discussion: """
            For a bench, or a car with the wheels of both axles in the air. Needs the bench's key, \
            gear D, and pedals released. Arms for each axle, raises forward torque by 1 Nm each \
            120 ms until the motor's speed has changed by 30 rpm or 2 s are over, and disarms; at once \
            where a motor moves the wrong way. Then it asks which way the wheels turned, which no \
            signal tells: command and reports of a unit mounted the other way agree. With --yes it \
            asks nothing. Ctrl-C disarms. Exit status: 0 only where every axle is right.
            """
    )

    @Option(help: "front or rear; without it each that has a motor, one after the other.")
    var axle: CheckedAxle?

    @Option(
        help: "The greatest torque of the motor, 1 to 10 Nm, as in 8Nm.",
        transform: { try CommissionTorque($0) }
    )
    var torque = CommissionTorque.standard

    @Flag(help: "Ask neither before torque nor which way the wheels turned.")
    var yes = false

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        Interruption.watch()
        let check = try PolarityCheck(daemon)
        let hindrances = try check.hindrances()
        guard hindrances.isEmpty else {
            StandardOutput.writeError("axlectl: no check: " + hindrances.joined(separator: "; "))
            throw ExitCode(1)
        }
        let axles = try axle.map { [$0.rawValue] } ?? check.read().axles
        try confirm(axles)
        var isRight = true
        for axle in axles {
            guard var result = try self.check(axle, by: check) else { break }
            if result.motion == .forward, !result.reportsOpposite, !yes {
                result.wheelsForward = ask("\(axle): did its wheels turn forward? [y/n]")
            }
            try Ending.check()
            StandardOutput.writeLine(daemon.json ? result.json.line : result.sentence)
            isRight = isRight && result.isRight
        }
        try Ending.check()
        if !isRight { throw ExitCode(1) }
    }

    private func check(_ axle: String, by check: PolarityCheck) throws -> PolarityResult? {
        do {
            return try check.run(axle, upTo: torque.newtonMetres)
        } catch let error as ValidationError {
            StandardOutput.writeError("axlectl: \(axle): \(error.message)")
            throw ExitCode(1)
        }
    }

    /// Says what will happen, and goes on only where somebody agrees.
    private func confirm(_ axles: [String]) throws {
        guard !yes else { return }
        let which = axles.joined(separator: " and then the ")
        let greatest = plain(torque.newtonMetres)
        let isAgreed = ask(
            "the \(which) motor gets up to \(greatest) Nm forward for up to 2 s. The wheels will turn: "
                + "they must be in the air, and nobody near them. Watch which way they turn. "
                + "Begin? [y/n]"
        )
        try Ending.check()
        guard isAgreed else {
            StandardOutput.writeError("axlectl: not begun: nobody agreed")
            throw ExitCode(1)
        }
    }

    /// Whether a question is answered with y or yes.
    private func ask(_ question: String) -> Bool {
        StandardOutput.writeError(question)
        let answer = readLine() ?? ""
        return ["y", "yes"].contains(answer.lowercased())
    }
}

/// An axle to check.
enum CheckedAxle: String, CaseIterable, ExpressibleByArgument {
    /// The front axle.
    case front
    /// The rear axle.
    case rear
}

/// The greatest torque of the check.
struct CommissionTorque: Sendable {
    /// 1 to 10 Nm.
    let newtonMetres: Double

    /// What is taken where nothing is said: all that is allowed.
    static let standard = CommissionTorque(newtonMetres: 10)

    private init(newtonMetres: Double) { self.newtonMetres = newtonMetres }

    /// Reads a text such as `8Nm`.
    init(_ text: String) throws {
        let digits = text.prefix { "0123456789.".contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard unit == "Nm", let number = Double(digits), (1...10).contains(number) else {
            throw ValidationError("found \(text), 1 to 10 with Nm, as in 8Nm, is allowed")
        }
        newtonMetres = number
    }
}
