/// A number with a physical dimension.
///
/// The unit is SI and the sign rules are Axle's: positive torque drives forward, positive current
/// and power leave the battery.
///
/// A raw number exists only next to the wire and in the files that people write.
public struct Quantity<Dimension>: Sendable, BitwiseCopyable {
    /// The number in the dimension's SI unit.
    public var rawValue: Double

    /// Takes a number in the dimension's SI unit.
    @inlinable
    public init(_ rawValue: Double) { self.rawValue = rawValue }

    /// Nothing.
    @inlinable public static var zero: Self { Self(0) }

    /// Neither NaN nor infinite.
    ///
    /// Test it before any comparison: NaN makes every one false.
    @inlinable public var isFinite: Bool { rawValue.isFinite }

    /// The size without the sign.
    @inlinable public var magnitude: Self { Self(abs(rawValue)) }
}

extension Quantity: Hashable, Comparable {
    /// Orders by number; false where either is NaN.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// False where either is NaN: made of `<`, as by default, it would be true.
    @inlinable
    public static func <= (left: Self, right: Self) -> Bool { left.rawValue <= right.rawValue }

    /// False where either is NaN.
    @inlinable
    public static func > (left: Self, right: Self) -> Bool { left.rawValue > right.rawValue }

    /// False where either is NaN.
    @inlinable
    public static func >= (left: Self, right: Self) -> Bool { left.rawValue >= right.rawValue }

    /// The sum.
    @inlinable
    public static func + (left: Self, right: Self) -> Self { Self(left.rawValue + right.rawValue) }

    /// The difference.
    @inlinable
    public static func - (left: Self, right: Self) -> Self { Self(left.rawValue - right.rawValue) }

    /// The opposite sign.
    @inlinable
    public static prefix func - (operand: Self) -> Self { Self(-operand.rawValue) }

    /// Scaled by a plain number.
    @inlinable
    public static func * (left: Self, right: Double) -> Self { Self(left.rawValue * right) }

    /// Scaled by a plain number.
    @inlinable
    public static func * (left: Double, right: Self) -> Self { Self(left * right.rawValue) }

    /// Divided by a plain number.
    @inlinable
    public static func / (left: Self, right: Double) -> Self { Self(left.rawValue / right) }

    /// How many times the right fits in the left.
    @inlinable
    public static func / (left: Self, right: Self) -> Double { left.rawValue / right.rawValue }
}

/// The dimensions; each names a unit and has no value.
public enum Dimension {
    /// Newton metres at the motor's shaft.
    public enum Torque {}
    /// Radians per second of the motor's shaft.
    public enum RotationalSpeed {}
    /// Metres per second.
    public enum Speed {}
    /// Metres per second squared.
    public enum Acceleration {}
    /// Watts.
    public enum Power {}
    /// Volts.
    public enum Voltage {}
    /// Amperes.
    public enum Current {}
    /// Joules.
    public enum Energy {}
    /// Kilograms.
    public enum Mass {}
    /// Metres.
    public enum Length {}
    /// Newton metres per second.
    public enum TorqueRate {}
    /// Watts per second.
    public enum PowerRate {}
    /// Degrees Celsius.
    public enum Temperature {}
    /// Radians per second about the vertical axis.
    public enum YawRate {}
    /// Radians.
    public enum Angle {}
    /// Ohms.
    public enum Resistance {}
}

/// Newton metres at the motor's shaft; positive drives forward.
public typealias Torque = Quantity<Dimension.Torque>
/// Radians per second of the motor's shaft; positive is forward.
public typealias RotationalSpeed = Quantity<Dimension.RotationalSpeed>
/// Metres per second; positive is forward.
public typealias Speed = Quantity<Dimension.Speed>
/// Metres per second squared; positive speeds the vehicle up forward.
public typealias Acceleration = Quantity<Dimension.Acceleration>
/// Watts; positive leaves the battery, or drives at a shaft.
public typealias Power = Quantity<Dimension.Power>
/// Volts.
public typealias Voltage = Quantity<Dimension.Voltage>
/// Amperes; positive leaves the battery.
public typealias Current = Quantity<Dimension.Current>
/// Joules.
public typealias Energy = Quantity<Dimension.Energy>
/// Kilograms.
public typealias Mass = Quantity<Dimension.Mass>
/// Metres.
public typealias Length = Quantity<Dimension.Length>
/// Newton metres per second, never negative.
public typealias TorqueRate = Quantity<Dimension.TorqueRate>
/// Watts per second, never negative.
public typealias PowerRate = Quantity<Dimension.PowerRate>
/// Degrees Celsius, as every sensor of a car says it.
public typealias Temperature = Quantity<Dimension.Temperature>
/// Radians per second about the vertical axis; positive turns left.
public typealias YawRate = Quantity<Dimension.YawRate>
/// Radians; positive is left.
public typealias Angle = Quantity<Dimension.Angle>
/// Ohms.
public typealias Resistance = Quantity<Dimension.Resistance>

/// Shaft power.
@inlinable
public func * (torque: Torque, speed: RotationalSpeed) -> Power {
    Power(torque.rawValue * speed.rawValue)
}

/// Electrical power.
@inlinable
public func * (voltage: Voltage, current: Current) -> Power {
    Power(voltage.rawValue * current.rawValue)
}

/// The torque that gives this power at this speed; infinite at standstill.
@inlinable
public func / (power: Power, speed: RotationalSpeed) -> Torque {
    Torque(power.rawValue / speed.rawValue)
}

/// The change of torque that a rate allows in a time.
@inlinable @inline(__always)
public func * (rate: TorqueRate, time: Duration) -> Torque {
    Torque(rate.rawValue * time.inSeconds)
}

/// The change of power that a rate allows in a time.
@inlinable @inline(__always)
public func * (rate: PowerRate, time: Duration) -> Power {
    Power(rate.rawValue * time.inSeconds)
}

extension RotationalSpeed {
    /// From revolutions per minute.
    @inlinable
    public init(revolutionsPerMinute: Double) { self.init(revolutionsPerMinute * .pi / 30) }

    /// In revolutions per minute.
    @inlinable public var revolutionsPerMinute: Double { rawValue * 30 / .pi }
}

extension Speed {
    /// From kilometres per hour.
    @inlinable
    public init(kilometresPerHour: Double) { self.init(kilometresPerHour / 3.6) }

    /// In kilometres per hour.
    @inlinable public var kilometresPerHour: Double { rawValue * 3.6 }
}

extension Power {
    /// From kilowatts.
    @inlinable
    public init(kilowatts: Double) { self.init(kilowatts * 1000) }

    /// In kilowatts.
    @inlinable public var kilowatts: Double { rawValue / 1000 }
}
