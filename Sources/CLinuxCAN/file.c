#define _GNU_SOURCE
#include "axle_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

int axle_file_open(const char *path) {
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    return opened < 0 ? -errno : opened;
}

int axle_file_replace(const char *path) {
    int created = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    return created < 0 ? -errno : created;
}

int axle_file_create(const char *path) {
    int created = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (created >= 0) return created;
    if (errno != EEXIST) return -errno;
    // Into a pipe or a device can be written without anything being lost.
    struct stat status;
    if (stat(path, &status) < 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
        return -EEXIST;
    created = open(path, O_WRONLY | O_CLOEXEC);
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

int axle_file_sync(int descriptor) {
    if (fdatasync(descriptor) == 0) return 0;
    // A pipe or a device has nothing to bring to a disk.
    return errno == EINVAL || errno == EROFS ? 0 : -errno;
}

int axle_file_truncate(int descriptor, int64_t length) {
    return ftruncate(descriptor, (off_t)length) == 0 ? 0 : -errno;
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

int axle_directory_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int axle_directory_sync(const char *path) {
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return -errno;
    int result = fsync(directory) == 0 ? 0 : -errno;
    close(directory);
    return result;
}

int64_t axle_directory_free_space(const char *path) {
    struct statvfs status;
    if (statvfs(path, &status) < 0) return -errno;
    uint64_t free_bytes = (uint64_t)status.f_bavail * status.f_frsize;
    return free_bytes > INT64_MAX ? INT64_MAX : (int64_t)free_bytes;
}

int64_t axle_directory_highest_number(const char *path, const char *prefix, const char *suffix) {
    DIR *directory = opendir(path);
    if (!directory) return -errno;
    size_t before = strlen(prefix), after = strlen(suffix);
    int64_t highest = 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        size_t length = strlen(entry->d_name);
        if (length <= before + after || length > before + after + 9) continue;
        const char *digits = entry->d_name + before;
        size_t count = length - before - after;
        if (strncmp(entry->d_name, prefix, before) != 0) continue;
        if (strcmp(digits + count, suffix) != 0 || strspn(digits, "0123456789") < count) continue;
        int64_t number = strtoll(digits, NULL, 10);
        if (number > highest) highest = number;
    }
    closedir(directory);
    return highest;
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
