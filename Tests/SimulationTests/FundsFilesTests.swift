import FoundationEssentials
import Glibc
import Testing
import Vocabulary

@testable import Simulation

/// What `generate --funds` writes.
@Test func fundsBillsAndTheirTruthAreWrittenBesideTheSameTradeBills() throws {
    let world = try WorldFixture.world(7, payments: 60)
    let funds = SimulatedFunds(world, .full)
    let directory = "/tmp/simulation-funds-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: directory) }
    _ = try WorldFiles(directory: "\(directory)/plain", hasGzip: false).write(world)
    let written = try WorldFiles(directory: "\(directory)/funds", hasGzip: false).write(funds)
    let plain = try files("\(directory)/plain")
    let all = try files("\(directory)/funds")
    for (path, bytes) in plain where path != "truth.json" { #expect(all[path] == bytes, "\(path)") }
    for account in world.accounts {
        for pot in funds.pots(account) {
            for day in world.dayList {
                let bill = try funds.bill(account.id, day, pot)
                let name = RenderedBill.fileName(
                    World.AccountDay(account.id, day), SimulatedBillKind(fundsOf: pot))
                let expected = try bill?.delivered()
                #expect(all["funds/\(account.id.account)/\(day)/\(name)"] == expected, "\(name)")
            }
        }
    }
    #expect(all.count > plain.count)

    struct Truth: Decodable {
        struct Item: Decodable {
            let code: String
            let difference_fen: Int64
        }
        struct Lines: Decodable {
            struct Line: Decodable {
                let line: String
                let amount_fen: Int64
            }
            let pot: String?
            let statement: [Line]?
            let bridge: [Line]?
        }
        let items: [Item]
        let funds_items: [Item]
        let funds_waiting: [Item]
        let funds_statements: [Lines]
        let funds_bridges: [Lines]
    }
    let truth = try JSONDecoder().decode(Truth.self, from: Data(try #require(all["truth.json"])))
    #expect(written.items == truth.items.count + truth.funds_items.count)
    #expect(Set(truth.funds_items.map(\.code)) == Set(ExpectedFundsItem.Code.allCases.map(\.rawValue)))
    #expect(truth.funds_waiting.allSatisfy { $0.code == "not_booked" })
    #expect(truth.funds_bridges.count == world.accountDays.count)
    #expect(truth.funds_statements.count == world.accounts.reduce(0) { $0 + funds.pots($1).count } * 3)
    #expect(truth.funds_statements.allSatisfy { $0.statement?.first?.line == "opening" && $0.pot != nil })
}

private func files(_ directory: String) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
        if let data = FileManager.default.contents(atPath: "\(directory)/\(path)") { found[path] = Array(data) }
    }
    return found
}
