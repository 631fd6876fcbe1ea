import Cryptography
import Glibc
import TestPlaces

/// Key files of the accounts of `Installation`: our own keys, and another key in the place of the channel's.
func writeKeys(
    _ installation: Installation, mode: mode_t = 0o600, ownPublicKeyAsChannels: Bool = false
) throws {
    let own = try PrivateKey.generate()
    let channel = try PrivateKey.generate()
    let directory = installation.directory
    _ = try directory.write("wechatpay.pem", own.pem, mode: mode)
    _ = try directory.write("alipay.pem", own.pem, mode: mode)
    _ = try directory.write("api_key_v3", "too short\n", mode: mode)
    let shown = ownPublicKeyAsChannels ? own : channel
    _ = try directory.write("alipay_public.pem", try shown.publicKey.pem, mode: 0o644)
}
