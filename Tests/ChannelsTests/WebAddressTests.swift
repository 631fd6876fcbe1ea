import Testing
import Vocabulary

@testable import Channels

@Test func anAddressKeepsPathAndQueryByteForByte() throws {
    let address = try #require(WebAddress("https://API.mch.weixin.qq.com/v3/billdownload/file?token=a%2Fb+c&x=%zz"))
    #expect(address.origin == WebOrigin(scheme: .https, host: "api.mch.weixin.qq.com", port: 443))
    #expect(address.target == "/v3/billdownload/file?token=a%2Fb+c&x=%zz")
    #expect(address.path == "/v3/billdownload/file")
    #expect(address.queryValue("token") == "a%2Fb+c")
    #expect(address.queryValue("tok") == nil)
    #expect(address.text == "https://api.mch.weixin.qq.com/v3/billdownload/file?token=a%2Fb+c&x=%zz")
}

@Test(arguments: [
    "", "api.mch.weixin.qq.com/x", "ftp://api.mch.weixin.qq.com/x", "https://api.mch.weixin.qq.com",
    "https://api.mch.weixin.qq.com@evil.example/x", "https://evil.example#@api.mch.weixin.qq.com/",
    "https://evil.example\\.api.mch.weixin.qq.com/x", "https://host:0/x", "https://host:65536/x", "https://host:/x",
    "https://host:4a/x", "https:///x", "https://ho st/x", "https://host/x y", "https://host/x\r\nHost: evil",
    "https://主机/x",
    "https://[::2]/x", "https://host?x=/y", "https://host%2eevil/x", "https://2130706433/x", "https://127.1/x",
    "https://0177.0.0.1/x", "https://0x7f.0.0.1/x", "https://host.0x1/x", "https://127.0.0.256/x",
    "https://127.0.0.1./x",
])
func anAddressThatTwoParsersCouldReadDifferentlyIsRefused(_ text: String) {
    #expect(WebAddress(text) == nil)
}

@Test func onlyThisMachineCountsAsLoopback() throws {
    for text in ["http://127.0.0.1:80/", "http://127.8.9.10/", "http://localhost:1/", "http://[::1]:99/"] {
        #expect(try #require(WebAddress(text)).origin.isLoopback, "\(text)")
    }
    for text in [
        "http://127.0.0.1.evil.example/", "http://128.0.0.1/", "http://localhost.evil/",
    ] {
        #expect(try !#require(WebAddress(text)).origin.isLoopback, "\(text)")
    }
}

@Test func configuredHostsAreSecureUnlessTheyAreThisMachine() throws {
    #expect(try WebOrigin(configured: "api.mch.weixin.qq.com").description == "https://api.mch.weixin.qq.com")
    #expect(try WebOrigin(configured: "127.0.0.1:8080").description == "http://127.0.0.1:8080")
    #expect(try WebOrigin(configured: "https://127.0.0.1:8443").description == "https://127.0.0.1:8443")
    for text in ["http://api.mch.weixin.qq.com", "host/path", "user@host", ""] {
        let failure = #expect(throws: Problem.self) { try WebOrigin(configured: text) }
        #expect(failure?.code == .settingsInvalid)
    }
}

@Test func theDateOfAnAnswerIsReadAsTimeOfDay() {
    #expect(epochSeconds(httpDate: "Sun, 22 Nov 2026 02:00:00 GMT") == 1_795_312_800)
    #expect(epochSeconds(httpDate: "Sun Nov 22 02:00:00 2026") == nil)
}
