import VehicleModel

/// A whole drive as a list of what happens when; the same script always makes the same drive.
struct DriveScript: Equatable {
    /// An action at the beginning of a cycle.
    struct Step: Equatable {
        /// The cycle, counted from 0.
        var cycle: Int
        /// What happens.
        var action: DriveAction
    }

    /// The gear that it begins in.
    var gear = Gear.drive
    /// The speed that it begins with, m/s, positive forward.
    var speed = 0.0
    /// How many cycles it has.
    var cycles = 0
    /// What happens, in the order of cycles.
    var steps: [Step] = []
}

extension DriveScript {
    /// As a file: `drive GEAR SPEED CYCLES`, then a line `CYCLE ACTION` for each step.
    var text: String {
        let lines = steps.map { "\($0.cycle) \($0.action.text)" }
        return (["drive \(gear) \(speed) \(cycles)"] + lines).joined(separator: "\n") + "\n"
    }

    /// Reads a file; nil where a line is none.
    ///
    /// A line that begins with `#` is a remark.
    init?(_ text: String) {
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 4, words[0] == "drive",
            let gear = Gear.allCases.first(where: { "\($0)" == words[1] }),
            let speed = Double(words[2]), let cycles = Int(words[3])
        else { return nil }
        self.gear = gear
        self.speed = speed
        self.cycles = cycles
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let cycle = Int(parts[0]),
                let action = DriveAction(parts[1])
            else { return nil }
            steps.append(Step(cycle: cycle, action: action))
        }
    }

    /// The shortest drive found that still breaks a rule as `breaks` says; itself where it does not.
    ///
    /// Leaves out ever smaller parts of the steps, as long as the rest still breaks it (delta
    /// debugging), and ends at the cycle in which it broke.
    func shrunk(_ breaks: (DriveScript) -> Int?) -> DriveScript {
        guard let last = breaks(self) else { return self }
        var smallest = self
        smallest.cutOff(after: last)
        var size = max(1, smallest.steps.count / 2)
        while true {
            var start = 0
            var hasShrunk = false
            while start < smallest.steps.count {
                var candidate = smallest
                let end = min(start + size, candidate.steps.count)
                candidate.steps.removeSubrange(start..<end)
                if let last = breaks(candidate) {
                    candidate.cutOff(after: last)
                    smallest = candidate
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if size > 1 { size /= 2 } else if !hasShrunk { return smallest }
        }
    }

    private mutating func cutOff(after cycle: Int) {
        cycles = min(cycles, cycle + 1)
        steps.removeAll { $0.cycle > cycle }
    }
}
