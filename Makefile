# Axle: set-up included, on a machine that has the Swift toolchain.

.PHONY: run test lint bench fuzz coverage mutate soak invariants clean

# Drives the AWD prototype on virtual or local buses: plant, guardian and daemon as three processes.
run:
	@Scripts/run.sh

# Everything, also what needs CAN in the kernel.
test:
	@Scripts/test.sh

# Form, and no heap in the modules of the control path.
lint:
	@Scripts/lint.sh

# One line a figure; make bench ONLY=codec for those whose name has "codec" in it.
bench:
	@Scripts/bench.sh $(ONLY)

# Ten minutes of random databases and frames, begun where the last run ended.
fuzz:
	@Scripts/fuzz.sh

# Every line and region of ControlCore and TorqueMonitor, by their tests.
coverage:
	@Scripts/coverage.sh

# A change in one place of the control path must make a test fail; make mutate ONLY=Limit MINUTES=10 does a part.
mutate:
	@Scripts/mutate.sh $(ONLY) $(if $(MINUTES),--minutes $(MINUTES))

# Random drives, 1e8 steps; make soak STEPS=1e6 does fewer.
soak:
	@Scripts/soak.sh $(STEPS)

# One line for each of the 32 invariants: what looked at it, and how many times.
invariants:
	@Scripts/invariants.sh

clean:
	rm -rf .build .build-* Benchmarks/.build .vm .cache runs
