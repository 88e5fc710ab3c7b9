import FoundationEssentials
import Glibc
import Logging
import NIOCore
import NIOPosix

/// The file that a listening Unix socket makes.
struct SocketFile: Sendable {
    let path: String
    let group: String?

    /// The longest path that fits in a Unix socket's address, in bytes.
    static let longestPath = 107

    /// Makes way for the socket: removes what a dead daemon left, refuses what is in use.
    func prepare(on group: any EventLoopGroup) async throws(StateServerError) {
        guard path.utf8.count <= Self.longestPath else {
            throw .pathTooLong(path: path, length: path.utf8.count, longest: Self.longestPath)
        }
        let kind: FileAttributeType?
        do {
            kind =
                try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        } catch {
            // Nothing is there; what else could be wrong shows when the socket is made.
            return
        }
        guard kind == .typeSocket else { throw .notASocket(path: path) }
        guard await !isServed(on: group) else { throw .alreadyServed(path: path) }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .unusable(path: path, reason: "the old socket cannot be removed: \(error)")
        }
    }

    /// Whether somebody accepts connections on the socket that is there.
    private func isServed(on group: any EventLoopGroup) async -> Bool {
        do {
            let channel = try await ClientBootstrap(group: group)
                .connectTimeout(.seconds(1))
                .connect(unixDomainSocketPath: path).get()
            channel.close(promise: nil)
            return true
        } catch let error as IOError {
            // Refused means that nobody listens; anything else may be somebody we cannot reach.
            return error.errnoCode != ECONNREFUSED && error.errnoCode != ENOENT
        } catch {
            return true
        }
    }

    /// Listens; the socket is for this user alone until `open` says otherwise.
    func bind(_ bootstrap: ServerBootstrap) async throws(StateServerError) {
        do {
            // So that no one else can connect before group and mode are right. The mask is the whole
            // process's: a file that another thread makes in this moment is private too.
            let previous = umask(0o177)
            defer { _ = umask(previous) }
            _ = try await bootstrap.bind(unixDomainSocketPath: path).get()
        } catch let error as IOError {
            throw .unusable(path: path, reason: Self.reason(error))
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    /// Lets the group read and write, and nobody else.
    func open(_ logger: Logger) throws(StateServerError) {
        if let group {
            do {
                try FileManager.default.setAttributes(
                    [.groupOwnerAccountName: group],
                    ofItemAtPath: path
                )
                // A group that does not exist is no error to the call above.
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                if attributes[.groupOwnerAccountName] as? String != group {
                    logger.warning("\(path): not given to group \(group), which may not exist")
                }
            } catch {
                logger.warning("\(path): not given to group \(group): \(error)")
            }
        }
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
        } catch {
            throw .unusable(path: path, reason: "its mode cannot be set to 0660: \(error)")
        }
    }

    /// Removes the file; that it is gone already is no error.
    func remove(_ logger: Logger) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            logger.warning("\(path): cannot be removed: \(error)")
        }
    }

    /// What the system said, without the name of the call.
    private static func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case ENOENT: "its directory does not exist"
        case EACCES, EPERM: "permission denied"
        case EROFS: "the file system is read-only"
        default: "\(error)"
        }
    }
}
