// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "axle-benchmarks",
    dependencies: [.package(name: "axle", path: "..")],
    targets: [
        .executableTarget(
            name: "axle-bench",
            dependencies: [.product(name: "AxleModules", package: "axle")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("ExistentialAny"),
            ]
        )
    ]
)
