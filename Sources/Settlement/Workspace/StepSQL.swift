extension DayInput {
    /// A step's SQL, a file of `SQL/`: `:account_id`, `:bill_date` and `:run_id` in it stand for the day that is settled.
    func sql(_ file: [UInt8]) -> String {
        let values: [(name: [UInt8], value: String)] = [
            (Array(":account_id".utf8), String(accountID)), (Array(":run_id".utf8), String(runID)),
            (Array(":bill_date".utf8), "DATE '\(day)'"),
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
