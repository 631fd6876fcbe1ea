import CZlib
import Vocabulary

/// Writes a ZIP in memory as Alipay's servers do: raw member names, no UTF-8 flag. The same input gives the same bytes.
struct SimulatedZipArchive {
    private var bytes = [UInt8]()
    private var directory = [UInt8]()
    private var members = 0
    private let dosDate: UInt16
    /// 05:46:48, in steps of two seconds.
    private static let dosTime: UInt16 = 5 << 11 | 46 << 5 | 24

    private static let versionNeeded: UInt16 = 20
    private static let deflated: UInt16 = 8

    /// - Parameter day: of the members' time stamps.
    init(day: BusinessDay) {
        let (year, month, dayOfMonth) = day.components
        dosDate = UInt16(truncatingIfNeeded: (year - 1980) << 9 | month << 5 | dayOfMonth)
    }

    /// - Parameter name: as it shall stand in the archive, byte for byte.
    mutating func add(_ name: [UInt8], _ content: [UInt8]) throws(Problem) {
        let compressed = try Deflate.compressed(content, .raw)
        let checksum = content.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
        let offset = UInt32(truncatingIfNeeded: bytes.count)
        var fields = ByteSink()
        fields.putLittleEndian(Self.versionNeeded)
        fields.putLittleEndian(UInt16(0))
        fields.putLittleEndian(Self.deflated)
        fields.putLittleEndian(Self.dosTime)
        fields.putLittleEndian(dosDate)
        fields.putLittleEndian(checksum)
        fields.putLittleEndian(UInt32(truncatingIfNeeded: compressed.count))
        fields.putLittleEndian(UInt32(truncatingIfNeeded: content.count))
        fields.putLittleEndian(UInt16(truncatingIfNeeded: name.count))
        fields.putLittleEndian(UInt16(0))

        bytes += [0x50, 0x4B, 0x03, 0x04]
        bytes += fields.bytes
        bytes += name
        bytes += compressed

        directory += [0x50, 0x4B, 0x01, 0x02, 20, 0]
        directory += fields.bytes
        var rest = ByteSink()
        rest.putLittleEndian(UInt16(0))  // comment
        rest.putLittleEndian(UInt16(0))  // disk
        rest.putLittleEndian(UInt16(0))  // internal attributes
        rest.putLittleEndian(UInt32(0))  // external attributes
        rest.putLittleEndian(offset)
        directory += rest.bytes
        directory += name
        members += 1
    }

    func finished() -> [UInt8] {
        var end = ByteSink()
        end.put([0x50, 0x4B, 0x05, 0x06])
        end.putLittleEndian(UInt32(0))  // disks
        end.putLittleEndian(UInt16(truncatingIfNeeded: members))
        end.putLittleEndian(UInt16(truncatingIfNeeded: members))
        end.putLittleEndian(UInt32(truncatingIfNeeded: directory.count))
        end.putLittleEndian(UInt32(truncatingIfNeeded: bytes.count))
        end.putLittleEndian(UInt16(0))  // comment
        return bytes + directory + end.bytes
    }
}
