extension DayInput {
    /// A step's SQL, a file of `SQL/`: `:account_id`, `:bill_date` and `:run_id` in it stand for the day that is settled.
    func sql(_ file: [UInt8]) -> String { sql(String(decoding: file, as: UTF8.self)) }

    func sql(_ text: String) -> String {
        text
            .replacing(":account_id", with: String(accountID)).replacing(":run_id", with: String(runID))
            .replacing(":bill_date", with: "DATE '\(day)'")
    }
}
