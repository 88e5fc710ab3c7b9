/// A table of plain values at a fixed place in memory, as the codec borrows it.
///
/// Its owner deallocates it, once.
@safe
struct PlanTable<Element: BitwiseCopyable> {
    /// The elements; there is always something to point at.
    let base: UnsafeMutablePointer<Element>

    /// Copies the elements to memory that begins on a cache line.
    init(_ elements: [Element]) {
        let bytes = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, elements.count) * MemoryLayout<Element>.stride,
            alignment: Self.cacheLine
        )
        unsafe base = bytes.bindMemory(to: Element.self, capacity: max(1, elements.count))
        for (index, element) in elements.enumerated() {
            unsafe (base + index).initialize(to: element)
        }
    }

    func deallocate() { unsafe base.deallocate() }

    private static var cacheLine: Int { 64 }
}
