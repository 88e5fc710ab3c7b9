/// Scheduling and memory of a thread that must be on time.
#ifndef AXLE_REALTIME_H
#define AXLE_REALTIME_H

/// Gives the calling thread SCHED_FIFO with this priority, 1 to 99.
int axle_realtime_schedule(int priority);

/// Locks all memory of the process, present and future. -EPERM where the limit on locked memory is
/// finite and the process may not exceed it: then a later allocation could fail.
int axle_realtime_lock_memory(void);

/// Touches 256 KiB of the calling thread's stack, so that no page fault comes later.
void axle_realtime_touch_stack(void);

/// Names the calling thread, at most 15 bytes.
void axle_thread_set_name(const char *name);

#endif
