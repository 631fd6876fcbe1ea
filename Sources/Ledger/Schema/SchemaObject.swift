/// A view or a function: a file of its own, `SQL/objects/<schema>/<name>.sql`, with its comments, and with the triggers that
/// call it. `migrate` makes the database's like the file's.
struct SchemaObject: Sendable {
    let schema: String
    let name: String
    let sql: String

    var qualifiedName: String { "\(schema).\(name)" }

    /// In the order in which they are made: what is used comes before what uses it.
    static let all: [SchemaObject] = [
        recon("yuan", PackageResources.yuan_sql),
        recon("yuan_of_e5", PackageResources.yuan_of_e5_sql),
        recon("codes", PackageResources.codes_sql),
        recon("money_lines", PackageResources.money_lines_sql),
        recon("channels", PackageResources.channels_sql),
        ledger("lock_number", PackageResources.lock_number_sql),
        ledger("is_alive", PackageResources.is_alive_sql),
        ledger("is_held", PackageResources.is_held_sql),
        ledger("tell_of_run", PackageResources.tell_of_run_sql),
        ledger("tell_of_lease", PackageResources.tell_of_lease_sql),
        ledger("tell_of_alarm", PackageResources.tell_of_alarm_sql),
        ledger("attempts_key", PackageResources.attempts_key_sql),
        ledger("lock_attempts", PackageResources.lock_attempts_sql),
        ledger("try_lock_attempts", PackageResources.try_lock_attempts_sql),
        ledger("requester", PackageResources.requester_sql),
        ledger("request_run", PackageResources.request_run_sql),
        recon("reconcile", PackageResources.reconcile_sql),
        problems,
        ledger("reason_text", PackageResources.reason_text_sql),
        recon("runs", PackageResources.runs_sql),
        recon("alarms", PackageResources.alarms_sql),
        recon("daemons", PackageResources.daemons_sql),
        ledger("tag", PackageResources.tag_sql),
        ledger("without_tags", PackageResources.without_tags_sql),
        ledger("unpack_entry", PackageResources.unpack_entry_sql),
        ledger("plain_entry", PackageResources.plain_entry_sql),
        ledger("is_of_trade", PackageResources.is_of_trade_sql),
        ledger("unpack_movement", PackageResources.unpack_movement_sql),
        ledger("packed_movement", PackageResources.packed_movement_sql),
        ledger("find_entries", PackageResources.find_entries_sql),
        ledger("find_counted_pairs", PackageResources.find_counted_pairs_sql),
        recon("bill_files", PackageResources.bill_files_sql),
        ledger("shown_outcome", PackageResources.shown_outcome_sql),
        ledger("show_entry", PackageResources.show_entry_sql),
        recon("bill_entries", PackageResources.bill_entries_sql),
        recon("entries_of", PackageResources.entries_of_sql),
        ledger("shown_item", PackageResources.shown_item_sql),
        ledger("day_verdict", PackageResources.day_verdict_sql),
        recon("daily_summary", PackageResources.daily_summary_sql),
        recon("statement", PackageResources.statement_sql),
        recon("funds_summary", PackageResources.funds_summary_sql),
        recon("funds_statement", PackageResources.funds_statement_sql),
        recon("bridge", PackageResources.bridge_sql),
        ledger("show_movement", PackageResources.show_movement_sql),
        recon("movements", PackageResources.movements_sql),
        ledger("find_movements", PackageResources.find_movements_sql),
        recon("movements_of", PackageResources.movements_of_sql),
        recon("discrepancies", PackageResources.discrepancies_sql),
        recon("pending", PackageResources.pending_sql),
        recon("discrepancy_history", PackageResources.discrepancy_history_sql),
        recon("run_changes", PackageResources.run_changes_sql),
        recon("days_not_green", PackageResources.days_not_green_sql),
        recon("ageing", PackageResources.ageing_sql),
        recon("changes", PackageResources.changes_sql),
        ledger("mix", PackageResources.mix_sql),
        ledger("mix_of_span", PackageResources.mix_of_span_sql),
        recon("channel_mix", PackageResources.channel_mix_sql),
        recon("channel_mix_weeks", PackageResources.channel_mix_weeks_sql),
        recon("channel_mix_months", PackageResources.channel_mix_months_sql),
        ledger("refuse_change", PackageResources.refuse_change_sql),
        ledger("refuse_decision", PackageResources.refuse_decision_sql),
        ledger("refuse_unasked_lift", PackageResources.refuse_unasked_lift_sql),
        ledger("decide", PackageResources.decide_sql),
        recon("acknowledge", PackageResources.acknowledge_sql),
        recon("resolve", PackageResources.resolve_sql),
        recon("reopen", PackageResources.reopen_sql),
        ledger("closed_through", PackageResources.closed_through_sql),
        ledger("refuse_closed_day", PackageResources.refuse_closed_day_sql),
        recon("close_period", PackageResources.close_period_sql),
        recon("closed_periods", PackageResources.closed_periods_sql),
        recon("late_effects", PackageResources.late_effects_sql),
        ledger("days_to_thin", PackageResources.days_to_thin_sql),
        ledger("thin_day", PackageResources.thin_day_sql),
        ledger("shop_rows", PackageResources.shop_rows_sql),
        ledger("may_read_shop", PackageResources.may_read_shop_sql),
        ledger("shop_here", PackageResources.shop_here_sql),
        recon("payments_of", PackageResources.payments_of_sql),
        ledger("shop_amount", PackageResources.shop_amount_sql),
        ledger("bill_file_name", PackageResources.bill_file_name_sql),
        ledger("tell", PackageResources.tell_sql),
        recon("explain", PackageResources.explain_sql),
        ledger("grant_rights", PackageResources.grant_rights_sql),
    ]

    private static func recon(_ name: String, _ bytes: [UInt8]) -> SchemaObject {
        SchemaObject(schema: "recon", name: name, sql: String(decoding: bytes, as: UTF8.self))
    }

    private static func ledger(_ name: String, _ bytes: [UInt8]) -> SchemaObject {
        SchemaObject(schema: "ledger", name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
