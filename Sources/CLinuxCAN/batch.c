#define _GNU_SOURCE
#include "axle_batch.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
// Needs struct timespec from the line above.
#include <linux/errqueue.h>

struct control {
    _Alignas(struct cmsghdr) char bytes[CMSG_SPACE(sizeof(struct scm_timestamping)) +
                                        CMSG_SPACE(sizeof(uint32_t))];
};

struct axle_batch {
    struct axle_slot slots[AXLE_BATCH_CAPACITY];
    struct mmsghdr messages[AXLE_BATCH_CAPACITY];
    struct iovec vectors[AXLE_BATCH_CAPACITY];
    struct control controls[AXLE_BATCH_CAPACITY];
};

struct axle_batch *axle_batch_create(void) {
    struct axle_batch *batch = calloc(1, sizeof *batch);
    if (!batch) return NULL;
    for (int index = 0; index < AXLE_BATCH_CAPACITY; index++) {
        batch->vectors[index].iov_base = &batch->slots[index].record;
        batch->vectors[index].iov_len = sizeof(struct axle_record);
        batch->messages[index].msg_hdr.msg_iov = &batch->vectors[index];
        batch->messages[index].msg_hdr.msg_iovlen = 1;
        batch->messages[index].msg_hdr.msg_control = &batch->controls[index];
    }
    return batch;
}

void axle_batch_destroy(struct axle_batch *batch) { free(batch); }

struct axle_slot *axle_batch_slots(struct axle_batch *batch) { return batch->slots; }

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void read_control(struct axle_slot *slot, struct msghdr *header) {
    slot->software_stamp = 0;
    slot->hardware_stamp = 0;
    slot->has_overflow = 0;
    for (struct cmsghdr *each = CMSG_FIRSTHDR(header); each; each = CMSG_NXTHDR(header, each)) {
        if (each->cmsg_level != SOL_SOCKET) continue;
        if (each->cmsg_type == SO_TIMESTAMPING) {
            struct scm_timestamping stamps;
            memcpy(&stamps, CMSG_DATA(each), sizeof stamps);
            slot->software_stamp = nanoseconds(stamps.ts[0]);
            slot->hardware_stamp = nanoseconds(stamps.ts[2]);
        } else if (each->cmsg_type == SO_RXQ_OVFL) {
            memcpy(&slot->overflow, CMSG_DATA(each), sizeof slot->overflow);
            slot->has_overflow = 1;
        }
    }
}

int axle_batch_receive(struct axle_batch *batch, int socket) {
    for (int index = 0; index < AXLE_BATCH_CAPACITY; index++) {
        batch->messages[index].msg_hdr.msg_controllen = sizeof(struct control);
        batch->messages[index].msg_hdr.msg_flags = 0;
    }
    int count = recvmmsg(socket, batch->messages, AXLE_BATCH_CAPACITY, MSG_DONTWAIT, NULL);
    if (count < 0) return -errno;
    for (int index = 0; index < count; index++) {
        struct axle_slot *slot = &batch->slots[index];
        struct msghdr *header = &batch->messages[index].msg_hdr;
        slot->size = header->msg_flags & MSG_TRUNC ? 0xFFFF : batch->messages[index].msg_len;
        slot->is_loopback = (header->msg_flags & (MSG_DONTROUTE | MSG_CONFIRM)) != 0;
        read_control(slot, header);
    }
    return count;
}
