import Vocabulary

/// What the steps' SQL, files of `SQL/`, is about: one kind of bill of one account's day, and the run that settles it.
protocol StepInput {
    var accountID: Int32 { get }
    var day: BusinessDay { get }
    var runID: Int64 { get }
    var kind: BillKind { get }
}

extension StepInput {
    /// `:account_id`, `:bill_date`, `:run_id` and `:kind` in it stand for what is settled.
    func sql(_ file: [UInt8]) -> String {
        let values: [(name: [UInt8], value: String)] = [
            (Array(":account_id".utf8), String(accountID)), (Array(":run_id".utf8), String(runID)),
            (Array(":bill_date".utf8), "DATE '\(day)'"), (Array(":kind".utf8), "'\(kind)'"),
        ]
        var text: [UInt8] = []
        text.reserveCapacity(file.count)
        var rest = file[...]
        // In bytes and once: a small day is settled in milliseconds, and there are some forty files.
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            text += rest[..<colon]
            rest = rest[colon...]
            if let (name, value) = values.first(where: { rest.starts(with: $0.name) }) {
                text += value.utf8
                rest = rest.dropFirst(name.count)
            } else {
                text.append(rest.removeFirst())
            }
        }
        return String(decoding: text + rest, as: UTF8.self)
    }

    func sql(_ text: String) -> String { sql(Array(text.utf8)) }
}

extension DayInput: StepInput {
    var kind: BillKind { .trade }
}
