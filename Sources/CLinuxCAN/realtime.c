#define _GNU_SOURCE
#include "axle_realtime.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

int axle_realtime_schedule(int priority) {
    struct sched_param parameters = {.sched_priority = priority};
    return -pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters);
}

int axle_realtime_lock_memory(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_MEMLOCK, &limit) < 0) return -errno;
    if (limit.rlim_cur != RLIM_INFINITY && geteuid() != 0) return -EPERM;
    return mlockall(MCL_CURRENT | MCL_FUTURE) == 0 ? 0 : -errno;
}

void axle_realtime_touch_stack(void) {
    volatile unsigned char pages[256 * 1024];
    for (unsigned long offset = 0; offset < sizeof pages; offset += 4096) pages[offset] = 0;
}

void axle_thread_set_name(const char *name) {
    char shortened[16];
    snprintf(shortened, sizeof shortened, "%s", name);
    pthread_setname_np(pthread_self(), shortened);
}
