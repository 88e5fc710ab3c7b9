/// Sequenced-packet Unix sockets.
#ifndef AXLE_LOCAL_H
#define AXLE_LOCAL_H

/// The longest path a Unix socket can have, in bytes.
enum { AXLE_LOCAL_PATH_CAPACITY = 107 };

/// Binds and listens at `path`, non-blocking. -EADDRINUSE where the file exists.
int axle_local_listen(const char *path, int backlog);

/// Connects to `path`, non-blocking. -ENOENT without a file, -ECONNREFUSED where nobody listens.
int axle_local_connect(const char *path);

/// Accepts one waiting connection, non-blocking. -EAGAIN where none waits.
int axle_local_accept(int listener);

/// Gives up one direction for good: the kernel then refuses it.
int axle_local_end_sending(int socket);
int axle_local_end_receiving(int socket);

#endif
