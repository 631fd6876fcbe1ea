import Cryptography
import Vocabulary

@testable import Bills
@testable import Channels

/// Containers, each as it is and once more with checksums and sizes that fit, as few mutations get past those.
extension FuzzTarget {
    static let zip = FuzzTarget(name: "zip") { input in
        let bytes = Array(input)
        let isBill = try holdZip(bytes)
        if let repaired = RepairedContainer.zip(bytes) { _ = try holdZip(repaired) }
        return isBill
    }

    private static func holdZip(_ bytes: [UInt8]) throws -> Bool {
        let file = InMemoryFile(bytes)
        let isProven = try refusing { try proveZip(file.bill.path, limits: BillLimits()) } != nil
        var isBill = false
        for account in [DecodedBill.alipay, DecodedBill.wechatPay] {
            guard try DecodedBill.read([file], of: account) != nil else { continue }
            try hold(isProven || !bytes.starts(with: [0x50, 0x4B]), "a ZIP is decoded that cannot be proven")
            isBill = true
        }
        return isBill
    }

    static let gzip = FuzzTarget(name: "gzip") { input in
        let bytes = Array(input)
        let isBill = try holdGzip(bytes)
        if let repaired = RepairedContainer.gzip(bytes) { _ = try holdGzip(repaired) }
        return isBill
    }

    private static func holdGzip(_ bytes: [UInt8]) throws -> Bool {
        let file = InMemoryFile(bytes)
        let plain = RepairedContainer.inflatedGzip(bytes)
        let account = plain?.first == UInt8(ascii: "#") ? DecodedBill.alipay : DecodedBill.wechatPay
        let isBill = try DecodedBill.read([file], of: account) != nil
        var limits = TransferLimits()
        limits.inflatedBytesMax = 8 << 20
        let digest = InflatingDigest(limits: limits)
        let sha1 = try refusing {
            // As a network would, in pieces.
            for start in stride(from: 0, to: bytes.count, by: 50) {
                try Array(bytes[start..<min(start + 50, bytes.count)]).withUnsafeBytes { try digest.update($0) }
            }
            return try digest.finish()
        }
        guard let sha1, !bytes.isEmpty else { return isBill }
        try hold(
            plain.map { Hexadecimal.text(Digest.of($0, by: .sha1)) } == sha1, "zlib inflates the gzip to something else"
        )
        return isBill
    }
}
