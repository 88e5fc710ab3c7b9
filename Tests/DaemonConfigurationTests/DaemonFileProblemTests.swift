import Testing

@testable import DaemonConfiguration

@Suite("Problems in the daemon's file")
struct DaemonFileProblemTests {
    /// One change of the daemon's file, and the sentence that it must give, without its place.
    private static let daemon: [(old: String, new: String, sentence: String)] = [
        (
            "mode: observe", "mode: watch",
            "mode: found `watch`, allowed observe, shadow, control"
        ),
        (
            "address: can0\n", "address: unix:/a\n    configure: {bitrate: 500 kbit/s}\n",
            "buses.front.configure: found settings of an adapter for the local bus `unix:/a`, "
                + "allowed them for an interface only"
        ),
        (
            "address: can0\n", "address: can0\n    configure: {sample_point: 80 %}\n",
            "buses.front.configure.sample_point: found a sample point without a bit rate, allowed both, "
                + "or a bit rate alone"
        ),
        (
            "address: can0\n", "address: can0\n    configure: {bitrate: 2 Mbit/s}\n",
            "buses.front.configure.bitrate: found `2 Mbit/s`, allowed a bit rate in kbit/s or Mbit/s or "
                + "bit/s from 5 to 1000 kbit/s, or none"
        ),
        (
            "address: can0\n", "address: can0\n    configure: {listen_only: maybe}\n",
            "buses.front.configure.listen_only: found `maybe`, allowed yes, no or none"
        ),
        (
            "address: can0\n",
            "address: can0\n    configure: {restart_after: 200 ms}\n"
                + "    recovery: {restart_after: 1 s, times: 3}\n",
            "buses.front.recovery: found restarts by the daemon beside those of the kernel "
                + "(configure.restart_after), allowed one of the two"
        ),
        (
            "address: can0\n",
            "address: can0\n    recovery: {restart_after: 2 s, at_most: 1 s, times: 3}\n",
            "buses.front.recovery.at_most: found a time shorter than restart_after, allowed at least "
                + "restart_after"
        ),
        (
            "guard:\n  socket: /run/axle-guard/guard.sock", "real_tim: {}",
            "real_tim: found an unknown key, allowed real_time (the nearest), mode, buses, sockets, "
                + "guard, recording, vehicle"
        ),
        (
            "vehicle: vehicles/leaf-eplus-awd.yaml", "vehicle: vehicles/none.yaml",
            "vehicle: found `vehicles/none.yaml`, no such file, allowed the path of a vehicle file"
        ),
        (
            "address: can1", "address: can0",
            "buses.rear.address: found `can0`, the address of front, allowed another one"
        ),
        (
            "address: can1", "address: \"unix:\"",
            "buses.rear.address: found `unix:`, allowed an interface such as can0, or unix:PATH with "
                + "at most 107 bytes of path"
        ),
        (
            "address: can1", "address: interface-too-long",
            "buses.rear.address: found `interface-too-long`, allowed an interface such as can0, or "
                + "unix:PATH with at most 107 bytes of path"
        ),
        (
            "../DBC/leaf-car.dbc", "../DBC/leaf-cab.dbc",
            "buses.car.databases: found `../DBC/leaf-cab.dbc`, which is no file, allowed files that "
                + "exist, relative to this file's directory"
        ),
        (
            "control: /run/axle/control.sock", "control: /run/axle/state.sock",
            "sockets.control: found the path of sockets.state, allowed another path"
        ),
        (
            "socket: /run/axle-guard/guard.sock", "socket: /run/axle/state.sock",
            "guard.socket: found a path of the daemon's own sockets, allowed the guardian's"
        ),
        (
            "priority: 10", "priority: 100",
            "real_time.priority: found `100`, allowed a whole number from 1 to 99, or none"
        ),
        (
            "lock_memory: yes", "lock_memory: sometimes",
            "real_time.lock_memory: found `sometimes`, allowed yes or no"
        ),
        (
            "buses:\n", "recording: {path: /var/log/axle, flush_interval: 5 ms}\nbuses:\n",
            "recording.flush_interval: found `5 ms`, allowed a time in ms or s from 10 to 60000 ms"
        ),
        (
            "buses:\n", "recording: {path: /var/log/axle, rotate_size: 500 kB}\nbuses:\n",
            "recording.rotate_size: found `500 kB`, allowed a size in MB or GB from 1 to 1000000 MB, or none"
        ),
        (
            "buses:\n", "recording: {path: /var/log/axle, rotate_after: 9 s}\nbuses:\n",
            "recording.rotate_after: found `9 s`, allowed a time in s or min or h from 10 to 2592000 s, "
                + "or none"
        ),
        (
            "buses:\n", "recording: {path: /var/log/axle, black_box: 0 s}\nbuses:\n",
            "recording.black_box: found `0 s`, allowed a time in s or min or h from 1 to 3600 s, or none"
        ),
        (
            "buses:\n", "recording: {path: /var/log/axle, black_box_size: none}\nbuses:\n",
            "recording.black_box_size: found `none`, allowed a size in MB or GB from 1 to 1000 MB"
        ),
        (
            "buses:\n", "recording: {path: /var/log/axle, keep_free: 0 MB}\nbuses:\n",
            "recording.keep_free: found `0 MB`, allowed a size in MB or GB from 1 to 1000000 MB, or none"
        ),
    ]

    @Test("a wrong value in the daemon's file says what is allowed", arguments: daemon.indices)
    func daemonProblem(index: Int) throws {
        let (old, new, sentence) = Self.daemon[index]
        let files = try EditedFiles()
        try files.replace(.daemon, old, new)
        let problems = files.problems()
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.hasSuffix(": " + sentence) == true, "\(problems)")
        #expect(problems.first?.hasPrefix("axled.yaml:") == true)
    }
}
