import CANFrames
import CANTransport
import Foundation
import Testing

@testable import FrameLogs

@Suite struct ASCDateTests {
    private func time(_ text: String) -> CivilTime? {
        ASCDate.parse(text).map { CivilTime($0, in: .local) }
    }

    @Test(
        "the date is understood in any of these languages",
        arguments: [
            ("Fri Jul 10 06:17:32 2015", 7, 10), ("Fri Jul 10 06:17:32.249 am 2015", 7, 10),
            ("Fre Jul 10 06:17:32.249 2015", 7, 10), ("Sam Mai 2 06:17:32 2015", 5, 2),
            ("Mit Mär 4 06:17:32 2015", 3, 4), ("Mi Okt 7 06:17:32 2015", 10, 7),
            ("Don Dez 31 06:17:32 2015", 12, 31), ("ven. juil. 10 06:17:32 2015", 7, 10),
            ("mar mar 3 06:17:32 2015", 3, 3), ("mar. 14 avr. 06:17:32 2015", 4, 14),
            ("lun août 3 06:17:32.1 2015", 8, 3), ("mié ene 7 06:17:32 2015", 1, 7),
            ("ven gen 9 06:17:32 2015", 1, 9), ("sáb dez 5 06:17:32 2015", 12, 5),
            ("wo mrt 4 06:17:32 2015", 3, 4), ("pią lip 10 06:17:32 2015", 7, 10),
            ("pá čvc 10 06:17:32 2015", 7, 10), ("Пт июл 10 06:17:32 2015", 7, 10),
            ("周五 7月 10 06:17:32 2015", 7, 10), ("금 7월 10 06:17:32 2015", 7, 10),
            ("ti marras 10 06:17:32 2015", 11, 10), ("2015-07-10 06:17:32.5", 7, 10),
            ("2015-07-10T06:17:32", 7, 10), ("FRI JUL 10 06:17:32 AM 2015", 7, 10),
        ]
    )
    func languages(text: String, month: Int, day: Int) throws {
        let time = try #require(self.time(text))
        #expect(time.year == 2015)
        #expect(time.month == month)
        #expect(time.day == day)
        #expect(time.hour * 3600 + time.minute * 60 + time.second == 22_652)
    }

    @Test(
        "twelve hours are counted as clocks do",
        arguments: [
            ("12:00:01 am", 0), ("01:00:01 am", 1), ("12:00:01 pm", 12), ("11:00:01 pm", 23),
        ]
    )
    func twelveHours(clock: String, hour: Int) {
        #expect(time("Fri Jul 10 \(clock) 2015")?.hour == hour)
    }

    @Test("a part of a second has up to nine digits, behind a point or a comma")
    func fractions() {
        #expect(time("Fri Jul 10 06:17:32.249 2015")?.nanosecond == 249_000_000)
        #expect(time("Fri Jul 10 06:17:32,1 2015")?.nanosecond == 100_000_000)
        #expect(time("Fri Jul 10 06:17:32.1234567899 2015")?.nanosecond == 123_456_789)
    }

    @Test("a Z at its end makes it universal time")
    func universal() {
        #expect(ASCDate.parse("2015-07-10T06:17:32Z")?.nanoseconds == 1_436_509_052_000_000_000)
    }

    @Test(
        "what is no date is not guessed at",
        arguments: [
            "", "Fri", "Fri Jul 10 2015", "Fri Jul 10 06:17 2015", "Fri Xyz 10 06:17:32 2015",
            "Fri Jul 32 06:17:32 2015", "Fri Feb 30 06:17:32 2015", "Fri Jul 10 25:17:32 2015",
            "Fri Jul 10 06:60:32 2015", "Fri Jul 10 13:17:32 pm 2015", "Fri Jul 10 06:17:32",
            "Fri Jul 10 06:17:x 2015", "Fri Jul 10 06:17:32. 2015", "2015-13-10 06:17:32",
            "Fri Jul 10 ::: 2015", "10 06:17:32 2015", "2015-07-10 0:17:32:5",
        ]
    )
    func refuses(text: String) {
        #expect(ASCDate.parse(text) == nil)
    }

    @Test(
        "it is written as ctime does",
        arguments: [0, 1_436_509_052, 1_000_000_000, 1_709_164_800]
    )
    func ctimeForm(seconds: Int) throws {
        var time = time_t(seconds)
        let text = try #require(ctime(&time).map { String(cString: $0) })
        let stamp = Timestamp(nanoseconds: Int64(seconds) * 1_000_000_000)
        #expect(ASCDate.format(stamp) + "\n" == text)
    }
}
