import Channels
import Testing

@testable import Daemon

@Test(
    arguments: [
        ("0.60%", 60_000), ("0.6%", 60_000), ("0%", 0), ("10%", 1_000_000), ("0.00001%", 1), ("10.00000%", 1_000_000),
        ("10.00001%", nil), ("0.000001%", nil), ("0.60", nil), (".6%", nil), ("1.%", nil), ("-1%", nil), ("+1%", nil),
        ("1,5%", nil), ("1e1%", nil), ("%", nil), ("", nil), ("٣%", nil),
    ] as [(String, Int64?)])
func aRateIsReadExactlyOrRefused(_ text: String, _ expected: Int64?) {
    #expect(ConfigurationValue.percent(text, decimals: 5, upTo: 10) == expected)
}

@Test(
    arguments: [
        ("0s", 0), ("30m", 1800), ("12h", 43_200), ("43200s", 43_200), ("43201s", nil), ("13h", nil), ("1d", nil),
        ("30", nil), ("-1m", nil), ("1.5h", nil), ("m", nil), ("999999999999h", nil), ("9999999999999999999999h", nil),
    ] as [(String, Int64?)])
func aDurationIsReadExactlyOrRefused(_ text: String, _ expected: Int64?) {
    #expect(ConfigurationValue.seconds(text, in: 0...43_200) == expected)
}

@Test(
    arguments: [
        ("400d", 400), ("399d", nil), ("36500d", 36_500), ("36501d", nil), ("400", nil), ("9600h", nil), ("-400d", nil),
    ] as [(String, Int64?)])
func aNumberOfDaysIsReadExactlyOrRefused(_ text: String, _ expected: Int64?) {
    #expect(ConfigurationValue.days(text, in: 400...36_500) == expected)
}

@Test(
    arguments: [
        ("64MiB", 64 << 20), ("65536KiB", 64 << 20), ("1GiB", 1 << 30), ("64MB", nil), ("64", nil), ("63MiB", nil),
        ("2GiB", nil), ("MiB", nil),
    ] as [(String, Int64?)])
func aSizeIsReadExactlyOrRefused(_ text: String, _ expected: Int64?) {
    #expect(ConfigurationValue.bytes(text, in: 64 << 20...1 << 30) == expected)
}

@Test(arguments: [
    ("https://api.mch.weixin.qq.com", true), ("https://h:8443", true), ("http://127.0.0.1:8080", true),
    ("http://localhost", true), ("http://[::1]:80", true), ("http://127.0.0.1.evil.org", false),
    ("http://localhost@evil.org", false), ("https://a/", false), ("https://a/x", false), ("https://", false),
    ("https://a:0", false), ("https://a:65536", false), ("https://a:", false), ("ftp://a", false), ("a", false),
    ("https://a b", false), ("https://a?x", false), ("https://ａ", false), ("http://10.0.0.1", false),
])
func onlySafeOriginsAreTaken(_ text: String, _ isTaken: Bool) {
    #expect((OptionText.origin(text) != nil) == isTaken)
}

@Test(arguments: [
    ("taobao.payment_record", true), ("A._b9", true), ("payment", false), ("a.b.c", false), ("a.", false),
    (".b", false), ("a.9b", false), ("a.b\"c", false), ("a.b c", false), ("a.é", false), ("", false),
    ("a." + String(repeating: "b", count: 63), true), ("a." + String(repeating: "b", count: 64), false),
])
func onlyPlainRelationNamesAreTaken(_ text: String, _ isTaken: Bool) {
    #expect((ConfigurationValue.relation(text) != nil) == isTaken)
}
