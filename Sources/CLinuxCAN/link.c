#define _GNU_SOURCE
#include "axle_link.h"

#include <errno.h>
#include <linux/can/netlink.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef ARPHRD_CAN
#define ARPHRD_CAN 280
#endif

int axle_link_open(void) {
    int opened = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (opened < 0) return -errno;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
    if (bind(opened, (struct sockaddr *)&address, sizeof address) == 0) return opened;
    int result = -errno;
    close(opened);
    return result;
}

int axle_link_request(int socket) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg link;
    } request = {
        .header = {
            .nlmsg_len = NLMSG_LENGTH(sizeof request.link),
            .nlmsg_type = RTM_GETLINK,
            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
        },
        .link = {.ifi_family = AF_UNSPEC},
    };
    return send(socket, &request, request.header.nlmsg_len, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

/// Copies as much of an attribute as there is and as fits; the rest stays zero.
static void copy(void *target, size_t size, const struct rtattr *attribute) {
    size_t length = RTA_PAYLOAD(attribute);
    memset(target, 0, size);
    memcpy(target, RTA_DATA(attribute), length < size ? length : size);
}

static uint32_t number(const struct rtattr *attribute) {
    uint32_t value;
    copy(&value, sizeof value, attribute);
    return value;
}

static void copy_name(char *target, size_t size, const struct rtattr *attribute) {
    copy(target, size, attribute);
    target[size - 1] = 0;
}

#define EACH(attribute, first, length)                                                             \
    for (int left = (int)(length), once = 1; once; once = 0)                                       \
        for (const struct rtattr *attribute = (first); RTA_OK(attribute, left);                    \
             attribute = RTA_NEXT(attribute, left))

#define EACH_NESTED(attribute, nest) EACH(attribute, RTA_DATA(nest), RTA_PAYLOAD(nest))

static void read_controller(const struct rtattr *data, struct axle_link *link) {
    link->has_controller = 1;
    EACH_NESTED(attribute, data) {
        struct can_bittiming timing;
        struct can_ctrlmode mode;
        struct can_berr_counter errors;
        switch (attribute->rta_type & NLA_TYPE_MASK) {
        case IFLA_CAN_BITTIMING:
            copy(&timing, sizeof timing, attribute);
            link->bitrate = timing.bitrate;
            link->sample_point = timing.sample_point;
            break;
        case IFLA_CAN_DATA_BITTIMING:
            copy(&timing, sizeof timing, attribute);
            link->data_bitrate = timing.bitrate;
            break;
        case IFLA_CAN_STATE: link->state = number(attribute); break;
        case IFLA_CAN_RESTART_MS: link->restart_delay = number(attribute); break;
        case IFLA_CAN_CTRLMODE:
            copy(&mode, sizeof mode, attribute);
            link->modes = mode.flags;
            break;
        case IFLA_CAN_BERR_COUNTER:
            copy(&errors, sizeof errors, attribute);
            link->has_error_counters = 1;
            link->transmit_errors = errors.txerr;
            link->receive_errors = errors.rxerr;
            break;
        case IFLA_CAN_CTRLMODE_EXT:
            EACH_NESTED(extension, attribute)
                if ((extension->rta_type & NLA_TYPE_MASK) == IFLA_CAN_CTRLMODE_SUPPORTED)
                    link->possible_modes = number(extension);
            break;
        }
    }
}

static void read_information(const struct rtattr *information, struct axle_link *link) {
    const struct rtattr *data = NULL;
    EACH_NESTED(attribute, information) {
        struct can_device_stats counts;
        switch (attribute->rta_type & NLA_TYPE_MASK) {
        case IFLA_INFO_KIND: copy_name(link->kind, sizeof link->kind, attribute); break;
        case IFLA_INFO_DATA: data = attribute; break;
        case IFLA_INFO_XSTATS:
            if (!link->is_can) break;
            copy(&counts, sizeof counts, attribute);
            link->warnings = counts.error_warning;
            link->passives = counts.error_passive;
            link->bus_offs = counts.bus_off;
            link->restarts = counts.restarts;
            break;
        }
    }
    // Other kinds have data of other forms.
    if (data && strcmp(link->kind, "can") == 0) read_controller(data, link);
}

static void read_link(const struct nlmsghdr *message, struct axle_link *link) {
    const struct ifinfomsg *information = NLMSG_DATA(message);
    link->index = information->ifi_index;
    link->is_can = information->ifi_type == ARPHRD_CAN;
    link->is_up = (information->ifi_flags & IFF_UP) != 0;
    EACH(attribute, IFLA_RTA(information), IFLA_PAYLOAD(message)) {
        struct rtnl_link_stats64 counts;
        uint8_t carrier;
        switch (attribute->rta_type & NLA_TYPE_MASK) {
        case IFLA_IFNAME: copy_name(link->name, sizeof link->name, attribute); break;
        case IFLA_CARRIER:
            copy(&carrier, sizeof carrier, attribute);
            link->has_carrier = carrier;
            break;
        case IFLA_STATS64:
            copy(&counts, sizeof counts, attribute);
            link->receive_drops = counts.rx_dropped + counts.rx_over_errors + counts.rx_fifo_errors;
            link->transmit_drops = counts.tx_dropped;
            link->frames = counts.rx_packets + counts.tx_packets;
            link->bytes = counts.rx_bytes + counts.tx_bytes;
            break;
        case IFLA_LINKINFO: read_information(attribute, link); break;
        }
    }
}

/// Receives what waits; 0 where that is nothing.
static int fill(int socket, struct axle_link_reader *reader) {
    struct sockaddr_nl sender;
    struct iovec part = {.iov_base = reader->buffer, .iov_len = sizeof reader->buffer};
    struct msghdr message = {
        .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &part, .msg_iovlen = 1,
    };
    reader->position = 0;
    reader->length = 0;
    ssize_t received = recvmsg(socket, &message, MSG_DONTWAIT);
    if (received < 0) return errno == EAGAIN || errno == EINTR ? 0 : -errno;
    // Any process can send to this socket; only the kernel, whose number is 0, is believed.
    if (sender.nl_pid == 0) reader->length = (int)received;
    // A message that did not fit is one that was lost.
    return message.msg_flags & MSG_TRUNC ? -ENOBUFS : 1;
}

int axle_link_next(int socket, struct axle_link_reader *reader, struct axle_link *link) {
    memset(link, 0, sizeof *link);
    for (;;) {
        const struct nlmsghdr *message = (const void *)(reader->buffer + reader->position);
        int left = reader->length - reader->position;
        if (!NLMSG_OK(message, left)) {
            int result = fill(socket, reader);
            if (result <= 0) return result;
            continue;
        }
        reader->position += (int)NLMSG_ALIGN(message->nlmsg_len);
        switch (message->nlmsg_type) {
        case NLMSG_DONE: return AXLE_LINK_COMPLETE;
        case NLMSG_ERROR:
            if (message->nlmsg_len >= NLMSG_LENGTH(sizeof(struct nlmsgerr))) {
                const struct nlmsgerr *failure = NLMSG_DATA(message);
                // EBUSY: an earlier question is being answered still, and its answer is as good.
                if (failure->error != 0 && failure->error != -EBUSY) return failure->error;
            }
            break;
        case RTM_NEWLINK:
        case RTM_DELLINK:
            if (message->nlmsg_len < NLMSG_LENGTH(sizeof(struct ifinfomsg))) break;
            // A bridge tells of its ports too: one that leaves it is not deleted.
            if (((const struct ifinfomsg *)NLMSG_DATA(message))->ifi_family != AF_UNSPEC) break;
            read_link(message, link);
            return message->nlmsg_type == RTM_NEWLINK ? AXLE_LINK_PRESENT : AXLE_LINK_DELETED;
        }
    }
}
