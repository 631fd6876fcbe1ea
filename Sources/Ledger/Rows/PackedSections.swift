import Postgres

/// The columns of a block, one after another, and where each lies: the fields of `columns` in the making.
struct PackedSections: ~Copyable {
    static let columns = "forms, sections, packed, steps"

    private static let (integerType, textType) = (Int32(23), Int32(25))
    private static let arrayHeaderBytes = 20

    /// What differs from entry to entry: the server only stores it.
    private var packed = ByteBuffer()
    /// What goes on by steps, or is nearly always the same: the server compresses it to next to nothing.
    private var steps = ByteBuffer()
    /// Of every section where it begins, from 1, in `steps` below zero; and how many bits each entry has in it.
    private var places = ByteBuffer()
    private var placeCount: Int32 = 0
    /// Of every column of numbers its coding, what fills up short ones, and what is before and after the first piece.
    private var forms = ByteBuffer()
    private var formCount: Int32 = 0
    private var array = ByteBuffer()

    mutating func removeAll() {
        packed.removeAll()
        steps.removeAll()
        places.removeAll()
        forms.removeAll()
        (placeCount, formCount) = (0, 0)
    }

    mutating func append(_ integers: borrowing IntegerColumn, from base: Int64 = 0) {
        let start = packed.count
        note(Int32(start + 1), bits: integers.pack(from: base, into: &packed))
    }

    mutating func append(steps integers: borrowing IntegerColumn) {
        let start = steps.count
        note(-Int32(start + 1), bits: integers.pack(into: &steps))
    }

    mutating func append(_ numbers: borrowing NumberColumn, _ form: NumberColumn.Form) {
        append(form.first, of: numbers, form.coding)
        if form.coding.bytes(form.second) <= NumberColumn.stepBytesMax {
            note(-Int32(steps.count + 1), bits: Int32(form.coding.bytes(form.second) * 8))
            numbers.pack(form.second, form.coding, inPlanes: true, into: &steps)
        } else {
            append(form.second, of: numbers, form.coding)
        }
        text(form.coding.name)
        text(form.isPadded ? NumberColumn.padding : "")
        text(numbers.head(form))
        text(numbers.middle(form))
    }

    private mutating func append(
        _ piece: Range<Int>, of numbers: borrowing NumberColumn, _ coding: NumberCoding
    ) {
        note(Int32(packed.count + 1), bits: Int32(coding.bytes(piece) * 8))
        numbers.pack(piece, coding, inPlanes: false, into: &packed)
    }

    private mutating func note(_ place: Int32, bits: Int32) {
        for number in [place, bits] {
            places.reserve(2 * MemoryLayout<Int32>.size)
            places.append(bigEndian: Int32(MemoryLayout<Int32>.size))
            places.append(bigEndian: number)
            placeCount += 1
        }
    }

    private mutating func text(_ text: StaticString) {
        self.text(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func text(_ text: UnsafeRawBufferPointer) {
        forms.reserve(MemoryLayout<Int32>.size + text.count)
        forms.append(bigEndian: Int32(text.count))
        forms.append(text)
        formCount += 1
    }

    mutating func write(_ writer: inout CopyWriter) throws {
        try write(forms.bytes, Self.textType, formCount, &writer)
        try write(places.bytes, Self.integerType, placeCount, &writer)
        try writer.field(packed.bytes)
        try writer.field(steps.bytes)
    }

    private mutating func write(
        _ elements: UnsafeRawBufferPointer, _ type: Int32, _ count: Int32, _ writer: inout CopyWriter
    ) throws {
        array.removeAll()
        array.reserve(Self.arrayHeaderBytes + elements.count)
        for number in [1, 0, type, count, 1] { array.append(bigEndian: number) }
        array.append(elements)
        try writer.field(array.bytes)
    }
}
