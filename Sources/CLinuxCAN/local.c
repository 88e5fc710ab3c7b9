#define _GNU_SOURCE
#include "axle_local.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int address_of(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) > AXLE_LOCAL_PATH_CAPACITY) return -ENAMETOOLONG;
    strcpy(address->sun_path, path);
    return 0;
}

static int open_socket(void) {
    int opened = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return opened < 0 ? -errno : opened;
}

int axle_local_listen(const char *path, int backlog) {
    struct sockaddr_un address;
    int result = address_of(path, &address);
    if (result < 0) return result;
    int listener = open_socket();
    if (listener < 0) return listener;
    if (bind(listener, (struct sockaddr *)&address, sizeof address) == 0 &&
        listen(listener, backlog) == 0)
        return listener;
    result = -errno;
    close(listener);
    return result;
}

int axle_local_connect(const char *path) {
    struct sockaddr_un address;
    int result = address_of(path, &address);
    if (result < 0) return result;
    int client = open_socket();
    if (client < 0) return client;
    if (connect(client, (struct sockaddr *)&address, sizeof address) == 0) return client;
    result = -errno;
    close(client);
    return result;
}

int axle_local_accept(int listener) {
    int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return accepted < 0 ? -errno : accepted;
}

int axle_local_end_sending(int socket) { return shutdown(socket, SHUT_WR) == 0 ? 0 : -errno; }

int axle_local_end_receiving(int socket) { return shutdown(socket, SHUT_RD) == 0 ? 0 : -errno; }
