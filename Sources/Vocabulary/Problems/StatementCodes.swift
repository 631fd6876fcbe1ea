// Statements of a seller's pots, on their way into the ledger.
extension ProblemCode {
    package static let statementUnknownShop = ProblemCode(
        "statement.unknown_shop", .usage, "No statement was imported for a shop of this name.", "没有该名称的店铺。",
        hint: "Give the name as recon.seller_statements has it; for the first statement of a shop add --new-shop.")
    package static let statementOtherAccount = ProblemCode(
        "statement.other_account", .badData, "The statement is of another Alipay account than the shop's others.",
        "账单属于其他支付宝账户。",
        hint: "See which shop the file is of. One that has moved to another account is imported as another shop.")
    package static let statementSerialConflict = ProblemCode(
        "statement.serial_conflict", .badData, "Two statements say different things of one movement.",
        "同一流水号在两份账单中金额或时间不同。",
        hint: "Nothing was imported. Download both files again and compare them; one of them was changed.")
    package static let statementUnknownCode = ProblemCode(
        "statement.unknown_code", .badData, "A statement has a business code that nobody has given a class.",
        "账单中出现未归类的业务码。",
        hint:
            "Say what it is of: SELECT * FROM recon.classify_code(code, class, text). Until then its rows are unresolved."
    )

    package static let statementSourcesDisagree = ProblemCode(
        "statement.sources_disagree", .badData,
        "A file of the deposit and the channel's own answer tell the same time differently.", "保证金文件与渠道接口的同期流水不一致。",
        hint: """
            Nothing was imported, so that no movement counts twice. Take one source for these days: see that the file lists \
            every movement, or fetch days before or behind it.
            """)

    static let statementCodes: [ProblemCode] = [
        statementUnknownShop, statementOtherAccount, statementSerialConflict, statementUnknownCode,
        statementSourcesDisagree,
    ]
}
