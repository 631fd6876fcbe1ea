import Cryptography
import Vocabulary

/// The strings of WeChatPay 2.1 and 3.2, byte for byte.
enum WeChatPaySigning {
    /// - Parameter target: path and query exactly as sent.
    static func requestMessage(
        method: String, target: String, timestamp: Int64, nonce: String, body: [UInt8] = []
    ) -> [UInt8] {
        Array("\(method)\n\(target)\n\(timestamp)\n\(nonce)\n".utf8) + body + [0x0A]
    }

    /// - Parameter timestamp: the header's value as received.
    static func answerMessage(timestamp: String, nonce: String, body: [UInt8]) -> [UInt8] {
        Array("\(timestamp)\n\(nonce)\n".utf8) + body + [0x0A]
    }

    static let scheme = "WECHATPAY2-SHA256-RSA2048"

    static func authorization(
        mchid: String, nonce: String, signature: String, timestamp: Int64, serial: String
    ) -> String {
        "\(scheme) mchid=\"\(mchid)\",nonce_str=\"\(nonce)\",signature=\"\(signature)\","
            + "timestamp=\"\(timestamp)\",serial_no=\"\(serial)\""
    }
}
