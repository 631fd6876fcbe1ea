-- Refunds that may have come back: the shop is asked whether it calls them succeeded.
SELECT e.payment_no, e.refund_no FROM pg_temp.money_entry e
WHERE e.entry_type = 'refund'
  AND e.label IN (SELECT label FROM pg_temp.money_movement WHERE movement_class = 'refund_returned')
