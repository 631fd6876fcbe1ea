-- Blocks get their lines back where the bill gives the same ones; says of each whether its sums are the same too.
UPDATE ledger.plain_block b SET lines = r.lines FROM pg_temp.read_block r
WHERE r.account_id = b.account_id AND r.bill_date = b.bill_date AND r.entry_type = b.entry_type
  AND r.file_no = b.file_no AND r.first_line = b.first_line AND b.lines IS NULL
  AND (b.line_runs, b.other_tags, b.state) = (r.line_runs, r.other_tags, r.state)
RETURNING (b.entries, b.amount_fen, b.settled_fen, b.fee_e5) = (
    SELECT count(*), coalesce(sum(p.amount_fen), 0), coalesce(sum(p.settled_fen), 0), coalesce(sum(p.fee_e5), 0)
    FROM (SELECT split_part(l, E'\t', 1)::integer AS line_no, split_part(l, E'\t', 4)::bigint AS amount_fen,
                 CASE WHEN split_part(l, E'\t', 5) <> '' THEN split_part(l, E'\t', 5)
                      ELSE CASE b.entry_type WHEN 'refund' THEN '-' ELSE '' END || split_part(l, E'\t', 4)
                 END::bigint AS settled_fen, split_part(l, E'\t', 6)::bigint AS fee_e5
          FROM string_to_table(r.lines, E'\n') l) p
    WHERE b.taken_out IS NULL OR p.line_no <> ALL (b.taken_out))
