/// Reading and writing of files and pipes, whole or not at all.
#ifndef AXLE_FILE_H
#define AXLE_FILE_H

#include <stdint.h>

/// Opens a file to read.
int axle_file_open(const char *path);

/// Creates a file to write; -EEXIST where there is a file or directory. A pipe or a device that is
/// there is opened.
int axle_file_create(const char *path);

/// Creates a file, or empties an existing one, to write.
int axle_file_replace(const char *path);

/// Reads up to `count` bytes; 0 at the end.
int64_t axle_file_read(int descriptor, void *bytes, int64_t count);

/// Writes all bytes, or says why not.
int axle_file_write(int descriptor, const void *bytes, int64_t count);

/// Waits until what was written is on the disk; nothing to do for a pipe or a device.
int axle_file_sync(int descriptor);

/// Cuts a file to `length` bytes.
int axle_file_truncate(int descriptor, int64_t length);

/// Closes a descriptor; a failure of a write that was still under way shows here.
int axle_file_close(int descriptor);

/// Removes the file at `path` where it is a socket with the given identity (see below).
int axle_socket_file_remove(const char *path, uint64_t device, uint64_t inode);

/// Reads the identity of the socket file at `path`. -ENOTSOCK where it is another kind of file.
int axle_socket_file_identity(const char *path, uint64_t *device, uint64_t *inode);

/// 1 where there is a directory at `path`, else 0.
int axle_directory_exists(const char *path);

/// Waits until the names in a directory are on the disk.
int axle_directory_sync(const char *path);

/// Bytes that an ordinary user can still write on the file system of `path`.
int64_t axle_directory_free_space(const char *path);

/// The highest number of at most nine digits between `prefix` and `suffix` in the names of a
/// directory; 0 where there is none.
int64_t axle_directory_highest_number(const char *path, const char *prefix, const char *suffix);

/// Holds the directory of `path` locked against others that call this, until the returned
/// descriptor is closed.
int axle_directory_lock(const char *path);

#endif
