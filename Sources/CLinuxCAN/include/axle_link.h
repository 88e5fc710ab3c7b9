/// Network links over netlink (rtnetlink(7)): their state, their controller's, and changes as they happen.
#ifndef AXLE_LINK_H
#define AXLE_LINK_H

#include <stdint.h>

/// What the kernel tells of one network interface.
struct axle_link {
    int index;
    char name[16];
    /// Of the driver: "can", "vcan", "vxcan"; empty where it names none.
    char kind[16];
    uint8_t is_can;
    uint8_t is_up;
    uint8_t has_carrier;
    /// Whether the fields below were told; a virtual interface has no controller.
    uint8_t has_controller;
    uint8_t has_error_counters;
    /// CAN_STATE_*: 0 error-active to 3 bus-off, 4 stopped, 5 sleeping.
    uint32_t state;
    /// CAN_CTRLMODE_* in use, and those the controller can.
    uint32_t modes;
    uint32_t possible_modes;
    /// Bit/s; 0 where none is set.
    uint32_t bitrate;
    uint32_t data_bitrate;
    /// Thousandths.
    uint32_t sample_point;
    /// Milliseconds from bus-off to a restart by the kernel; 0 for none.
    uint32_t restart_delay;
    uint16_t transmit_errors;
    uint16_t receive_errors;
    /// Changes to each state, and restarts, since the controller's driver was loaded.
    uint32_t warnings;
    uint32_t passives;
    uint32_t bus_offs;
    uint32_t restarts;
    /// Frames the interface dropped: its own statistics' rx_dropped, rx_over_errors and rx_fifo_errors.
    uint64_t receive_drops;
    uint64_t transmit_drops;
    /// Frames that passed in either direction, and the bytes in them.
    uint64_t frames;
    uint64_t bytes;
};

/// What `axle_link_next` found.
enum axle_link_news {
    /// Nothing waits.
    AXLE_LINK_NOTHING = 0,
    /// A link as it is now.
    AXLE_LINK_PRESENT = 1,
    /// A link that was deleted; only its index and name are told.
    AXLE_LINK_DELETED = 2,
    /// All links asked for have been told.
    AXLE_LINK_COMPLETE = 3,
};

/// Messages received and not yet read.
struct axle_link_reader {
    int position;
    int length;
    _Alignas(8) char buffer[32768];
};

/// Opens a non-blocking socket that hears of every change of a link.
int axle_link_open(void);

/// Asks for all links; they come as `AXLE_LINK_PRESENT`, then `AXLE_LINK_COMPLETE`.
int axle_link_request(int socket);

/// Reads the next message. Returns an `axle_link_news`, or -ENOBUFS where some were lost: ask for all again.
int axle_link_next(int socket, struct axle_link_reader *reader, struct axle_link *link);

#endif
