import Cryptography
import Testing
import Vocabulary

@testable import Simulation

/// The bytes of a world's trade bills are a promise: what is added to the simulator leaves them as they were.
@Test func tradeBillsOfASeedHaveTheBytesThatTheyAlwaysHad() throws {
    let world = try WorldFixture.world(7, days: 4, payments: 200)
    var found: [String] = []
    for account in world.accounts {
        let kind: SimulatedBillKind = account.channel == .alipay ? .trade : .all
        var bytes: [UInt8] = []
        for day in world.dayList {
            let bill = try #require(try world.bill(account.id, day, kind))
            bytes += bill.text + (bill.summaryText ?? [])
        }
        found.append(Hexadecimal.text(Digest.of(bytes, by: .sha1)).lowercased())
    }
    #expect(
        found == [
            "eeaa6d4d93eaeb3421179bfa546d24e5a8c08445", "de5eccec7029f7792e1d910ea1c52661d909aa1d",
            "74d51adf23815cbd863b7c8442b880662ec28257",
        ])
    let truth = Array(TruthJSON.text(of: world).text.utf8)
    #expect(
        Hexadecimal.text(Digest.of(truth, by: .sha256)).lowercased()
            == "39372691a4f8fa97c2ca98acd07af258414fbec81a47a1aad4dfc7a01adbeb55")
}
