-- What is not asked for is not taken out of the bundle. unnest, because the planner expects ten of it, and a thousand of others.
CREATE OR REPLACE VIEW ledger.seller_row AS
SELECT b.statement_id, to_timestamp(b.integers[5 * u.place - 4]) AS booked_at, b.integers[5 * u.place - 3] AS amount_fen,
       nullif(b.integers[5 * u.place - 2], -9223372036854775808) AS balance_fen, b.integers[5 * u.place - 1] AS identity, b.shop_id, u.line_no,
       b.integers[5 * u.place]::integer AS kind_no, coalesce(b.occurrences[u.place], 1) AS occurrence, b.order_no,
       -- Since 1970, in Shanghai.
       ((b.integers[5 * u.place - 4] + 28800) / 86400)::integer AS booked_day,
       split_part(split_part(b.numbers, E'\n', u.place::integer), E'\t', 1) AS serial_no,
       split_part(split_part(b.numbers, E'\n', u.place::integer), E'\t', 2) AS business_no,
       -- Empty where it is the order's.
       substr(nullif(split_part(split_part(b.numbers, E'\n', u.place::integer), E'\t', 3), ''), 2) AS sub_order_no,
       nullif(split_part(split_part(b.numbers, E'\n', u.place::integer), E'\t', 4), '') AS refund_no,
       -- Of a row that names several orders, or two that disagree: which, in order of trust; each behind the rule that found it and
       -- a blank.
       string_to_array(nullif(split_part(split_part(b.numbers, E'\n', u.place::integer), E'\t', 5), ''), ',') AS candidates
FROM ledger.seller_bundle b CROSS JOIN LATERAL unnest(b.line_nos) WITH ORDINALITY AS u (line_no, place);

COMMENT ON VIEW ledger.seller_row IS 'Movements of the pots, one by one; identity is what tells the same movement in another file: of its serial number, time and amount at Alipay, else of its cells.';
