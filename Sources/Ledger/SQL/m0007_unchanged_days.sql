-- A day whose bill and shop's records are what they were keeps its plain pairs without being gone through again.

ALTER TABLE ledger.day ADD COLUMN worked_from text;
COMMENT ON COLUMN ledger.day.worked_from IS
    'Digest of the shop''s records, the rules and the program that the plain pairs were worked out from.';

-- What has been taken out of a block is not looked for there any more.
CREATE FUNCTION ledger.without_tags(tags bytea, places bigint[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place bigint;
BEGIN
    FOREACH place IN ARRAY places LOOP
        tags := overlay(tags PLACING '\x00000000'::bytea FROM (4 * place - 3)::integer);
    END LOOP;
    RETURN tags;
END $$;
COMMENT ON FUNCTION ledger.without_tags IS 'Payment tags of a block without those of the lines at these places, from 1.';

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
       b.first_line, b.payment_tags, b.other_tags, l.place
FROM ledger.plain_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') WITH ORDINALITY AS l(line, place)
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);
