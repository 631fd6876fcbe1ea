import Ledger
import Postgres
import Rules
import Vocabulary

/// What the rules say of groups, on its way into `movement_outcome`, `new_part` and `money_item`.
struct MoneyOutcomes: ~Copyable {
    private var movements = Spool()
    private var parts = Spool()
    private var items = Spool()
    private var row = RowBuffer()
    /// What a row takes beside a label.
    private static let fixedBytesMax = 256

    mutating func take(
        _ resolution: MoneyResolution, label: String, entries: [MoneyRow], movements rows: [MoneyRow]
    ) throws {
        // A payment and its refund may wait together, and come to 0.
        var waitingDays: Set<BusinessDay> = []
        for (movement, outcome) in zip(rows, resolution.movements) {
            try take(outcome, of: movement, entries)
            if case .waitsForTrade = outcome { waitingDays.insert(movement.place.day) }
        }
        for (day, bridge) in resolution.bridge {
            // What is expected, and what moved, is summed where it is read.
            for line in BridgeLine.allCases where line != .expected && line != .booked && line != .residual {
                guard bridge[line] != 0 || (line == .waitingForTrade && waitingDays.contains(day)) else { continue }
                if bridge.isTooLarge { throw sumTooLarge(nil, at: Place(day: day)) }
                row.begin(columns: 4, bytesMax: Self.fixedBytesMax + label.utf8.count)
                row.field(text: label)
                row.field(CopyWriter.postgresDay(day))
                row.field(text: line.rawValue)
                row.field(bridge[line])
                try parts.append(row.bytes)
            }
        }
        try takeItems(resolution, label, entries, rows)
    }

    private mutating func take(
        _ outcome: MoneyResolution.MovementOutcome, of movement: MoneyRow, _ entries: [MoneyRow]
    ) throws {
        row.begin(columns: 7, bytesMax: Self.fixedBytesMax)
        place(movement.place)
        let (word, entry): (StaticString, Int?) =
            switch outcome {
            case .ofEntry(let index): ("booked", index)
            case .surplus(let index): ("booked_twice", index)
            case .alone: ("booked_only", nil)
            case .waitsForTrade: ("waiting_for_trade", nil)
            }
        row.field(word)
        place(entry.map { entries[$0].place })
        try movements.append(row.bytes)
    }

    private mutating func takeItems(
        _ resolution: MoneyResolution, _ label: String, _ entries: [MoneyRow], _ movements: [MoneyRow]
    ) throws {
        let expectedFen = entries.reduce(Int64(0)) { $0 &+ ($1.entry?.expectedFen ?? 0) }
        for difference in resolution.differences {
            let isOfGroup = difference.entry == nil && difference.movement == nil
            let entry = isOfGroup ? entries.indices.first : difference.entry ?? surplusEntry(resolution, difference)
            try item(
                difference.code, label, difference.day, difference.amountFen,
                expectedFen: isOfGroup ? expectedFen : difference.entry.flatMap { entries[$0].entry?.expectedFen },
                due: nil, entry: entry.map { entries[$0].place },
                movement: difference.movement.map { movements[$0].place })
        }
        for (index, entry) in entries.enumerated() {
            guard case .waits(let due) = resolution.entries[index] else { continue }
            try item(
                .notBooked, label, entry.place.day, -resolution.waitingFen[index],
                expectedFen: entry.entry?.expectedFen,
                due: due, entry: entry.place, movement: nil)
        }
    }

    /// The entry that a movement too many looks like.
    private func surplusEntry(_ resolution: MoneyResolution, _ difference: MoneyResolution.Difference) -> Int? {
        guard let movement = difference.movement, case .surplus(let entry) = resolution.movements[movement] else {
            return nil
        }
        return entry
    }

    private mutating func item(
        _ code: MoneyCode, _ label: String, _ day: BusinessDay, _ differenceFen: Int64, expectedFen: Int64?,
        due: BusinessDay?,
        entry: MoneyPlace?, movement: MoneyPlace?
    ) throws {
        row.begin(columns: 12, bytesMax: Self.fixedBytesMax + label.utf8.count)
        row.field(text: code.rawValue)
        row.field(text: label)
        row.field(CopyWriter.postgresDay(day))
        row.field(differenceFen)
        if let expectedFen { row.field(expectedFen) } else { row.null() }
        if let due { row.field(CopyWriter.postgresDay(due)) } else { row.null() }
        place(entry)
        place(movement)
        try items.append(row.bytes)
    }

    private mutating func place(_ place: MoneyPlace?) {
        guard let place else { return (0..<3).forEach { _ in row.null() } }
        row.field(CopyWriter.postgresDay(place.day))
        row.field(place.fileNumber)
        row.field(place.lineNumber)
    }

    func copy(_ connection: borrowing Connection) throws {
        try movements.copy(into: "pg_temp.movement_outcome", connection)
        try parts.copy(into: "pg_temp.new_part", connection)
        try items.copy(into: "pg_temp.money_item", connection)
    }
}
