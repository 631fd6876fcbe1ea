import CLibzip
import CZlib
import Cryptography
import TestPlaces
import Testing
import Vocabulary

@testable import Channels

#if canImport(Glibc)
    import Glibc
#endif

/// The sample bill of WeChatPayBill 7.9, with byte-order mark and CR LF.
enum SampleBills {
    static let wechatPay: [UInt8] = {
        let lines = [
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注",
            "`2026-11-21 08:15:02,`wx00aa11bb22cc33dd,`1900999001,`0,`,`4200009901202611210000000001,`SHOP-20261121-0001,`oExampleOpenId000000000001,`JSAPI,`SUCCESS,`OTHERS,`CNY,`88.00,`0.00,`0,`0,`0.00,`0.00,`,`,`有机茶叶,两罐装,`,`0.53000,`0.60%,`88.00,`0.00,`",
            #"`2026-11-21 12:40:31,`wx00aa11bb22cc33dd,`1900999001,`0,`POS01,`4200009901202611210000000002,`SHOP-20261121-0002,`oExampleOpenId000000000002,`NATIVE,`SUCCESS,`CMB_CREDIT,`CNY,`100.00,`20.00,`0,`0,`0.00,`0.00,`,`,`保温杯,`{"shop":"s1","lines":[1,2]},`0.60000,`0.60%,`120.00,`0.00,`"#,
            "`2026-11-21 16:05:44,`wx00aa11bb22cc33dd,`1900999001,`0,`,`4200009901202611190000000007,`SHOP-20261119-0007,`oExampleOpenId000000000003,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300009902026112100000001,`RF-20261121-0001,`30.00,`0.00,`ORIGINAL,`PROCESSING,`雨伞,`,`-0.18000,`0.60%,`0.00,`30.00,`",
            "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额", "`3,`188.00,`30.00,`0.00,`0.95000,`208.00,`30.00",
        ]
        return [0xEF, 0xBB, 0xBF] + Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }()
    static let wechatPaySHA1 = "b8de53a358c1681fb6321ff50263d07c8ba0f60f"
}

/// One gzip member, with a file name in its header as WeChat Pay writes it.
func gzipped(
    _ bytes: [UInt8], fileName: String? = "1900999001All2026-11-21.csv", level: Int32 = 6
) throws -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    try #require(
        deflateInit2_(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
    defer { deflateEnd(&stream) }
    var name = Array((fileName ?? "").utf8) + [0]
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + name.count + 64)
    let produced = name.withUnsafeMutableBufferPointer { name in
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var header = gz_header()
                header.name = name.baseAddress
                return withUnsafeMutablePointer(to: &header) { header in
                    if fileName != nil { deflateSetHeader(&stream, header) }
                    stream.next_in = input.baseAddress
                    stream.avail_in = UInt32(input.count)
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    return deflate(&stream, Z_FINISH) == Z_STREAM_END ? output.count - Int(stream.avail_out) : 0
                }
            }
        }
    }
    try #require(produced > 0)
    return Array(output.prefix(produced))
}

/// A ZIP of deflated members.
func zipped(_ members: [(name: String, content: [UInt8])]) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/sample.zip"
    var code: Int32 = 0
    let archive = try #require(zip_open(path, ZIP_CREATE | ZIP_EXCL, &code))
    for (name, content) in members {
        // libzip reads it only at closing, and frees it then.
        let buffer = try #require(malloc(max(1, content.count)))
        memcpy(buffer, content, content.count)
        let source = zip_source_buffer(archive, buffer, UInt64(content.count), 1)
        try #require(zip_file_add(archive, name, source, UInt32(ZIP_FL_OVERWRITE)) >= 0)
    }
    try #require(zip_close(archive) == 0)
    return try contents(of: path)
}

func contents(of path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &block, block.count)
        guard count > 0 else { return bytes }
        bytes += block.prefix(count)
    }
}

func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    try #require(fchmod(descriptor, mode) == 0)
}

func mode(of path: String) throws -> mode_t {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status.st_mode & 0o7777
}
