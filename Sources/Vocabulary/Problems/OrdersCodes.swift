/// Orders: the shop's side.
extension ProblemCode {
    package static let ordersRelationMissing = ProblemCode(
        "orders.relation_missing", .unavailable, "An order relation is not there, or may not be used.", "订单视图不存在或无权使用。",
        hint: """
            Create it, or set the relation's option to a view with the columns of the contract, and run \
            `reconciled check`.
            """)
    package static let ordersUnusable = ProblemCode(
        "orders.relation_unusable", .configuration, "An order relation cannot be read.", "订单视图无法读取。",
        hint: "Set the relation's option to a view with the columns of the contract, then run `reconciled check`.")
    package static let ordersRowsHidden = ProblemCode(
        "orders.rows_hidden", .incomplete, "Row-level security would hide rows of an order relation.",
        "行级安全策略会隐藏部分订单记录。",
        hint: """
            Give the role of orders.conninfo BYPASSRLS, or point the relation's option at a view of an owner \
            whom no policy binds.
            """)
    package static let ordersColumnMissing = ProblemCode(
        "orders.column_missing", .incomplete, "An order relation lacks a column of the contract.", "订单视图缺少约定的列。",
        hint: "Give the view the column with the type that is expected.")
    package static let ordersColumnType = ProblemCode(
        "orders.column_type", .incomplete, "A column is of a type whose meaning would have to be guessed.",
        "订单视图的列类型不明确。",
        hint: "Let the view give the column as the type that is expected, by a conversion that you choose.")
    package static let ordersDuplicateKey = ProblemCode(
        "orders.duplicate_key", .incomplete, "An order relation gives one key more than once.", "订单视图中同一单号出现多次。",
        hint: "Correct the view that stands for the order relation: its key must be unique, often a join doubles rows.")
    package static let ordersUnknownState = ProblemCode(
        "orders.unknown_state", .incomplete, "A shop record is in a state that the contract does not know.",
        "商城记录的状态未知。",
        hint: "Map the shop's states to the ones of the contract in the view.")
    package static let ordersNullValue = ProblemCode(
        "orders.missing_value", .incomplete, "A shop record lacks a value that it must have.", "商城记录缺少必填的值。",
        hint: "Correct the view: only channel numbers, times and order numbers may be NULL.")
    package static let ordersOutOfBounds = ProblemCode(
        "orders.value_out_of_bounds", .incomplete,
        "An amount or time of a shop record is none that a payment can have.", "商城记录的金额或时间超出范围。",
        hint: """
            Correct the record, or the view: amount_fen is a whole number of fen, positive for refunds too; no \
            time is NULL.
            """)
    package static let ordersWithoutOwner = ProblemCode(
        "orders.record_without_account", .incomplete, "A shop record names no channel or no account.", "商城记录没有渠道或商户号。",
        hint: "Let the view give channel and account of every record; no day that it may be of can be concluded.")
    package static let ordersCountDiffers = ProblemCode(
        "orders.count_differs", .incomplete, "The shop's records that were counted are not all that there are.",
        "商城记录的笔数或金额前后不一致。",
        hint: "See whether the view gives other rows each time that it is read; if not, report this with the bill.")
    package static let ordersLagging = ProblemCode(
        "orders.lagging", .incomplete, "The standby that is read has not replayed the whole day yet.", "订单备库尚未同步完当日数据。",
        hint: "Wait until the standby has caught up, or point `orders` at the primary, and run it again.")
    package static let ordersEmpty = ProblemCode(
        "orders.empty", .incomplete, "The bill has payments and the shop has no money record at all.",
        "账单有交易，而商城没有任何收款记录。",
        hint: "See that the order relations are filled, with channel and account spelt as in the configuration.")
    package static let ordersUnmatchedShare = ProblemCode(
        "orders.unmatched_share", .incomplete, "Too many entries of the bill have no shop record.", "账单中无对应商城记录的比例过高。",
        hint: """
            See that the order relations hold this day, with channel and account spelt as in the configuration; \
            if they do, run it again with --lift-share-limit and the reason.
            """)
    package static let ordersWithoutTime = ProblemCode(
        "orders.record_without_time", .incomplete,
        "A shop record counts as money but has no time, and no bill lists it.", "商城记录已入账却没有时间，且账单中没有。",
        hint: "Let the order view give paid_at or refunded_at for every paid or succeeded record.")
    package static let ordersOnZeroDay = ProblemCode(
        "orders.records_on_zero_day", .incomplete,
        "The channel says that the day had no business, and the shop booked money on it.", "渠道称当日无交易，商城却有收款。",
        hint: "Ask the channel for the day's bill once more; if it stays empty, the shop's records are wrong.")

    static let ordersCodes: [ProblemCode] = [
        ordersRelationMissing, ordersUnusable, ordersRowsHidden, ordersColumnMissing, ordersColumnType,
        ordersDuplicateKey, ordersUnknownState, ordersNullValue, ordersOutOfBounds, ordersWithoutOwner,
        ordersCountDiffers, ordersLagging, ordersEmpty, ordersUnmatchedShare, ordersWithoutTime, ordersOnZeroDay,
    ]
}
