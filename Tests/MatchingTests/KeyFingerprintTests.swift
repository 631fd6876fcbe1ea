import Matching
import Testing
import Vocabulary

/// Digests of bills and records are kept in the ledger, and rest on this function: it may never give other values.
@Test(arguments: [
    (EntryType.payment, "", "", UInt64(0x685F_6F41_F7A3_A1B7), UInt64(0x5FB6_7F32_8EFC_A39E)),
    (.payment, "1234567", "", 0x5825_B4B2_C36C_187C, 0x961F_800F_CE83_EE8C),
    (.payment, "12345678", "", 0xA563_82FA_F766_9EB7, 0x40AC_3152_EC40_DD3F),
    (.refund, "123456789", "ABC", 0x7150_A0DF_166E_9689, 0x6E8E_BF69_C5D9_8659),
    (
        .refund, "T20261121123456789012345", "4200001234202611211234567890", 0x24CC_C93A_345D_0D94,
        0xDA35_BECB_1BB7_9952
    ),
])
func fingerprintsStayWhatTheyAre(
    type: EntryType, paymentNo: String, refundNo: String, high: UInt64, low: UInt64
) {
    let fingerprint = Array(paymentNo.utf8).withUnsafeBytes { payment in
        Array(refundNo.utf8).withUnsafeBytes { refund in
            KeyFingerprinter(seedHigh: 0x123_4567, seedLow: 0x89A_BCDE).fingerprint(
                type, paymentNo: payment, refundNo: refund)
        }
    }
    #expect(fingerprint == KeyFingerprint(high: high, low: low))
}
