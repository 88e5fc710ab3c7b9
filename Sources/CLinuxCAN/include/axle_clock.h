/// The clocks.
#ifndef AXLE_CLOCK_H
#define AXLE_CLOCK_H

#include <stdint.h>

/// CLOCK_MONOTONIC in nanoseconds.
int64_t axle_clock_monotonic(void);

/// CLOCK_REALTIME in nanoseconds since the Unix epoch.
int64_t axle_clock_wall(void);

#endif
