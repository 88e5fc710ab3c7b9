import Foundation
import Testing
import ThreadExchange

/// Three words that must always be equal: a torn read shows.
private struct Triple: BitwiseCopyable, Sendable {
    var first: UInt64
    var second: UInt64
    var third: UInt64
    init(_ number: UInt64) { (first, second, third) = (number, number, number) }
}

@Suite struct MailboxTests {
    @Test("the reader sees the initial value, then the newest")
    func latestWins() {
        let mailbox = Mailbox<Int>(7)
        #expect(mailbox.latest() == 7)
        for number in 1...5 { mailbox.publish(number) }
        #expect(mailbox.hasNews)
        #expect(mailbox.latest() == 5)
        #expect(!mailbox.hasNews)
        #expect(mailbox.latest() == 5)
    }

    @Test("values read beside a writing thread are whole and never go back")
    func neverTorn() {
        let mailbox = Mailbox(Triple(0))
        let last: UInt64 = 200_000
        let writer = Thread {
            for number in 1...last { mailbox.publish(Triple(number)) }
        }
        writer.start()
        var previous: UInt64 = 0
        while previous < last {
            let read = mailbox.latest()
            guard read.first == read.second, read.second == read.third, read.first >= previous
            else {
                Issue.record("read \(read) after \(previous)")
                break
            }
            previous = read.first
        }
        #expect(previous == last)
    }
}
