import Cryptography
import Vocabulary

/// The checks that stand before every interface of `gateway.do`.
struct AlipayGate: Sendable {
    static let method = "alipay.data.dataservice.bill.downloadurl.query"
    static let balanceMethod = "alipay.data.bill.balancehis.query"
    static let depositMethod = "alipay.data.bill.bail.query"
    static let methods = [method, balanceMethod, depositMethod]

    /// By application number.
    let applications: [String: SimulatedAlipayKeys]
    let options: SimulatedChannelsOptions

    /// The application that the call names, whether or not the call is in order.
    func application(_ parameters: AlipayParameters) -> SimulatedAlipayKeys? {
        parameters["app_id"].flatMap { applications[$0] }
    }

    /// Throws what the real gateway answers. `now` is the gateway's clock.
    func admit(_ parameters: AlipayParameters, now: Int64) throws(SimulatedAlipayRefusal) -> SimulatedAlipayKeys {
        let method = try parameters.required("method")
        _ = try parameters.required("app_id")
        let timestamp = try parameters.required("timestamp")
        let version = try parameters.required("version")
        let signType = try parameters.required("sign_type")
        let signature = try parameters.required("sign")
        guard let keys = application(parameters) else { throw .invalid("app-id", "无效的AppID参数") }
        guard Self.methods.contains(method) else { throw .invalid("method", "不存在的方法名") }
        guard parameters["format"].map({ $0.lowercased() == "json" }) ?? true else {
            throw .invalid("format", "无效的数据格式")
        }
        guard parameters["charset"]?.lowercased() == "utf-8" else { throw .invalid("charset", "字符集错误") }
        guard version == "1.0" else { throw .invalid("version", "无效的版本参数") }
        guard signType == "RSA2" else { throw .invalid("signature-type", "无效的签名类型") }
        guard let moment = ShanghaiTime.epochSeconds(timestamp), abs(now - moment) < options.clockToleranceSeconds
        else { throw .invalid("timestamp", "非法的时间戳参数") }
        guard parameters["app_auth_token"] == nil, parameters["auth_token"] == nil else {
            throw SimulatedAlipayRefusal(
                code: "20001", message: "Insufficient Token Permissions", subCode: "aop.invalid-app-auth-token",
                subMessage: "无效的应用授权令牌", isOfGateway: true)
        }
        try checkCertificateNumbers(parameters, keys)
        let publicKey = try? keys.appKey.publicKey
        guard publicKey?.verifies(base64Signature: signature, of: Array(parameters.signedText.utf8)) == true else {
            throw .invalid("signature", "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配", isOfGateway: false)
        }
        return keys
    }

    private func checkCertificateNumbers(_ parameters: AlipayParameters, _ keys: SimulatedAlipayKeys)
        throws(SimulatedAlipayRefusal)
    {
        let names = ["app_cert_sn", "alipay_root_cert_sn"]
        guard options.usesCertificates(keys.partnerID) else {
            // An application that registered a bare key has no certificate to name.
            for name in names where parameters[name] != nil {
                throw .invalid(name.replacing("_", with: "-"), "应用未使用证书签名")
            }
            return
        }
        let expected = [
            SimulatedAlipayCertificateNumber.of(keys.appCertificate),
            try? SimulatedAlipayCertificateNumber.ofRoots(keys.platform.rootBundle),
        ]
        for (name, number) in zip(names, expected) where try parameters.required(name) != number {
            throw .invalid(name.replacing("_", with: "-"), "证书序列号与应用不匹配")
        }
    }
}
