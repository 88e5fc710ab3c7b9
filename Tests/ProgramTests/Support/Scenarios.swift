/// Drivers' scripts of these tests.
enum Scenarios {
    /// Full pedal, lift and part pedal, as soon as it may, and for ever.
    static let pull = """
        name: pull
        phases:
          - {phase: wait, selector: P, accelerator: 0 %, brake: 40 %, until: {armed: 0.1 s}}
          - phase: select D
            selector: D
            accelerator: 0 %
            brake: 40 %
            until: {elapsed: 0.3 s, standing: 0.1 s}
          - {phase: off the brake, selector: D, accelerator: 0 %, brake: 0 %, until: {elapsed: 0.05 s}}
          - {phase: full pedal, selector: D, accelerator: 100 %, brake: 0 %, until: {elapsed: 1.2 s}}
          - phase: lift
            selector: D
            accelerator: 0 %
            brake: 0 %
            pedals_take: 0.1 s
            until: {elapsed: 0.6 s}
          - {phase: part pedal, selector: D, accelerator: 60 %, brake: 0 %, pedals_take: 0.1 s}
        """
}
