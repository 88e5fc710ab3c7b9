#define _GNU_SOURCE
#include "axle_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int axle_file_open(const char *path) {
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    return opened < 0 ? -errno : opened;
}

int axle_file_create(const char *path) {
    int created = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    return created < 0 ? -errno : created;
}

int64_t axle_file_read(int descriptor, void *bytes, int64_t count) {
    ssize_t done;
    do done = read(descriptor, bytes, (size_t)count);
    while (done < 0 && errno == EINTR);
    return done < 0 ? -errno : done;
}

int axle_file_write(int descriptor, const void *bytes, int64_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t done = write(descriptor, next, (size_t)count);
        if (done < 0) {
            if (errno == EINTR) continue;
            return -errno;
        }
        next += done;
        count -= done;
    }
    return 0;
}

int axle_file_close(int descriptor) { return close(descriptor) == 0 ? 0 : -errno; }

int axle_socket_file_identity(const char *path, uint64_t *device, uint64_t *inode) {
    struct stat status;
    if (lstat(path, &status) < 0) return -errno;
    if (!S_ISSOCK(status.st_mode)) return -ENOTSOCK;
    *device = status.st_dev;
    *inode = status.st_ino;
    return 0;
}

int axle_socket_file_remove(const char *path, uint64_t device, uint64_t inode) {
    uint64_t found_device = 0, found_inode = 0;
    int result = axle_socket_file_identity(path, &found_device, &found_inode);
    if (result < 0) return result;
    if (found_device != device || found_inode != inode) return -ENOENT;
    return unlink(path) == 0 ? 0 : -errno;
}

int axle_directory_lock(const char *path) {
    char *copy = strdup(path);
    if (!copy) return -ENOMEM;
    int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = directory < 0 ? -errno : directory;
    free(copy);
    if (directory < 0) return result;
    if (flock(directory, LOCK_EX) == 0) return directory;
    result = -errno;
    close(directory);
    return result;
}
