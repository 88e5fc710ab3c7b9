#define _GNU_SOURCE
#include "axle_can.h"

#include <errno.h>
#include <linux/can/error.h>
#include <linux/can/raw.h>
#include <linux/net_tstamp.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef ARPHRD_CAN
#define ARPHRD_CAN 280
#endif

static int set(int socket, int level, int option, const void *value, socklen_t size) {
    return setsockopt(socket, level, option, value, size) == 0 ? 0 : -errno;
}

int axle_can_interface(const char *name, struct axle_interface *interface) {
    struct ifreq request = {0};
    memset(interface, 0, sizeof *interface);
    if (strlen(name) >= sizeof request.ifr_name) return -ENODEV;
    strcpy(request.ifr_name, name);
    // Any socket answers these requests, also where the kernel has no CAN.
    int query = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (query < 0) return -errno;
    int result = 0;
    if (ioctl(query, SIOCGIFINDEX, &request) < 0) {
        result = -errno;
    } else {
        interface->index = request.ifr_ifindex;
        if (ioctl(query, SIOCGIFHWADDR, &request) < 0) result = -errno;
        else interface->is_can = request.ifr_hwaddr.sa_family == ARPHRD_CAN;
        if (result == 0 && ioctl(query, SIOCGIFFLAGS, &request) < 0) result = -errno;
        else interface->is_up = (request.ifr_flags & IFF_UP) != 0;
        if (result == 0 && ioctl(query, SIOCGIFMTU, &request) < 0) result = -errno;
        else interface->mtu = request.ifr_mtu;
    }
    close(query);
    return result;
}

int axle_can_socket(void) {
    int opened = socket(AF_CAN, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CAN_RAW);
    if (opened < 0) return -errno;
    int on = 1;
    int result = set(opened, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, &on, sizeof on);
    if (result == 0) return opened;
    close(opened);
    return result;
}

int axle_can_bind(int socket, int index) {
    struct sockaddr_can address = {.can_family = AF_CAN, .can_ifindex = index};
    return bind(socket, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : -errno;
}

int axle_can_set_filters(int socket, const struct axle_filter *filters, int count) {
    _Static_assert(sizeof(struct axle_filter) == sizeof(struct can_filter), "same layout");
    return set(socket, SOL_CAN_RAW, CAN_RAW_FILTER, count ? filters : NULL,
               (socklen_t)count * sizeof *filters);
}

int axle_can_set_error_mask(int socket, uint32_t mask) {
    can_err_mask_t value = mask;
    return set(socket, SOL_CAN_RAW, CAN_RAW_ERR_FILTER, &value, sizeof value);
}

int axle_can_enable_stamps(int socket) {
    int stamps = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE |
                 SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_RAW_HARDWARE;
    int on = 1;
    int result = set(socket, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof stamps);
    return result ? result : set(socket, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
}

int axle_record_send(int socket, const struct axle_record *record, int size) {
    return send(socket, record, (size_t)size, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static int set_buffer(int socket, int force, int plain, int bytes) {
    if (setsockopt(socket, SOL_SOCKET, force, &bytes, sizeof bytes) < 0 &&
        setsockopt(socket, SOL_SOCKET, plain, &bytes, sizeof bytes) < 0)
        return -errno;
    int granted = 0;
    socklen_t size = sizeof granted;
    return getsockopt(socket, SOL_SOCKET, plain, &granted, &size) < 0 ? -errno : granted;
}

int axle_socket_set_receive_buffer(int socket, int bytes) {
    return set_buffer(socket, SO_RCVBUFFORCE, SO_RCVBUF, bytes);
}

int axle_socket_set_send_buffer(int socket, int bytes) {
    return set_buffer(socket, SO_SNDBUFFORCE, SO_SNDBUF, bytes);
}

int axle_socket_minimise_send_buffer(int socket) {
    int none = 0;
    return set(socket, SOL_SOCKET, SO_SNDBUF, &none, sizeof none);
}
