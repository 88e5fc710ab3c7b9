import Foundation

/// A value of a report for programs, whose keys are made while it runs.
enum ReportValue: Equatable, Encodable {
    case null
    case number(Double)
    case text(String)
    case list([ReportValue])
    case object([String: ReportValue])

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        // What is no number would not be JSON.
        case .number(let number) where !number.isFinite: try value.encodeNil()
        case .number(let number) where number == number.rounded(): try value.encode(number)
        case .number(let number): try value.encode(Double(IdentifiedPlant.text(number)) ?? number)
        case .text(let text): try value.encode(text)
        case .list(let items): try value.encode(items)
        case .object(let object): try value.encode(object)
        }
    }

    /// One line of JSON, keys in the alphabet's order.
    func line() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + [0x0A]
    }
}
