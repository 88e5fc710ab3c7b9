import Glibc

/// A descriptor that is closed when it goes out of scope.
struct OpenSocket: ~Copyable, Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
