-- Counts that no bigint holds are shown as the greatest there is.
CREATE OR REPLACE VIEW ledger.mix_of_span AS
SELECT span, first_day, channel, least(greatest(payments, -9223372036854775808), 9223372036854775807)::bigint AS payments,
       round(payments / nullif(sum(payments) OVER whole, 0), 6) AS payment_share,
       recon.yuan(payment_fen)::numeric(18, 2) AS payment_amount,
       round(payment_fen / nullif(sum(payment_fen) OVER whole, 0), 6) AS amount_share,
       least(greatest(refunds, -9223372036854775808), 9223372036854775807)::bigint AS refunds,
       round(refunds / nullif(payments, 0), 6) AS refund_rate,
       recon.yuan(refund_fen)::numeric(18, 2) AS refund_amount,
       round(refund_fen / nullif(payment_fen, 0), 6) AS refund_amount_rate,
       recon.yuan_of_e5(fees_e5)::numeric(20, 5) AS fees,
       round(fees_e5 / 1000.0 / nullif(payment_fen - refund_fen, 0), 6) AS fee_rate, account_days
FROM (SELECT 'day' AS span, bill_date AS first_day, channel, payments, payment_fen, refunds, refund_fen, fees_e5, account_days
      FROM ledger.mix
      UNION ALL
      SELECT s.span, date_trunc(s.span, bill_date::timestamp)::date, channel, sum(payments), sum(payment_fen), sum(refunds),
             sum(refund_fen), sum(fees_e5), sum(account_days)::bigint
      FROM ledger.mix CROSS JOIN (VALUES ('week'), ('month')) AS s (span) GROUP BY 1, 2, 3) m
WINDOW whole AS (PARTITION BY span, first_day);

COMMENT ON VIEW ledger.mix_of_span IS 'Mix of the channels by day, week and month: the formulas behind recon.channel_mix and its like.';
