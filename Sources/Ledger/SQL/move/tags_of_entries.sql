-- The tags that a block was written with, whether the index has them meanwhile or not: made anew from its entries, each in its
-- place, with none for those that were taken out. Of pairs that were only counted they are in the block.
CROSS JOIN LATERAL (
    SELECT string_agg(coalesce(ledger.tag(e.payment_no), '\x00000000'), '' ORDER BY n.place) AS payment_tags,
           coalesce(string_agg(ledger.tag(e.channel_trade_no) || CASE t.entry_type
                        WHEN 'refund' THEN ledger.tag(e.refund_no) || ledger.tag(e.channel_refund_no) ELSE '' END,
                    '' ORDER BY n.place), '') AS other_tags
    FROM generate_series(1, t.entries + coalesce(cardinality(t.taken_out), 0)) AS n (place)
    LEFT JOIN (SELECT p.place, p.payment_no, p.refund_no, p.channel_trade_no, p.channel_refund_no FROM ledger.plain_entry p
                WHERE t.line_runs IS NULL AND p.account_id = t.account_id AND p.bill_date = t.bill_date
                  AND p.entry_type = t.entry_type AND p.file_no = t.file_no AND p.first_line = t.first_line OFFSET 0) e
    USING (place)) AS made
