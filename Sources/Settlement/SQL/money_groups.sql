-- Entries and movements label by label, entries first, each in the order of bills and lines.
SELECT label, true, bill_date - DATE '1970-01-01', file_no, line_no, entry_type::text, channel_no, shop_no, settled_fen, fee_e5,
       extract(epoch FROM occurred_at)::bigint, is_classified, is_executed, is_succeeded
FROM pg_temp.money_entry
UNION ALL
SELECT label, false, bill_date - DATE '1970-01-01', file_no, line_no, movement_class, business_no, voucher_no, amount_fen, 0, 0,
       true, true, false
FROM pg_temp.money_movement
ORDER BY 1, 2 DESC, 3, 4, 5
