/// Reception of many datagrams by one system call, with stamps and overflow counts.
#ifndef AXLE_BATCH_H
#define AXLE_BATCH_H

#include "axle_record.h"

/// How many datagrams one batch holds at most.
enum { AXLE_BATCH_CAPACITY = 64 };

/// One received datagram.
struct axle_slot {
    struct axle_record record;
    /// The datagram's size in bytes; one that was longer than the record reads as 0xFFFF.
    uint32_t size;
    /// The kernel's count of frames this socket lost so far; valid where `has_overflow` is set.
    uint32_t overflow;
    /// Software and hardware stamps of the kernel, wall clock in nanoseconds; 0 where there is none.
    int64_t software_stamp;
    int64_t hardware_stamp;
    /// For the caller: the software stamp, or what stands for it where there is none.
    int64_t estimated_stamp;
    uint8_t has_overflow;
    /// Set where this host sent the frame (MSG_DONTROUTE) or this very socket did (MSG_CONFIRM).
    uint8_t is_loopback;
};

struct axle_batch;

/// Allocates a batch with all its buffers; null where memory is short.
struct axle_batch *axle_batch_create(void);

/// Frees a batch.
void axle_batch_destroy(struct axle_batch *batch);

/// Receives what waits on a socket, without blocking. Returns the number of datagrams, or -errno.
/// A stream socket's end shows as slots of size 0.
int axle_batch_receive(struct axle_batch *batch, int socket);

/// The slots of the last reception.
struct axle_slot *axle_batch_slots(struct axle_batch *batch);

#endif
