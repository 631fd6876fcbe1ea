CREATE OR REPLACE VIEW ledger.plain_entry AS
SELECT b.account_id, b.bill_date, b.file_no, split_part(l.line, E'\t', 1)::integer AS line_no, b.entry_type,
       'matched'::ledger.outcome AS outcome, NULL::ledger.outcome AS flag,
       hashtextextended(split_part(l.line, E'\t', 2), 0) AS payment_hash, split_part(l.line, E'\t', 2) AS payment_no,
       split_part(l.line, E'\t', 8) AS refund_no, split_part(l.line, E'\t', 3) AS channel_trade_no,
       split_part(l.line, E'\t', 9) AS channel_refund_no, split_part(l.line, E'\t', 4)::bigint AS amount_fen,
       CASE WHEN split_part(l.line, E'\t', 5) <> '' THEN split_part(l.line, E'\t', 5)
            ELSE CASE b.entry_type WHEN 'refund' THEN '-' ELSE '' END || split_part(l.line, E'\t', 4) END::bigint AS settled_fen,
       split_part(l.line, E'\t', 6)::bigint AS fee_e5, NULL::bigint AS expected_fee_fen, 'CNY'::text AS currency,
       to_timestamp(split_part(l.line, E'\t', 7)::bigint) AS occurred_at, b.state,
       true AS is_classified, true AS is_executed,
       b.first_line, b.payment_tags, b.other_tags, l.place
FROM ledger.plain_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') WITH ORDINALITY AS l(line, place)
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.plain_entry IS
    'The plain pairs as entries, each with the block it lies in.';
