import CANFrames
import Glibc

/// Where the peer finds identifier and payload in our frames; as `struct layout` in Peer/peer.py.
struct PeerLayout {
    var count: Int
    var stride: Int
    var idAt: Int
    var payloadAt: Int

    /// The layout of an array of this many frames.
    init?(count: Int) {
        guard let id = MemoryLayout<Frame>.offset(of: \.id),
            let payload = MemoryLayout<Frame>.offset(of: \.payload)
        else { return nil }
        self.count = count
        stride = MemoryLayout<Frame>.stride
        idAt = id
        payloadAt = payload
    }
}

/// C generated from the same database, loaded into this process.
///
/// The library is never unloaded, so its functions are good for ever.
struct CodecPeer {
    /// Decodes, or encodes, an array of frames: these, laid out so (`PeerLayout`), to or from these
    /// values; 0 where every frame was known.
    typealias Work =
        @convention(c) (
            UnsafeRawPointer, UnsafeRawPointer, UnsafeMutableRawPointer
        ) -> Int32

    let name: String
    /// All signals to `Double`.
    let decode: Work
    /// All signals to `Int64`.
    let raw: Work
    /// All signals from `Double`.
    let encode: Work

    /// The library that the environment names; nil where it names none.
    static func load() throws -> CodecPeer? {
        guard let path = getenv("AXLE_BENCH_PEER").map({ String(cString: $0) }), !path.isEmpty
        else {
            return nil
        }
        guard let library = dlopen(path, RTLD_NOW) else {
            throw BenchError("\(path) cannot be loaded: \(String(cString: dlerror()))")
        }
        let name = getenv("AXLE_BENCH_PEER_NAME").map { String(cString: $0) }
        return CodecPeer(
            name: name ?? path,
            decode: try find("axle_peer_decode", in: library),
            raw: try find("axle_peer_raw", in: library),
            encode: try find("axle_peer_encode", in: library)
        )
    }

    private static func find(_ symbol: String, in library: UnsafeMutableRawPointer) throws -> Work {
        guard let found = dlsym(library, symbol) else {
            throw BenchError("the peer has no \(symbol)")
        }
        // The three have one signature, written beside them in Peer/peer.py.
        return unsafeBitCast(found, to: Work.self)
    }
}

/// Why nothing could be measured.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
