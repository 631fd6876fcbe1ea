CREATE OR REPLACE VIEW ledger.plain_entry AS
SELECT * FROM ledger.packed_entry
UNION ALL
SELECT (r.entry).*, b.first_line, b.payment_tags, b.other_tags, l.place, r.entry, b.account_channel, b.account_no,
       recon.yuan((r.entry).amount_fen)::numeric(18, 2), recon.yuan((r.entry).settled_fen)::numeric(18, 2),
       recon.yuan_of_e5((r.entry).fee_e5)::numeric(20, 5)
FROM (SELECT b AS block, b.account_id, b.bill_date, b.file_no, b.entry_type, b.first_line, b.payment_tags, b.other_tags,
             b.lines, b.taken_out, a.channel AS account_channel, a.account AS account_no
      FROM ledger.plain_block b LEFT JOIN ledger.account a USING (account_id) WHERE b.lines IS NOT NULL) b
CROSS JOIN LATERAL string_to_table(b.lines, E'\n') WITH ORDINALITY AS l (line, place)
CROSS JOIN LATERAL (SELECT ledger.unpack_entry(b.block, l.line) AS entry) r
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.plain_entry IS
    'The plain pairs as rows like those of ledger.entry, also as one value (entry), each with the block it lies in and its place there; then their account, and their amounts as people see them.';
