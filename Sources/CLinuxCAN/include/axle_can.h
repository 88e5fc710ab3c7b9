/// CAN_RAW sockets and the interfaces they bind to.
#ifndef AXLE_CAN_H
#define AXLE_CAN_H

#include "axle_record.h"

/// What the kernel says of a network interface.
struct axle_interface {
    int index;
    int mtu;
    uint8_t is_can;
    uint8_t is_up;
};

/// One `can_filter`: a frame passes where `(identifier & mask) == (id & mask)`, flags included.
struct axle_filter {
    uint32_t id;
    uint32_t mask;
};

/// The most filters one socket takes.
enum { AXLE_FILTER_CAPACITY = 512 };

/// Looks an interface up by name. -ENODEV where there is none.
int axle_can_interface(const char *name, struct axle_interface *interface);

/// Opens a non-blocking CAN_RAW socket that takes FD frames. -EAFNOSUPPORT without CAN in the kernel.
int axle_can_socket(void);

/// Binds a CAN_RAW socket to the interface with this index.
int axle_can_bind(int socket, int index);

/// Sets the reception filters; with a count of 0 the socket receives no frame.
int axle_can_set_filters(int socket, const struct axle_filter *filters, int count);

/// Sets which classes of error frames the socket receives.
int axle_can_set_error_mask(int socket, uint32_t mask);

/// Asks for software and hardware reception stamps and for the count of lost frames.
int axle_can_enable_stamps(int socket);

/// Sends a frame of 16 (classic) or 72 (FD) bytes, or a local record of 88, without blocking.
int axle_record_send(int socket, const struct axle_record *record, int size);

/// Asks for a receive buffer of this many bytes, by force where permitted. Returns what was granted.
int axle_socket_set_receive_buffer(int socket, int bytes);

/// Asks for a send buffer of this many bytes, by force where permitted. Returns what was granted.
int axle_socket_set_send_buffer(int socket, int bytes);

/// Makes the send buffer as small as the kernel allows, so that a full queue shows as EAGAIN.
int axle_socket_minimise_send_buffer(int socket);

#endif
