import Bills
import Matching
import Orders
import Postgres
import Vocabulary

/// The shop's side of the day, into memory. The keys themselves go to the spool: they are needed again only for the few
/// records that stay without an entry.
func readBooked(
    _ input: DayInput, _ orders: borrowing OrderSnapshot, _ fingerprinter: KeyFingerprinter,
    _ booked: inout BookedRecords, _ keys: inout Spool
) throws {
    var packed: [UInt8] = []
    try orders.streamMoney(input.account, day: input.day) { record in
        let key = fingerprinter.fingerprint(record.type, paymentNo: record.paymentNo, refundNo: record.refundNo)
        let insertion = booked.insert(
            key, amountFen: record.amountFen, isContested: !record.isCNY || !record.hasTime, position: keys.count)
        if insertion == .duplicateKey {
            throw duplicateKey(
                RecordKey(
                    type: record.type, paymentNo: String(decoding: record.paymentNo, as: UTF8.self),
                    refundNo: String(decoding: record.refundNo, as: UTF8.self))
            ).located(Place(account: input.account, day: input.day))
        }
        guard booked.bytes <= input.memoryBytesMax else {
            throw Problem(
                .memoryBound, "the day's records do not fit into the memory that matching may take",
                at: Place(account: input.account, day: input.day), expected: "at most \(input.memoryBytesMax) bytes",
                found: "\(booked.bytes) bytes for \(booked.count) records",
                hint: "Raise limits.memory in the configuration, and MemoryMax= of the unit if there is one.")
        }
        packed.removeAll(keepingCapacity: true)
        packed.append(record.type == .payment ? 0 : 1)
        for text in [record.paymentNo, record.refundNo] {
            withUnsafeBytes(of: UInt32(text.count)) { packed.append(contentsOf: $0) }
            packed.append(contentsOf: text)
        }
        try packed.withUnsafeBytes { try keys.append($0) }
    }
}

/// Keys that another day or account holds open: a duplicate there, a pair across days, a record that moved. Whatever
/// the day's bill says under such a key is for the rules to decide, with everything else that bears it.
func contestOpenKeys(
    _ input: DayInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter,
    _ booked: inout BookedRecords
) throws {
    var isFirst = true
    try connection.copyOut(
        """
        COPY (SELECT entry_type = 'payment', payment_no, refund_no FROM ledger.record
              UNION ALL SELECT entry_type = 'payment', payment_no, refund_no FROM pg_temp.open_key
              UNION ALL SELECT entry_type = 'payment', payment_no, refund_no FROM ledger.entry
                        WHERE outcome <> 'matched') TO STDOUT (FORMAT binary)
        """
    ) { message in
        guard var row = CopyRow(message, isFirst: isFirst) else { return }
        isFirst = false
        guard let isPayment = row.nextBool(), let paymentNo = row.next(), let refundNo = row.next() else { return }
        booked.contest(
            fingerprinter.fingerprint(isPayment ? .payment : .refund, paymentNo: paymentNo, refundNo: refundNo))
    }
}

/// The channel's side of the day, once through: what is plain is written with its outcome, what is not becomes an open
/// entry.
func readBill(
    _ bill: BillReading, _ input: DayInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter,
    _ booked: inout BookedRecords, progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest) {
    let progressRows: Int64 = 20_000
    var open = Spool()
    var digest = EntriesDigest()
    var row = EntryRow(accountID: input.accountID, day: input.day)
    let partition = SettlementTables.partition(input)
    let summary = try connection.copyIn(
        "COPY ledger.\(partition) (\(EntryRow.columns)) FROM STDIN (FORMAT binary)"
    ) { writer in
        try writer.header()
        var done: Int64 = 0
        let summary = try bill { entry in
            let isCNY = entry.currency.elementsEqual("CNY".utf8)
            let key = fingerprinter.fingerprint(entry.type, paymentNo: entry.paymentNo, refundNo: entry.refundNo)
            let isPlain =
                if entry.isClassified && isCNY && !entry.isRefundNotExecuted && !entry.paymentNo.isEmpty {
                    booked.claim(key, amountFen: entry.amountFen)
                } else { contestedClaim(key, &booked) }
            row.fill(
                entry, outcome: isPlain ? "matched" : entry.isClassified ? "channel_only" : "unclassified",
                expectedFeeFen: feeMismatch(entry, input.rules.contractedRate))
            if isPlain {
                try row.bytes.withUnsafeBytes { try writer.raw($0) }
            } else {
                try row.bytes.withUnsafeBytes { try open.append($0) }
            }
            digest.absorb(entry)
            done += 1
            if done % progressRows == 0 { progress(done) }
        }
        try writer.trailer()
        return summary
    }
    try connection.copyIn("COPY pg_temp.staged_entry (\(EntryRow.columns)) FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try open.forEachBlock { try writer.raw($0) }
        try writer.trailer()
    }
    return (summary, digest)
}

private func contestedClaim(_ key: KeyFingerprint, _ booked: inout BookedRecords) -> Bool {
    booked.contest(key)
    return false
}

/// The contracted fee, when the bill's differs from it (contract section 3.3); only payments of a known kind have one.
private func feeMismatch(_ entry: BillEntry, _ rate: ContractedRate?) -> Int64? {
    guard let rate, entry.type == .payment, entry.isClassified else { return nil }
    let expected = rate.expectedFeeFen(settledFen: entry.settledFen)
    return Fen.rounded(e5: entry.feeE5) == expected ? nil : expected
}

/// Keys of the day's records that no entry claimed.
func stageUnclaimed(
    _ connection: borrowing Connection, _ booked: borrowing BookedRecords, _ keys: borrowing Spool
) throws {
    try connection.copyIn(
        "COPY pg_temp.touched_key (entry_type, payment_no, refund_no) FROM STDIN (FORMAT binary)"
    ) { writer in
        try writer.header()
        try booked.forEachUnclaimed { position in
            var at = position
            func take(_ count: Int) throws -> [UInt8] {
                let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
                    try keys.read(at: at, into: UnsafeMutableRawBufferPointer(buffer))
                    used = count
                }
                at += UInt64(count)
                return bytes
            }
            func takeText() throws -> [UInt8] {
                let count = try take(4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
                return count == 0 ? [] : try take(Int(count))
            }
            let type = try take(1)[0]
            try writer.beginRow(columns: 3)
            try writer.field(type == 0 ? "payment" : "refund")
            for _ in 0..<2 {
                let text = try takeText()
                try text.withUnsafeBytes { try writer.field($0) }
            }
        }
        try writer.trailer()
    }
}
