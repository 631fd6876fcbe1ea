import Testing

@testable import Settlement

/// A damaged row may say any line and any file: there is an answer.
@Suite struct PlaceBitsTests {
    @Test func everyPlaceIsItsOwn() {
        let places = [Int16.min, -1, 0, 1, 2, .max].flatMap { file in
            [Int32.min, -1, 0, 1, 63, 64, 5000].map { EntryPlace(fileNumber: file, lineNumber: $0) }
        }
        var bits = PlaceBits()
        for (index, place) in places.enumerated() {
            #expect(!bits[place])
            bits[place] = true
            #expect(places.enumerated().allSatisfy { bits[$1] == ($0 <= index) })
        }
        for (index, place) in places.enumerated() {
            bits[place] = false
            #expect(places.enumerated().allSatisfy { bits[$1] == ($0 > index) })
        }
    }
}
