import Cryptography
import Vocabulary

/// Both simulated channels, listening on loopback. Starting, stopping and calling are plain blocking calls and need
/// none of Swift's shared threads.
package final class SimulatedChannels: Sendable {
    package let ports: SimulatedChannelsPorts
    package let keys: KeyMaterial
    package let options: SimulatedChannelsOptions
    /// What still goes wrong; faults can be added while the channels run.
    package let faults: ChannelFaultPlan
    package let requests: RequestLog

    private let servers: [LoopbackServer]

    /// - Parameter port: the first of four in a row: WeChat Pay, its fallback host, Alipay, Alipay's downloads. 0 lets
    ///   the system choose each.
    package static func start(
        source: any SimulatedBillSource, keys: KeyMaterial, clock: Clock = .system,
        options: SimulatedChannelsOptions = SimulatedChannelsOptions(), faults: ChannelFaultPlan = .none,
        port: UInt16 = 0
    ) throws(Problem) -> SimulatedChannels {
        try SimulatedChannels(
            source: source, keys: keys, clock: clock, options: options, faults: faults, firstPort: port)
    }

    private init(
        source: any SimulatedBillSource, keys: KeyMaterial, clock: Clock, options: SimulatedChannelsOptions,
        faults: ChannelFaultPlan,
        firstPort: UInt16
    ) throws(Problem) {
        let log = RequestLog()
        let cache = BillCache()
        let wechatPay = WeChatPayChannel(
            gate: WeChatPayGate(
                merchants: Dictionary(keys.wechatPay.map { ($0.mchid, $0) }) { first, _ in first }, options: options),
            source: source, clock: clock, options: options, faults: faults, log: log, cache: cache)
        let alipay = AlipayChannel(
            gate: AlipayGate(
                applications: Dictionary(keys.alipay.map { ($0.appID, $0) }) { first, _ in first }, options: options),
            source: source,
            clock: clock, options: options, faults: faults, log: log, cache: cache,
            openBalances: OpenBalances(options.openDepositAnswers))
        var servers: [LoopbackServer] = []
        // Downloads come last but start first: the gateway has to know where to send callers.
        func listen(
            _ offset: UInt16, _ handle: @escaping @Sendable (SimulatedHTTPRequest, UInt16) -> HTTPReply
        ) throws(Problem) -> LoopbackServer {
            do {
                let server = try LoopbackServer(port: firstPort == 0 ? 0 : firstPort &+ offset, handle: handle)
                servers.append(server)
                return server
            } catch {
                for server in servers { server.stop() }
                throw error
            }
        }
        let downloads = try listen(3) { alipay.download(request: $0, port: $1) }
        let downloadPort = downloads.port
        let gateway = try listen(2) { alipay.reply(to: $0, port: $1, downloadPort: downloadPort) }
        let fallback = try listen(1) { wechatPay.reply(to: $0, port: $1) }
        let primary = try listen(0) { wechatPay.reply(to: $0, port: $1) }
        ports = SimulatedChannelsPorts(
            wechatPay: primary.port, wechatPayFallback: fallback.port, alipay: gateway.port,
            alipayDownload: downloadPort)
        self.servers = servers
        self.keys = keys
        self.options = options
        self.faults = faults
        requests = log
    }

    /// Writes the callers' side of the keys below `directory`, all files mode 0600, and tells what is where.
    package func writeKeys(to directory: String) throws(Problem) -> ClientDescription {
        try keys.write(to: directory, options: options, ports: ports)
    }

    /// Ends all connections and returns when nothing runs any more. A second call does nothing.
    package func stop() { for server in servers { server.stop() } }
}
