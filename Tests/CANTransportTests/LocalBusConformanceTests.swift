import Testing

@Suite struct LocalBusConformanceTests {
    private typealias Conformance = BusConformance<LocalFixture>

    @Test("frames arrive in the order in which they were sent")
    func order() throws { try Conformance.keepsOrder() }

    @Test("every kind of frame arrives as it was sent")
    func carries() throws { try Conformance.carriesEveryKind() }

    @Test("every other socket sees a frame, and the sending one does not")
    func reach() throws { try Conformance.reachesOthersOnly() }

    @Test("a receiver gets what its filters pass and nothing else")
    func filters() throws { try Conformance.filters() }

    @Test("more than 512 filters are refused")
    func filterLimit() throws { try Conformance.refusesTooManyFilters() }

    @Test("waiting frames come in batches of 64")
    func batches() throws { try Conformance.receivesInBatches() }

    @Test("every frame of a burst that nobody reads is received or counted")
    func overflow() throws { try Conformance.countsOverflow() }

    @Test("stamps rise and lie between sending and receiving")
    func stamps() throws { try Conformance.stampsFrames() }

    @Test("a frame that waited in the queue is as old as its wait")
    func ages() throws { try Conformance.agesWaitingFrames() }

    @Test("a bus that vanished is gone for who was attached, and works again for who reopens")
    func returns() throws { try Conformance.vanishesAndReturns() }

    @Test("frames that waited when their bus vanished are received before it is gone")
    func waited() throws { try Conformance.handsOutWhatWaited() }

    @Test("a full send queue is reported, and the socket is not writable")
    func full() throws { try Conformance.reportsFullQueue() }

    @Test("receiving and sending use no heap")
    func heap() throws { try Conformance.allocatesNothing() }

    @Test("an error frame cannot be sent")
    func errorFrames() throws { try Conformance.refusesErrorFrames() }
}
