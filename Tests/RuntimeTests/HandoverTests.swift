import Runtime
import TestTurns
import Testing

/// What works ahead of somebody else stays within bounds, and ends when the other one does.
@Suite(.serialized, .waiting) struct HandoverTests {
    @Test func whoIsAheadWaitsForAPlace() throws {
        let (places, count) = (3, 200)
        let handover = Handover<Int>(places: places)
        let given = Guarded(0)
        let giving = QueuedWork("giving") {
            for number in 0..<count where handover.put(number) { given.with { $0 += 1 } }
            handover.end()
        }
        for number in 0..<count {
            let ahead = given.with(when: { $0 >= min(count, number + places) }) { $0 - number }
            #expect(ahead <= places)
            #expect(handover.take() == number)
        }
        #expect(handover.take() == nil)
        try giving.wait()
    }

    @Test func whatWaitsIsStillTakenAfterTheEnd() {
        let handover = Handover<String>(places: 2)
        #expect(handover.put("a") && handover.put("b"))
        handover.end()
        #expect(!handover.put("c"))
        #expect(handover.take() == "a")
        #expect(handover.take() == "b")
        #expect(handover.take() == nil)
    }

    @Test func whoGivesUpFreesWhoeverWaitsForAPlace() throws {
        let handover = Handover<Int>(places: 1)
        #expect(handover.put(1))
        let waiting = QueuedWork("waiting") { handover.put(2) }
        handover.end(discarding: true)
        #expect(try !waiting.wait())
        #expect(handover.take() == nil)
    }

    @Test func aRowOfNoPlacesHasOne() {
        let handover = Handover<Int>(places: 0)
        #expect(handover.put(1))
        #expect(handover.take() == 1)
    }

    @Test func blocksGoRoundAndThereAreNeverMore() throws {
        let ring = BlockRing(blocks: 3, blockBytes: 16)
        let seen = Guarded<Set<ObjectIdentifier>>([])
        let filling = QueuedWork("filling") {
            for number in 0..<UInt8.max {
                guard let block = ring.next() else { return }
                seen.with { _ = $0.insert(ObjectIdentifier(block)) }
                [number].withUnsafeBytes { _ = block.append($0) }
                ring.put(block)
            }
            ring.end()
        }
        var next: UInt8 = 0
        while let block = ring.take() {
            #expect(Array(block.filled) == [next])
            next += 1
            ring.giveBack(block)
        }
        try filling.wait()
        #expect(next == UInt8.max)
        #expect(seen.with { $0.count } == 3)
    }

    @Test func whoFillsIsToldThatNobodyWantsMore() {
        let ring = BlockRing(blocks: 2, blockBytes: 16)
        guard let block = ring.next() else { return #expect(Bool(false), "there is none to begin with") }
        ring.put(block)
        ring.giveUp()
        #expect(ring.next() == nil)
        #expect(ring.take() == nil)
    }

    @Test func aBlockTakesNoMoreThanItHasRoomFor() {
        let block = Block(capacityBytes: 4)
        #expect(
            [1, 2, 3].withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) in block.append(.init(bytes)) })
        #expect(![4, 5].withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) in block.append(.init(bytes)) })
        #expect(Array(block.filled) == [1, 2, 3])
        #expect([4].withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) in block.append(.init(bytes)) })
        #expect(block.count == block.capacity && block.room.count == 4)
    }
}
