import FoundationEssentials
import Glibc
import Ledger
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestPlaces
import Testing
import Vocabulary

/// A world of its own, its orders in a database of its own, and a configuration that names only what is on disk: the
/// channels are simulated by files, or not there at all.
struct Installation {
    let directory: TemporaryDirectory
    let world: World
    let configuration: String
    let cluster: PrivateCluster
    let database: String

    static let days = BusinessDay(number: 20_776)...BusinessDay(number: 20_778)

    init(_ plan: FaultPlan, isMigrated: Bool = true, database: String = #function) throws {
        cluster = try TestCluster.shared.get()
        directory = try TemporaryDirectory()
        self.database = String(database.prefix { $0 != "(" }.suffix(60))
        try cluster.createDatabase(self.database)
        world = try World(seed: 11, days: Self.days, paymentsPerDay: 20, faults: plan)
        let connection = try Connection(cluster.conninfo(database: self.database), name: "test")
        try TaobaoSchema.create(connection)
        try TaobaoSchema.load(world, connection)
        if isMigrated { try Schema.migrate(connection) }
        configuration = try directory.write("r.yaml", Self.text(cluster, self.database, directory.path))
    }

    private static func text(_ cluster: PrivateCluster, _ database: String, _ directory: String) -> String {
        """
        results:
          conninfo: "\(cluster.conninfo(database: database).replacing("\\", with: "\\\\"))"
        archive:
          directory: \(directory)/bills
        accounts:
          - channel: wechatpay
            account: "1900999001"
            start_date: 2026-11-01
            contracted_rate: 0.6%
            private_key: \(directory)/wechatpay.pem
            certificate_serial: 5157F09EFDC096DE15EBE81A47057A72
            api_key_v3: \(directory)/api_key_v3
            hosts: [http://127.0.0.1:9]
          - channel: alipay
            account: "2088000000000001"
            start_date: 2026-11-01
            contracted_rate: 0.6%
            private_key: \(directory)/alipay.pem
            app_id: "2021000000000001"
            alipay_public_key: \(directory)/alipay_public.pem
            gateway: http://127.0.0.1:9/gateway.do

        """
    }

    func run(_ arguments: [String], output: String? = nil) throws -> Program.Outcome {
        try Program.run(arguments + ["--config", configuration], output: output)
    }

    /// Another configuration file.
    func changed(_ change: (String) -> String) throws -> String {
        let text = try String(contentsOf: URL(filePath: configuration), encoding: .utf8)
        let other = change(text)
        try #require(other != text)
        return try directory.write("changed.yaml", other)
    }

    func check(_ change: (String) -> String) throws -> Program.Outcome {
        try Program.run(["check", "--config", changed(change)])
    }

    /// Writes a bill as the channel delivers it, and imports it.
    func importBill(
        _ index: Int, _ day: BusinessDay, corruption: BillCorruption? = nil, as asked: BusinessDay? = nil,
        more: [String] = []
    ) throws -> Program.Outcome {
        let account = world.accounts[index].id
        let kind: SimulatedBillKind = account.channel == .alipay ? .trade : .all
        let bill = try #require(try world.bill(account, day, kind, corruption: corruption))
        let file = try directory.write(bill.fileName, try bill.delivered())
        return try run(
            [
                "import", file, "--channel", account.channel.rawValue, "--account", account.account, "--date",
                (asked ?? day).description,
            ] + more)
    }

    func value(_ sql: String) throws -> String {
        let connection = try Connection(cluster.conninfo(database: database), name: "test")
        return try connection.query(sql).text(0, 0)
    }

    func execute(_ sql: String) throws {
        let connection = try Connection(cluster.conninfo(database: database), name: "test")
        try connection.execute(sql)
    }
}
