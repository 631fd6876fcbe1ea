import FoundationEssentials
import Postgres
import Simulation
import Systemd
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// What `serve` does once its arguments are read.
struct ServeRun {
    private let arguments: Serve
    private let world: World
    private let funds: SimulatedFunds
    private let seller: SellerMonth?
    private let options: SimulatedChannelsOptions
    private let faults: ChannelFaultPlan

    private static let daysRange = 1...3660

    init(_ arguments: Serve) throws(Problem) {
        self.arguments = arguments
        var accounts = SimulatedAccount.standard
        for index in accounts.indices { accounts[index].sharesProfit = arguments.sharing }
        world = try World(
            seed: arguments.seed, days: try Self.days(arguments), accounts: accounts,
            paymentsPerDay: arguments.payments,
            faults: FaultPlan(try Self.choice(arguments.mistakes, "--mistakes")))
        funds = SimulatedFunds(world, FundsPlan(try Self.choice(arguments.funds, "--funds")))
        seller = try Self.seller(arguments)
        var options = SimulatedChannelsOptions()
        options.refusesBalance = arguments.refuseBalance
        options.openDepositAnswers = arguments.openBalances
        options.defaultKeyMode = try Self.choice(arguments.keyMode, "--key-mode")
        options.alipayUsesCertificates = arguments.alipayCertificates
        options.signsErrors = !arguments.unsignedErrors
        self.options = options
        guard arguments.port <= UInt16.max - 3 else {
            throw Self.usage("--port", expected: "0 to 65532, four in a row", found: String(arguments.port))
        }
        faults = try Self.faultPlan(arguments.faults)
    }

    private static func usage(_ option: String, expected: String, found: String) -> Problem {
        Problem(
            .simulatorArgument, "\(option) is not understood", expected: expected, found: found)
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ option: String
    ) throws(Problem) -> Choice {
        guard let choice = Choice(rawValue: text) else {
            throw usage(
                option, expected: Choice.allCases.map { $0.rawValue }.joined(separator: ", "), found: text)
        }
        return choice
    }

    private static func days(_ arguments: Serve) throws(Problem) -> ClosedRange<BusinessDay> {
        guard daysRange.contains(arguments.days) else {
            throw usage("--days", expected: "1 to 3660", found: String(arguments.days))
        }
        guard let from = arguments.from else {
            let today = Clock.system.today
            return today.advanced(by: -arguments.days)...today.previous
        }
        guard let first = BusinessDay(from) else { throw usage("--from", expected: "yyyy-MM-dd", found: from) }
        return first...first.advanced(by: arguments.days - 1)
    }

    private static func seller(_ arguments: Serve) throws(Problem) -> SellerMonth? {
        guard let month = arguments.sellerMonth else { return nil }
        guard let firstDay = BusinessDay(month + "-01") else {
            throw usage("--seller-month", expected: "yyyy-MM", found: month)
        }
        guard (1...1_000_000).contains(arguments.sellerOrders) else {
            throw usage("--seller-orders", expected: "1 to 1000000", found: String(arguments.sellerOrders))
        }
        return SellerMonth(seed: arguments.seed, firstDay: firstDay, orders: arguments.sellerOrders)
    }

    private static func faultPlan(_ path: String?) throws(Problem) -> ChannelFaultPlan {
        guard let path else { return .none }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem(
                .simulatorFaultPlan, "the fault file cannot be read", at: Place(file: path),
                hint: "Give a file that exists and that you may read.")
        }
        return try ChannelFaultFile.plan(String(decoding: data, as: UTF8.self), file: path)
    }

    func serve() throws(Problem) {
        // Blocked before any thread starts, so that every thread inherits it and the signal waits to be fetched.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let (material, areNew) = try KeyMaterial.kept(in: arguments.keys, for: world.accounts.map(\.id))
        var source = WorldBillSource(funds)
        source.seller = seller
        let channels = try SimulatedChannels.start(
            source: source, keys: material, options: options, faults: faults, port: arguments.port)
        defer { channels.stop() }
        let description = try channels.writeKeys(to: arguments.keys)
        if let conninfo = arguments.load { try loadShop(conninfo) }
        try writeConfiguration(description)
        announce(channels, description, areKeysNew: areNew)
        ServiceManager(environment: ProcessInfo.processInfo.environment)?.ready(
            status: "serving \(world.days.lowerBound) to \(world.days.upperBound)")
        if !arguments.untilSignal { channels.endWithStandardInput() }
        var received: Int32 = 0
        sigwait(&signals, &received)
        report(channels)
    }

    /// The channels' own days stay as they are; so does a shop that is there, whose books may have gone on.
    private func loadShop(_ conninfo: String) throws(Problem) {
        do {
            let connection = try Connection(conninfo, name: "channel-simulator")
            let isThere = try connection.query("SELECT to_regnamespace('taobao') IS NOT NULL").bool(0, 0)
            print("shop            \(isThere ? "there already, left as it is" : "loaded") (\(conninfo))")
            guard !isThere else { return }
            try TaobaoSchema.create(connection)
            try TaobaoSchema.load(world, connection)
        } catch let error as PostgresError {
            throw error.problem("loading the shop")
        } catch {
            throw error as? Problem ?? Problem(.simulatorArgument, "the shop cannot be loaded: \(error)")
        }
    }

    private var directory: String {
        arguments.keys.hasPrefix("/")
            ? arguments.keys : "\(FileManager.default.currentDirectoryPath)/\(arguments.keys)"
    }

    private func writeConfiguration(_ description: ClientDescription) throws(Problem) {
        let file = ConfigurationFile(
            conninfo: arguments.load ?? "dbname=reconciled", archive: "\(directory)/bills", world: world,
            channels: description, funds: funds, hasDeposit: seller != nil)
        let path = "\(directory)/reconciled.yaml"
        do { try Data(file.text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw Problem(.simulatorKeys, "cannot write the configuration: \(error)", at: Place(file: path))
        }
    }

    private func announce(_ channels: SimulatedChannels, _ description: ClientDescription, areKeysNew: Bool) {
        let ports = channels.ports
        print("business days   \(world.days.lowerBound) to \(world.days.upperBound), seed \(world.seed)")
        print("WeChat Pay      \(ports.url(ports.wechatPay))  fallback \(ports.url(ports.wechatPayFallback))")
        for merchant in description.wechatpay {
            print("  \(merchant.mchid)    \(merchant.keyMode.rawValue)  \(merchant.merchantKeyPath)")
        }
        print("Alipay          \(ports.url(ports.alipay))/gateway.do  downloads \(ports.url(ports.alipayDownload))")
        for application in description.alipay {
            let mode = application.usesCertificates ? "certificates" : "public-key"
            print("  \(application.partnerID)  app \(application.appID)  \(mode)  \(application.appKeyPath)")
        }
        print("keys            \(areKeysNew ? "new" : "of the last start")")
        print("all of it       \(arguments.keys)/channels.json, \(arguments.keys)/reconciled.yaml")
        print("ready")
        fflush(nil)
    }

    private func report(_ channels: SimulatedChannels) {
        let records = channels.requests.records
        print("answered        \(records.count) requests, \(records.filter { $0.code != nil }.count) of them refused")
        for (fault, count) in channels.faults.met {
            let day = fault.day.map { " \($0)" } ?? ""
            print("fault met       \(count) x \(fault.account)\(day) \(fault.step.rawValue) \(fault.kind)")
        }
        fflush(nil)
    }
}
