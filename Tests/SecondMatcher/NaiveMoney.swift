/// The second matcher of the money side: Contract 5.2 to 5.5 read once more, as plain SQL over facts alone: the stored
/// entries and movements, the days in force, what the bills print of balances, and what the shop says of its refunds. It knows
/// nothing of how the ledger works it out; every day is worked out anew, all of them together.
///
/// Its tables are filled anew by `naive_money.work()` and stay, so that after a failure every step can be looked at in psql.
package enum NaiveMoney {
    /// What no view says: each account's rules.
    package static let schema = """
        CREATE SCHEMA naive_money;
        CREATE TABLE naive_money.account (account_id int PRIMARY KEY, channel text, account text, cut_off interval NOT NULL,
            start_date date NOT NULL, settlement_days int NOT NULL);

        CREATE TABLE naive_money.in_force (account_id int, kind text, day date, is_closed boolean,
            PRIMARY KEY (account_id, kind, day));
        CREATE TABLE naive_money.entry (entry_id bigint PRIMARY KEY, account_id int, bill_date date, file_no int, line_no int,
            family text, payment_no text, refund_no text, channel_no text, shop_no text, settled bigint, fee bigint,
            at timestamptz, is_classified boolean, is_executed boolean, is_succeeded boolean, due_date date, is_due boolean,
            group_no text, is_money_apart boolean NOT NULL DEFAULT false, is_fee_apart boolean NOT NULL DEFAULT false,
            is_net boolean NOT NULL DEFAULT false, waits_until date, waiting bigint NOT NULL DEFAULT 0);
        CREATE INDEX ON naive_money.entry (account_id, channel_no);
        CREATE INDEX ON naive_money.entry (account_id, group_no);
        CREATE TABLE naive_money.movement (movement_id bigint PRIMARY KEY, account_id int, bill_date date, file_no int,
            line_no int, pot text, class text, family text, business_no text, voucher_no text, fen bigint, is_known boolean,
            group_no text, is_kept boolean NOT NULL DEFAULT true, entry_id bigint, outcome text, UNIQUE (entry_id, class));
        CREATE INDEX ON naive_money.movement (account_id, group_no);
        CREATE TABLE naive_money.pot_day (account_id int, pot text, bill_date date, opening bigint, closing bigint,
            last_closing bigint, is_proven boolean, PRIMARY KEY (account_id, pot, bill_date));
        CREATE TABLE naive_money.net (account_id int, group_no text, fen bigint, PRIMARY KEY (account_id, group_no));
        CREATE TABLE naive_money.item (account_id int, code text, bill_date date, group_no text, entry_id bigint,
            movement_id bigint, pot text, difference bigint, due_date date);
        CREATE TABLE naive_money.part (account_id int, group_no text, bill_date date, line text, fen bigint);
        CREATE TABLE naive_money.bridge (account_id int, bill_date date, line text, fen bigint);
        CREATE TABLE naive_money.statement (account_id int, bill_date date, pot text, line text, movements bigint, fen bigint);
        CREATE TABLE naive_money.verdict (account_id int, bill_date date, verdict text);
        """

    /// `naive_money.work()` works everything out for the current state.
    package static let functions = """
        -- Every way in which so many refunds can be booked, each net or gross: what those that are net come to, and which.
        CREATE FUNCTION naive_money.ways(fees bigint[]) RETURNS TABLE (net bigint, members bigint[], way int)
        LANGUAGE sql IMMUTABLE AS $ways$
            SELECT coalesce(sum(fees[i]), 0)::bigint, coalesce(array_agg(i::bigint) FILTER (WHERE i IS NOT NULL), '{}'), way
            FROM generate_series(0, (1 << cardinality(fees)) - 1) AS way
            LEFT JOIN LATERAL generate_subscripts(fees, 1) AS i ON way & (1 << (i - 1)) <> 0 GROUP BY way
        $ways$;
        CREATE FUNCTION naive_money.work() RETURNS void LANGUAGE plpgsql AS $work$
        #variable_conflict use_column
        DECLARE
            one_class text; pass int; moved record; taker bigint; pot_day record;
            last naive_money.pot_day;
        BEGIN
        \((readSides + [link, keep, give, judge] + differences + [chain] + lines).joined(separator: ";\n"));
        END $work$;
        CREATE FUNCTION naive_money.difference() RETURNS TABLE (what text, side text, "row" text) LANGUAGE plpgsql
        AS $difference$
        #variable_conflict use_column
        BEGIN
        RETURN QUERY \(difference);
        END $difference$;
        """
}
