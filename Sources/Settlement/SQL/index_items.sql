CREATE INDEX ON pg_temp.found_item (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence);
CREATE INDEX ON pg_temp.known_item (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence);
ANALYZE pg_temp.found_item;
ANALYZE pg_temp.known_item
