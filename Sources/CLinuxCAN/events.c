#define _GNU_SOURCE
#include "axle_events.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "axle_clock.h"

static const int64_t second = 1000000000;

_Static_assert(AXLE_EVENT_READ == (int)EPOLLIN && AXLE_EVENT_WRITE == (int)EPOLLOUT &&
                   AXLE_EVENT_ERROR == (int)EPOLLERR && AXLE_EVENT_HANG_UP == (int)EPOLLHUP,
               "the kernel's bits");

static int64_t read_clock(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * second + now.tv_nsec;
}

int64_t axle_clock_monotonic(void) { return read_clock(CLOCK_MONOTONIC); }

int64_t axle_clock_wall(void) { return read_clock(CLOCK_REALTIME); }

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event) == 0 ? 0 : -errno;
}

int axle_epoll_create(void) {
    int created = epoll_create1(EPOLL_CLOEXEC);
    return created < 0 ? -errno : created;
}

int axle_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

int axle_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

int axle_epoll_remove(int epoll, int descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int axle_epoll_wait(int epoll, struct axle_event *events, int milliseconds) {
    struct epoll_event ready[AXLE_EVENT_CAPACITY];
    int count = epoll_wait(epoll, ready, AXLE_EVENT_CAPACITY, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -errno;
    for (int index = 0; index < count; index++) {
        events[index].token = ready[index].data.u64;
        events[index].events = ready[index].events;
    }
    return count;
}

int axle_timer_create(void) {
    int created = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    return created < 0 ? -errno : created;
}

static struct timespec timespec_of(int64_t nanoseconds) {
    return (struct timespec){.tv_sec = nanoseconds / second, .tv_nsec = nanoseconds % second};
}

int axle_timer_set(int timer, int64_t first, int64_t interval) {
    struct itimerspec setting = {.it_value = timespec_of(first), .it_interval = timespec_of(interval)};
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &setting, NULL) == 0 ? 0 : -errno;
}

int64_t axle_timer_read(int timer) {
    uint64_t expirations = 0;
    if (read(timer, &expirations, sizeof expirations) < 0) return errno == EAGAIN ? 0 : -errno;
    return (int64_t)expirations;
}

int axle_wakeup_create(void) {
    int created = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return created < 0 ? -errno : created;
}

int axle_wakeup_signal(int wakeup) {
    uint64_t one = 1;
    // EAGAIN: the counter is at its limit, so the reader is awake already.
    return write(wakeup, &one, sizeof one) < 0 && errno != EAGAIN ? -errno : 0;
}

int axle_wakeup_clear(int wakeup) {
    uint64_t count = 0;
    if (read(wakeup, &count, sizeof count) < 0) return errno == EAGAIN ? 0 : -errno;
    return 1;
}
