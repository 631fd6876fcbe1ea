import Bills
import Channels
import Ledger
import Postgres
import Settlement
import Vocabulary

/// Reads archived bills, of any account that the ledger has.
struct VerifyBills {
    let channels: ChannelList
    let limits: BillLimits

    /// Holds the day's bills in force against the ledger. The caller's transaction sees one moment.
    /// - Parameter proven: paths of files that were proven just now.
    func verify(
        _ day: VerifiedDay, proven: Set<String>, _ findings: inout VerifyFindings, _ connection: borrowing Connection
    ) throws {
        // Without a trade bill in force the money expects nothing.
        var expectedFen: Int64? = 0
        for unit in day.units {
            let key = UnitKey(day.accountID, unit.day, unit.kind)
            guard let inForce = try DayInForce(unit, accountID: day.accountID, connection) else {
                if try !RunJournal.recordedFiles(of: key, connection).isEmpty { findings.unconcludedBills += 1 }
                continue
            }
            let bill = try RunJournal.archivedBill(key, connection)
            if bill == nil { findings.deletedBills += 1 }
            let isReadable = try bill.map { try isProven($0.files, unit, proven) } ?? false
            let files = bill?.files ?? []
            let proof: DayProof
            switch unit.kind {
            case .trade:
                proof = try verifyTradeDay(
                    inForce, files, bill: isReadable ? { try read(files, unit, $0) } : nil, connection)
                expectedFen = proof.expectedFen
            case .sharing:
                proof = try verifySharingDay(
                    inForce, files, reading: isReadable ? { try read($0, unit, $1) } : nil, connection)
            default:
                proof = try verifyFundsDay(
                    inForce, files, funds: isReadable ? { file, _, sink in try read(file, unit, sink) } : nil,
                    areBalancesChained: channels[unit.account.channel]?.fundsDecoder?.areBalancesChained ?? false,
                    expectedFen: expectedFen, connection)
            }
            if isReadable { findings.bills += 1 }
            findings.statements += proof.statements
            findings.unheldRows += proof.unheldRows
            findings.movedOnStatements += proof.statementsMovedOn
            for problem in proof.problems { try findings.find(advised(problem, unit)) }
        }
    }

    /// A file that came in since is proven here; one that is not what came in has been told of already.
    private func isProven(_ files: [BillFile], _ unit: DayUnit, _ proven: Set<String>) throws -> Bool {
        for file in files where !proven.contains(file.path) {
            do throws(Problem) { try BillArchive.prove([file], of: unit) } catch { return false }
        }
        return true
    }

    private func read(
        _ files: [BillFile], _ unit: DayUnit, _ sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        try channel(unit).decoder(.trade, expected(unit)).entries(of: files, sink: sink)
    }

    private func read(
        _ file: BillFile, _ unit: DayUnit, _ sink: (borrowing Movement) throws -> Void
    ) throws -> FundsSummary {
        guard let pot = file.pot else {
            throw Problem(.billDiffers, "a file of the funds bill names no pot", at: unit.place)
        }
        return try channel(unit).fundsDecoder(ExpectedFunds(expected(unit), pot: pot, isImport: file.isImported))
            .decode(file, progress: { _ in }, sink: sink)
    }

    private func read(
        _ file: BillFile, _ unit: DayUnit, _ sink: (borrowing Share) throws -> Void
    ) throws -> SharingSummary {
        try channel(unit).sharingDecoder(expected(unit)).decode(file, progress: { _ in }, sink: sink)
    }

    private func expected(_ unit: DayUnit) -> ExpectedBill {
        ExpectedBill(account: unit.account, day: unit.day, limits: limits)
    }

    private func channel(_ unit: DayUnit) throws(Problem) -> ChannelDescriptor {
        guard let channel = channels[unit.account.channel] else {
            throw Problem(
                .channelRefusal, "this program knows no such channel", at: unit.place, expected: channels.words,
                found: unit.account.channel.rawValue, hint: "Verify it with a release that knows the channel.")
        }
        return channel
    }

    private func advised(_ problem: Problem, _ unit: DayUnit) -> Problem {
        guard [.billDiffers, .statementDiffers].contains(problem.code) else { return problem }
        return Problem(
            problem.code, problem.what, at: problem.place, expected: problem.expected, found: problem.found,
            hint: """
                See who changed the ledger. `\(reconcileCommand(unit, " --kind \(unit.kind) --archived"))` makes the day anew from its bill; a \
                closed day can only come from a backup.
                """)
    }
}
