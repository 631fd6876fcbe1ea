import Rules
import Testing
import Vocabulary

/// A row of a table: entries, movements, and what the rules say of them.
struct Row: CustomTestStringConvertible, Sendable {
    /// Of one account's trade bill; amounts in fen, days counted from 0.
    struct Entered: Sendable {
        var entry: ExpectedEntry

        static func paid(
            _ settledFen: Int64, fee feeFen: Int64 = 0, feeE5: Int64? = nil, on day: Int32 = 0,
            at time: String = "12:00"
        ) -> Entered {
            Entered(
                entry: ExpectedEntry(
                    .payment, Row.day(day), occurredAt: Row.moment(day, time), settledFen: settledFen,
                    feeE5: feeE5 ?? feeFen * 1000))
        }

        static func refunded(
            _ takenFen: Int64, fee feeFen: Int64 = 0, on day: Int32 = 0, at time: String = "12:00",
            isSucceededAtShop: Bool = false
        ) -> Entered {
            Entered(
                entry: ExpectedEntry(
                    .refund, Row.day(day), occurredAt: Row.moment(day, time), settledFen: -takenFen,
                    feeE5: -feeFen * 1000, isSucceededAtShop: isSucceededAtShop))
        }

        static func failed(on day: Int32 = 0) -> Entered {
            Entered(
                entry: ExpectedEntry(
                    .refund, Row.day(day), occurredAt: Row.moment(day, "12:00"), settledFen: -30_00, feeE5: -180,
                    isExecuted: false))
        }
    }

    /// A movement as a funds bill has it.
    struct Moved: Sendable {
        var movement: BookedMovement

        private static func of(_ movementClass: MovementClass, _ fen: Int64, _ day: Int32) -> Moved {
            Moved(movement: BookedMovement(movementClass, Row.day(day), fen))
        }
        static func payment(_ fen: Int64, on day: Int32 = 0) -> Moved { of(.payment, fen, day) }
        static func fee(_ fen: Int64, on day: Int32 = 0) -> Moved { of(.fee, fen, day) }
        static func refund(_ fen: Int64, on day: Int32 = 0) -> Moved { of(.refund, fen, day) }
        static func feeReturn(_ fen: Int64, on day: Int32 = 0) -> Moved { of(.feeReturn, fen, day) }
        static func returned(_ fen: Int64, on day: Int32 = 0) -> Moved { of(.refundReturned, fen, day) }
    }

    let name: String
    var entries: [Entered]
    var movements: [Moved]
    let calendar: MoneyCalendar
    /// In any order.
    let said: [String]

    init(
        _ name: String, _ entries: [Entered], _ movements: [Moved], tradeFrom: Int32 = -3, tradeTo: Int32 = 9,
        settlementDays: Int32 = 0, fundsTo: Int32 = 9, _ said: String...
    ) {
        self.name = name
        self.entries = entries
        self.movements = movements
        self.said = said
        calendar = MoneyCalendar(
            startDate: Self.day(-3), cutOffWindowSeconds: 1800, settlementDays: settlementDays,
            tradeDays: Self.days(from: tradeFrom, to: tradeTo), fundsDays: Self.days(from: -3, to: fundsTo))
    }

    var testDescription: String { name }

    static let firstDay: Int32 = 20_000
    static func day(_ number: Int32) -> BusinessDay { BusinessDay(number: firstDay + number) }
    static func days(from first: Int32, to last: Int32) -> Set<BusinessDay> {
        first > last ? [] : Set((first...last).map { day($0) })
    }
    /// - Parameter time: `23:59`.
    static func moment(_ day: Int32, _ time: String) -> Int64 {
        let parts = time.split(separator: ":").compactMap { Int64($0) }
        return Self.day(day).startEpochSeconds + parts[0] * 3600 + parts[1] * 60
    }

    /// Holds what is said to the table, and every bridge to 0.
    func check() {
        let resolution = resolveMoney(
            entries: entries.map(\.entry), movements: movements.map(\.movement), calendar: calendar)
        #expect(Self.texts(resolution, entries.map(\.entry), movements.map(\.movement)).sorted() == said.sorted())
        #expect(resolution.bridge.values.allSatisfy { $0.closes })
    }

    private static func texts(
        _ resolution: MoneyResolution, _ entries: [ExpectedEntry], _ movements: [BookedMovement]
    ) -> [String] {
        let differences = resolution.differences.map { difference in
            "\(difference.day.number - firstDay) \(difference.code.rawValue) \(Fen.yuan(difference.amountFen))"
        }
        let waiting = zip(entries, resolution.entries).compactMap { entry, outcome -> String? in
            guard case .waits(let day) = outcome else { return nil }
            return "\(entry.billDate.number - firstDay) waits until \(day.number - firstDay)"
        }
        let early = zip(movements, resolution.movements).compactMap { movement, outcome in
            outcome == .waitsForTrade ? "\(movement.day.number - firstDay) waits for trade" : nil
        }
        return differences + waiting + early
    }
}
