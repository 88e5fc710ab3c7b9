# Axle: set-up included, on a machine that has the Swift toolchain.

.PHONY: run test lint bench fuzz clean

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

clean:
	rm -rf .build .build-* Benchmarks/.build .vm .cache runs
