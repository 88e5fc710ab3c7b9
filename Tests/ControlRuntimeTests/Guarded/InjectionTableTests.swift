import TestVehicle
import Testing

/// Invariant 32: errors between the daemon's encoder and the guardian, and who finds them when.
///
/// Car, daemon and guardian are in a loop, so that what was sent has its effect. Each test prints
/// its part of the table, with the daemon that compares what was sent with what it gave, and without.
@Suite struct InjectionTableTests {
    private static let errors: [InjectedError] = [
        .inverted, .scaled(1.3), .scaled(4), .scaledFront(4), .swapped, .frozenTorque,
        .frozenFrames, .frozenCommand, .offset(50), .offset(-50), .code(-2048), .code(2047),
        .random,
    ]

    /// Nothing harms for longer: two answers to compare, and a cycle to obey.
    private static let greatestHarm = 30

    @Test(
        "the daemon finds what was not given, and ends it in 30 ms",
        arguments: InjectionSituation.allCases
    )
    func foundByBoth(situation: InjectionSituation) throws {
        for error in Self.errors {
            let course = try InjectionCourse(error, situation)
            print("injection: \(situation.rawValue): \(error.name): \(course.text)")
            let place = "\(situation.rawValue): \(error.name)"
            #expect(course.harmful <= Self.greatestHarm, "\(place)")
            #expect(course.harmful == 0 || course.found != nil, "\(place)")
            guard let found = course.found, let began = course.harmfulAt else { continue }
            #expect(found.at <= began + Self.greatestHarm, "\(place)")
        }
        let steps = Self.errors.count * InjectionCourse.length / 10
        printInvariant(32, "injected errors are found and ended", steps: steps, looks: steps)
    }

    @Test(
        "alone, the guardian finds an error in 100 ms, or it harms for no more than 50 ms",
        arguments: InjectionSituation.allCases
    )
    func foundByGuardian(situation: InjectionSituation) throws {
        for error in Self.errors {
            let course = try InjectionCourse(error, situation, isDaemonBlind: true)
            let place = "\(situation.rawValue), guardian alone: \(error.name)"
            print("injection: \(place): \(course.text)")
            // Exchanged axles are within every bound: the sum is the same, and so are the envelopes.
            if course.harmful > 50, error != .swapped, let began = course.harmfulAt {
                let found = try #require(course.found, "\(place)")
                #expect(found.at <= began + 100, "\(place)")
            }
            // The clamp holds what drives to the guardian's bounds until it trips.
            #expect(course.driving <= (error == .swapped ? 300 : 160), "\(place)")
            // What goes on for longer brakes little more than a lifted pedal does.
            let isLong = course.harmful > (error == .swapped ? 300 : 160)
            #expect(!isLong || course.worst <= 65, "\(place)")
            expectStatedTimes(course, error, situation)
        }
        let steps = Self.errors.count * InjectionCourse.length / 10
        printInvariant(32, "the guardian alone finds errors", steps: steps, looks: steps)
    }

    /// The times that docs/guardian.md states.
    private func expectStatedTimes(
        _ course: InjectionCourse,
        _ error: InjectedError,
        _ situation: InjectionSituation
    ) {
        let place = "\(situation.rawValue): \(error.name)"
        switch error {
        case .frozenFrames, .frozenCommand:
            #expect(course.guardian?.at == 10, "\(place)")
            #expect(course.trip?.by == "silence" && course.trip?.at == 20, "\(place)")
        case .code:
            #expect(course.guardian?.at == 0, "\(place)")
            #expect(course.trip?.by == "clamping" && course.trip?.at == 60, "\(place)")
        case .random:
            #expect(course.guardian?.at == 0, "\(place)")
            #expect(course.trip?.by == "clamping", "\(place)")
        case .scaled(4) where situation != .standing && situation != .released:
            #expect(course.guardian?.at == 0, "\(place)")
            // Where wheels spin, the daemon takes the torque away before the guardian's time is over.
            let isTripped = course.trip?.by == "clamping" && course.trip?.at == 60
            #expect(isTripped || (course.daemon?.at ?? .max) <= 40, "\(place)")
        case .inverted where situation != .standing && situation != .reverse:
            #expect(course.guardian?.at == 0, "\(place)")
        case .offset(50) where ![.reverse, .regeneration, .ice, .uneven].contains(situation):
            #expect(course.guardian?.at == 0, "\(place)")
            #expect(course.trip?.by == "clamping", "\(place)")
        // From the next cycle on each axle has the lesser of the two torques, and one step more.
        case .swapped:
            #expect(course.harmful <= (situation == .uneven ? 300 : 10), "\(place)")
        case .frozenTorque where situation == .released:
            #expect(course.guardian?.by == "pedal", "\(place)")
            #expect((course.trip?.at ?? .max) <= 190, "\(place)")
        default: break
        }
    }
}
