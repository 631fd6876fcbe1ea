-- Days whose bridge or statements are others now.
INSERT INTO pg_temp.changed_day
SELECT DISTINCT :account_id, bill_date FROM (
    SELECT coalesce(o.bill_date, n.bill_date) AS bill_date
    FROM (SELECT bill_date, line, sum(amount_fen) AS fen FROM pg_temp.old_part GROUP BY 1, 2 HAVING sum(amount_fen) <> 0) o
    FULL JOIN (SELECT bill_date, line, sum(amount_fen) AS fen FROM pg_temp.new_part GROUP BY 1, 2 HAVING sum(amount_fen) <> 0) n
         USING (bill_date, line)
    WHERE o.fen IS DISTINCT FROM n.fen
    UNION ALL
    SELECT m.bill_date FROM pg_temp.money_movement m JOIN pg_temp.movement_outcome n USING (bill_date, file_no, line_no)
    WHERE (m.old_outcome, m.old_entry_date) IS DISTINCT FROM (n.outcome, n.entry_date)) AS changed
