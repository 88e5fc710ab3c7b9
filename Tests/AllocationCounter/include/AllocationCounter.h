#ifndef AXLE_ALLOCATION_COUNTER_H
#define AXLE_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations are counted: not under the address and thread sanitizers, which own malloc.
bool allocation_counter_is_active(void);

/// Calls of malloc, calloc, realloc and their aligned forms on the calling thread since it began.
uint64_t allocation_counter_read(void);

#endif
