/// A frame as it stands in a socket's buffer.
#ifndef AXLE_RECORD_H
#define AXLE_RECORD_H

#include <linux/can.h>
#include <stdint.h>
#include <string.h>

/// One frame on a local bus: SocketCAN's FD frame layout, then what the hub adds. A datagram on a
/// local bus is exactly this; a datagram on SocketCAN is the first 16 (classic) or 72 (FD) bytes.
struct axle_record {
    struct canfd_frame frame;
    /// Wall clock in nanoseconds when the hub took the frame; 0 on the way to the hub.
    int64_t stamp;
    /// How many frames the hub could not deliver to this receiver before this one.
    uint64_t dropped;
};

_Static_assert(sizeof(struct axle_record) == 88, "the local bus's datagram is 88 bytes");

/// Copies `length` bytes, at most 64, into the record's payload.
static inline void axle_record_store(struct axle_record *record, const void *bytes, int length) {
    if (length > 0 && length <= 64) memcpy(record->frame.data, bytes, (size_t)length);
}

/// Copies `length` bytes, at most 64, out of the record's payload.
static inline void axle_record_load(const struct axle_record *record, void *bytes, int length) {
    if (length > 0 && length <= 64) memcpy(bytes, record->frame.data, (size_t)length);
}

/// The raw data length code of a classic frame; it stands where an FD frame has reserved bits.
static inline uint8_t axle_record_raw_dlc(const struct axle_record *record) {
    return ((const struct can_frame *)&record->frame)->len8_dlc;
}

/// Writes the raw data length code of a classic frame.
static inline void axle_record_set_raw_dlc(struct axle_record *record, uint8_t dlc) {
    ((struct can_frame *)&record->frame)->len8_dlc = dlc;
}

#endif
