# Axle: set-up included, on a machine that has the Swift toolchain.

.PHONY: run test lint bench clean

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

clean:
	rm -rf .build .build-* Benchmarks/.build .vm .cache runs
