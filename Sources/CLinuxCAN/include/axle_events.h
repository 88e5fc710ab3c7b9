/// epoll, timerfd and eventfd.
#ifndef AXLE_EVENTS_H
#define AXLE_EVENTS_H

#include <stdint.h>

/// What to wait for, and what happened.
enum {
    AXLE_EVENT_READ = 0x001,
    AXLE_EVENT_WRITE = 0x004,
    AXLE_EVENT_ERROR = 0x008,
    AXLE_EVENT_HANG_UP = 0x010,
};

/// The most events one wait returns.
enum { AXLE_EVENT_CAPACITY = 64 };

/// One event: what happened, and the number given when the descriptor was added.
struct axle_event {
    uint64_t token;
    uint32_t events;
};

int axle_epoll_create(void);
int axle_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int axle_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token);
int axle_epoll_remove(int epoll, int descriptor);

/// Waits at most `milliseconds`, -1 for ever. Fills up to AXLE_EVENT_CAPACITY events and returns how
/// many; 0 also where a signal ended the wait.
int axle_epoll_wait(int epoll, struct axle_event *events, int milliseconds);

/// A monotonic timer, non-blocking.
int axle_timer_create(void);

/// First expiry at the absolute monotonic time `first`, then every `interval`, in nanoseconds.
int axle_timer_set(int timer, int64_t first, int64_t interval);

/// How often the timer expired since the last call; 0 where it did not.
int64_t axle_timer_read(int timer);

/// An eventfd, non-blocking.
int axle_wakeup_create(void);
int axle_wakeup_signal(int wakeup);
int axle_wakeup_clear(int wakeup);

#endif
