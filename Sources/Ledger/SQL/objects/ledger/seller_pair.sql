-- Unique or none: of an amount there is one item with each sign, among all that nothing else explains.
CREATE OR REPLACE VIEW ledger.seller_pair AS
SELECT p.shop_id, p.plus_item, p.minus_item, p.amount_fen, e.decision, e.actor, e.note, e.at AS decided_at
FROM (SELECT shop_id, abs(amount_fen) AS amount_fen, min(item) FILTER (WHERE amount_fen > 0) AS plus_item,
             min(item) FILTER (WHERE amount_fen < 0) AS minus_item
      FROM ledger.open_seller_item
      WHERE reason NOT IN ('not_settled', 'refund_without_source', 'refund_recorded_twice')
      GROUP BY 1, 2 HAVING count(*) FILTER (WHERE amount_fen > 0) = 1 AND count(*) FILTER (WHERE amount_fen < 0) = 1) p
LEFT JOIN LATERAL (
    SELECT * FROM ledger.suggestion_event e
    WHERE (e.shop_id, e.plus_item, e.minus_item, e.amount_fen) = (p.shop_id, p.plus_item, p.minus_item, p.amount_fen)
    ORDER BY e.event_id DESC LIMIT 1) e ON true;

COMMENT ON VIEW ledger.seller_pair IS 'Open items of a shop that cancel, as the only ones of their amount, and what a person decided of them.';
