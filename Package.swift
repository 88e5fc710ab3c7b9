// swift-tools-version: 6.2

import PackageDescription

/// Rules every target lives under: Swift 6, warnings are errors, imports are internal unless said.
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

/// For modules that need no unsafe code: an unmarked unsafe use is an error.
let strict: [SwiftSetting] = rules + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let targets: [Target] = [
    .systemLibrary(
        name: "CSocketCAN",
        pkgConfig: "libsocketcan",
        providers: [.apt(["libsocketcan-dev"])]
    ),
    .target(name: "CLinuxCAN"),

    // Values
    .target(name: "CANFrames", swiftSettings: strict),
    .target(name: "VehicleModel", swiftSettings: strict),
    .target(name: "ThreadExchange", swiftSettings: rules),

    // Buses, logs, databases
    .target(
        name: "CANTransport",
        dependencies: ["CANFrames", "CLinuxCAN", "CSocketCAN"],
        swiftSettings: rules
    ),
    .target(
        name: "FrameLogs",
        dependencies: ["CANFrames", "CANTransport", "ThreadExchange"],
        swiftSettings: strict
    ),
    .target(name: "SignalCodec", dependencies: ["CANFrames"], swiftSettings: rules),
    .target(name: "DBC", dependencies: ["CANFrames", "SignalCodec"], swiftSettings: strict),

    // Control
    .target(name: "ControlCore", dependencies: ["VehicleModel"], swiftSettings: strict),
    .target(
        name: "VehicleBinding",
        dependencies: ["CANFrames", "SignalCodec", "DBC", "VehicleModel"],
        swiftSettings: strict
    ),
    .target(name: "TorqueMonitor", dependencies: ["CANFrames"], swiftSettings: strict),
    .target(
        name: "LinkReport",
        dependencies: ["CANTransport", "VehicleModel"],
        swiftSettings: strict
    ),
    .target(name: "GuardLink", dependencies: ["CANFrames"], swiftSettings: rules),
    .target(
        name: "GuardExchange",
        dependencies: ["GuardLink", "TorqueMonitor", "CANFrames"],
        swiftSettings: rules
    ),
    .target(name: "ServiceNotification", swiftSettings: rules),
    .target(
        name: "GuardConfiguration",
        dependencies: ["TorqueMonitor", "CANFrames", yams],
        swiftSettings: strict
    ),
    .target(
        name: "DaemonConfiguration",
        dependencies: ["VehicleModel", "ControlCore", "VehicleBinding", yams],
        swiftSettings: strict
    ),
    .target(
        name: "ControlRuntime",
        dependencies: [
            "CANFrames", "CANTransport", "CLinuxCAN", "FrameLogs", "SignalCodec", "DBC",
            "VehicleModel",
            "ControlCore", "VehicleBinding", "ThreadExchange", "GuardLink", "ServiceNotification",
            "DaemonConfiguration", "LinkReport",
        ],
        swiftSettings: rules
    ),

    // The socket
    .target(name: "StateProtocol", dependencies: ["VehicleModel"], swiftSettings: strict),
    .target(
        name: "StateServer",
        dependencies: [
            "StateProtocol", "ThreadExchange", "DBC", "SignalCodec", "CANFrames", "FrameLogs",
            "VehicleModel", logging,
        ]
            + nio,
        swiftSettings: strict
    ),
    .target(name: "StateClient", dependencies: ["StateProtocol"], swiftSettings: rules),

    // The plant
    .target(name: "PlantModel", dependencies: ["VehicleModel"], swiftSettings: strict),

    // Pictures
    .target(name: "Charts", swiftSettings: strict),

    // Programs
    .executableTarget(
        name: "axled",
        dependencies: [
            // ControlCore for its layout: what is only reached through others is not rebuilt with it.
            "ControlRuntime", "ControlCore", "DaemonConfiguration", "StateServer", "StateProtocol",
            "VehicleBinding",
            "VehicleModel", "DBC", "FrameLogs", "CANFrames", "CANTransport", "CSocketCAN",
            "ThreadExchange", "ServiceNotification", argumentParser,
            logging,
        ],
        swiftSettings: rules
    ),
    .executableTarget(
        name: "axle-guard",
        dependencies: [
            "TorqueMonitor", "GuardConfiguration", "GuardExchange", "GuardLink",
            "ServiceNotification", "CANTransport", "CLinuxCAN", "CANFrames", "ThreadExchange",
            argumentParser,
        ],
        swiftSettings: rules
    ),
    .executableTarget(
        name: "axlectl",
        dependencies: [
            "StateClient", "StateProtocol", "DBC", "SignalCodec", "FrameLogs", "CANTransport",
            "CANFrames", "LinkReport", "VehicleModel", "DaemonConfiguration", "ControlCore",
            "Charts", argumentParser,
        ],
        swiftSettings: strict
    ),
    .executableTarget(
        name: "axlesim",
        dependencies: [
            "PlantModel", "VehicleModel", "CANFrames", "CANTransport", "SignalCodec", "DBC",
            "ControlRuntime", "ControlCore", "DaemonConfiguration", "TorqueMonitor",
            "GuardConfiguration",
            "GuardExchange", "GuardLink", "FrameLogs", "StateProtocol", "StateClient", "Charts",
            argumentParser, yams,
        ],
        swiftSettings: rules
    ),

    // Tests
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(name: "SerialAdapter", path: "Tests/SerialAdapter", swiftSettings: rules),
    .target(
        name: "TestVehicle",
        dependencies: [
            "CANFrames", "SignalCodec", "DBC", "VehicleBinding", "VehicleModel", "ControlRuntime",
            "ControlCore", "GuardLink",
        ],
        path: "Tests/TestVehicle",
        swiftSettings: strict
    ),
    .testTarget(name: "CANFramesTests", dependencies: ["CANFrames"], swiftSettings: rules),
    .testTarget(name: "VehicleModelTests", dependencies: ["VehicleModel"], swiftSettings: rules),
    .testTarget(
        name: "ThreadExchangeTests",
        dependencies: ["ThreadExchange", "CANTransport"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "CANTransportTests",
        dependencies: ["CANTransport", "CANFrames", "AllocationCounter", "SerialAdapter"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "FrameLogsTests",
        dependencies: ["FrameLogs", "CANFrames", "CANTransport", "ThreadExchange"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "SignalCodecTests",
        dependencies: ["SignalCodec", "CANFrames", "AllocationCounter"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "DBCTests",
        dependencies: ["DBC", "SignalCodec", "CANFrames", "FrameLogs", "AllocationCounter"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "ControlCoreTests",
        dependencies: ["ControlCore", "VehicleModel"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "VehicleBindingTests",
        dependencies: ["VehicleBinding", "DBC", "SignalCodec", "CANFrames", "VehicleModel"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "TorqueMonitorTests",
        dependencies: [
            "TorqueMonitor", "GuardConfiguration", "GuardLink", "ServiceNotification", "CANFrames",
            "CANTransport", "axle-guard", "AllocationCounter", "SerialAdapter",
        ],
        swiftSettings: rules
    ),
    .testTarget(
        name: "DaemonConfigurationTests",
        dependencies: [
            "DaemonConfiguration", "ControlCore", "VehicleBinding", "VehicleModel", "DBC",
            "SignalCodec",
        ],
        swiftSettings: rules
    ),
    .testTarget(
        name: "ControlRuntimeTests",
        dependencies: [
            "ControlRuntime", "ControlCore", "DaemonConfiguration", "CANFrames", "CANTransport",
            "VehicleModel", "FrameLogs", "ThreadExchange", "GuardLink", "GuardExchange",
            "TorqueMonitor",
            "GuardConfiguration", "axle-guard", "TestVehicle", "AllocationCounter", "StateProtocol",
        ],
        swiftSettings: rules
    ),
    .testTarget(
        name: "StateServerTests",
        dependencies: [
            "StateServer", "StateClient", "StateProtocol", "ThreadExchange", "VehicleModel",
            "CANFrames", "FrameLogs", "DBC", "axlectl", logging,
        ],
        swiftSettings: rules
    ),
    .testTarget(
        name: "PlantModelTests",
        dependencies: [
            "PlantModel", "VehicleModel", "axlesim", "DBC", "SignalCodec", "CANFrames",
            "CANTransport", "Charts",
        ],
        swiftSettings: rules
    ),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"], swiftSettings: rules),
    .testTarget(
        name: "AxlectlTests",
        dependencies: [
            "axlectl", "DBC", "SignalCodec", "CANFrames", "CANTransport", "FrameLogs", "Charts",
            "StateProtocol", "VehicleModel",
        ],
        swiftSettings: rules
    ),
    .testTarget(
        name: "DifferentialTests",
        dependencies: ["DBC", "SignalCodec", "CANFrames", "axlectl"],
        swiftSettings: rules
    ),
    .testTarget(
        name: "ProgramTests",
        dependencies: ["CANFrames", "FrameLogs", "DBC", "CANTransport", "SerialAdapter"],
        swiftSettings: rules
    ),
]

/// What the benchmarks measure, for their own package in Benchmarks.
let measured = [
    "CANFrames", "CANTransport", "SignalCodec", "DBC", "VehicleModel", "VehicleBinding",
    "ControlCore", "ControlRuntime", "DaemonConfiguration", "TorqueMonitor", "GuardConfiguration",
    "GuardLink", "TestVehicle",
]

let package = Package(
    name: "axle",
    products: [.library(name: "AxleModules", targets: measured)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets
)
