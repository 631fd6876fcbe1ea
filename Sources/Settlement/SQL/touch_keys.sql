-- The touched keys, each once.
INSERT INTO pg_temp.touched_key SELECT entry_type, payment_no, refund_no FROM pg_temp.staged_entry;
INSERT INTO pg_temp.key
SELECT DISTINCT entry_type, payment_no, refund_no, hashtextextended(payment_no, 0) FROM pg_temp.touched_key;
SELECT pg_temp.analyze_large('pg_temp.key')
