import CLibcurl
import Vocabulary

@testable import Channels

extension FuzzTarget {
    /// Addresses that a channel names, and hosts of a configuration. What we take for the host is what libcurl will talk to.
    static let addresses = FuzzTarget(name: "addresses") { input in
        let text = String(decoding: input, as: UTF8.self)
        if let address = WebAddress(text) {
            try hold(WebAddress(address.text) == address, "an address is another one when it is written and read")
            if let host = curlHost(address.text) {
                try hold(host == address.origin.host, "libcurl would talk to \(host), not to \(address.origin.host)")
            }
        }
        _ = try refusing { try WebOrigin(configured: text) }
        let hosts = try AlipayDownloadHosts(["*.alipay.com", "127.0.0.1:8443"])
        guard let allowed = try refusing({ try hosts.address(text, pid: "2088000000000001") }) else {
            return false
        }
        let host = allowed.origin.host
        try hold(
            (host.hasSuffix(".alipay.com") && allowed.origin.scheme == .https) || host == "127.0.0.1",
            "a download from \(allowed.origin) is allowed")
        try hold(
            curlHost(allowed.text) == host, "libcurl would download from \(curlHost(allowed.text) ?? "nowhere")")
        return true
    }

    /// nil where libcurl refuses the address.
    private static func curlHost(_ text: String) -> String? {
        guard let url = curl_url() else { return nil }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_PATH_AS_IS)) == CURLUE_OK else { return nil }
        var host: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK, let host else { return nil }
        defer { curl_free(host) }
        return String(cString: host).lowercased()
    }
}
