import Ledger
import Testing

@testable import Settlement

struct OpenTagsTests {
    @Test func whatIsHeldIsToldAndNearlyNothingElse() {
        var tags = OpenTags()
        func asks(_ text: String) -> Bool { tags.contains(UInt32(truncatingIfNeeded: serverHash(text))) }
        #expect(!asks("P1"))
        for number in 0..<20_000 { tags.insert(UInt32(truncatingIfNeeded: serverHash("P\(number)"))) }
        #expect((0..<20_000).allSatisfy { asks("P\($0)") })
        // Of 20,000 others, one in 200,000 looks like one that is held.
        #expect((0..<20_000).filter { asks("Q\($0)") }.count < 5)
    }

    @Test func theTagThatIsZeroIsOneLikeTheOthers() {
        var tags = OpenTags()
        tags.insert(1)
        #expect([0, 1, 2].map { tags.contains($0) } == [false, true, false])
        tags.insert(0)
        #expect([0, 1, 2].map { tags.contains($0) } == [true, true, false])
    }

    /// As `ledger.key_tag` makes it of the two numbers.
    @Test func aRefundsKeyIsHashedOfBothNumbers() {
        var (payment, refund) = ("P1", "R1")
        let tag = payment.withUTF8 { payment in
            refund.withUTF8 {
                OpenTags.tag(ofRefund: UnsafeRawBufferPointer($0), of: UnsafeRawBufferPointer(payment))
            }
        }
        #expect(tag == UInt32(truncatingIfNeeded: serverHash("P1\nR1")))
    }
}
