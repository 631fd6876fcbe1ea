import Settlement
import Testing
import Vocabulary

@Suite struct BookedRecordsTests {
    private let fingerprinter = KeyFingerprinter(first: 7, second: 11)

    private func key(_ type: EntryType, _ payment: String, _ refund: String = "") -> KeyFingerprint {
        Array(payment.utf8).withUnsafeBytes { payment in
            Array(refund.utf8).withUnsafeBytes { refund in
                fingerprinter.fingerprint(type, paymentNo: payment, refundNo: refund)
            }
        }
    }

    @Test func aRecordIsClaimedOnceAndOnlyByItsAmount() {
        var booked = BookedRecords()
        _ = booked.insert(key(.payment, "P1"), amountFen: 100, isContested: false, position: 1)
        _ = booked.insert(key(.payment, "P2"), amountFen: 100, isContested: false, position: 2)
        let first = booked.claim(key(.payment, "P1"), amountFen: 100, place: 7)
        let second = booked.claim(key(.payment, "P1"), amountFen: 100, place: 8)
        let third = booked.claim(key(.payment, "P1"), amountFen: 100, place: 9)
        let ofOtherAmount = booked.claim(key(.payment, "P2"), amountFen: 101, place: 10)
        let late = booked.claim(key(.payment, "P2"), amountFen: 100, place: 11)
        // The first is plain until the second comes, and opens it again, once.
        #expect(first == .plain && second == .open(earlier: 7) && third == .open(earlier: nil))
        #expect(ofOtherAmount == .open(earlier: nil) && late == .open(earlier: nil))
        var unclaimed: [UInt64] = []
        booked.forEachUnclaimed { unclaimed.append($0) }
        #expect(unclaimed == [2])
    }

    @Test func aKeyGivenTwiceIsNoticed() {
        var booked = BookedRecords()
        let first = booked.insert(key(.refund, "P", "R"), amountFen: 1, isContested: false, position: 0)
        let second = booked.insert(key(.refund, "P", "R"), amountFen: 2, isContested: false, position: 9)
        #expect(first == .inserted && second == .duplicateKey)
    }

    @Test func growingLosesNothing() {
        var booked = BookedRecords(expected: 1)
        let count = 50_000
        for index in 0..<count {
            _ = booked.insert(
                key(.payment, "P\(index)"), amountFen: Int64(index), isContested: false, position: UInt64(index))
        }
        var claimed = 0
        for index in 0..<count {
            let claim = booked.claim(key(.payment, "P\(index)"), amountFen: Int64(index), place: UInt64(index))
            if claim == .plain { claimed += 1 }
        }
        #expect(claimed == count)
    }

    @Test func textsNeverRunTogether() {
        let keys = Set([
            key(.refund, "AB", "C"), key(.refund, "A", "BC"), key(.payment, "ABC"), key(.refund, "ABC", ""),
            key(.payment, "ABC\0"), key(.payment, "12345678"), key(.payment, "12345678\0"),
        ])
        #expect(keys.count == 7)
    }
}
