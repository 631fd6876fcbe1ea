-- A column that is not asked for is not even taken out of the block. What is worked out once for a block stands behind the fence
-- (OFFSET 0); the functions are taken apart by the planner.
CREATE OR REPLACE VIEW ledger.packed_entry AS
SELECT account_id,
    bill_date,
    file_no,
    ledger.packed_line(first_line, passed, passed_bits, entries, at) AS line_no,
    entry_type,
    'matched'::ledger.outcome AS outcome,
    NULL::ledger.outcome AS flag,
    hashtextextended(ledger.packed_number(payment_coding, payment_padding, payment_head, payment_first, payment_first_bytes, payment_middle,
        payment_second, payment_second_bytes, entries, at), 0) AS payment_hash,
    ledger.packed_number(payment_coding, payment_padding, payment_head, payment_first, payment_first_bytes, payment_middle,
        payment_second, payment_second_bytes, entries, at) AS payment_no,
    ledger.packed_number(refund_coding, refund_padding, refund_head, refund_first, refund_first_bytes, refund_middle,
        refund_second, refund_second_bytes, entries, at) AS refund_no,
    ledger.packed_number(trade_coding, trade_padding, trade_head, trade_first, trade_first_bytes, trade_middle,
        trade_second, trade_second_bytes, entries, at) AS channel_trade_no,
    ledger.packed_number(channel_refund_coding, channel_refund_padding, channel_refund_head, channel_refund_first, channel_refund_first_bytes, channel_refund_middle,
        channel_refund_second, channel_refund_second_bytes, entries, at) AS channel_refund_no,
    ledger.packed_integer(amounts, amounts_bits, entries, at) AS amount_fen,
    sign * (ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)) AS settled_fen,
    sign * (((ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)) * fee_rate + fee_rounding) / 10000 * 1000
        + fee_unit_e5 * ledger.packed_integer(fees, fees_bits, entries, at)) AS fee_e5,
    NULL::bigint AS expected_fee_fen,
    'CNY'::text AS currency,
    to_timestamp(times_from_seconds + ledger.packed_integer(times, times_bits, entries, at)) AS occurred_at,
    state,
    true AS is_classified,
    true AS is_executed,
    first_line, payment_tags, other_tags, (at + 1)::bigint AS place,
    ROW(
        account_id,
        bill_date,
        file_no,
        ledger.packed_line(first_line, passed, passed_bits, entries, at),
        entry_type,
        'matched'::ledger.outcome,
        NULL::ledger.outcome,
        hashtextextended(ledger.packed_number(payment_coding, payment_padding, payment_head, payment_first, payment_first_bytes, payment_middle,
        payment_second, payment_second_bytes, entries, at), 0),
        ledger.packed_number(payment_coding, payment_padding, payment_head, payment_first, payment_first_bytes, payment_middle,
        payment_second, payment_second_bytes, entries, at),
        ledger.packed_number(refund_coding, refund_padding, refund_head, refund_first, refund_first_bytes, refund_middle,
        refund_second, refund_second_bytes, entries, at),
        ledger.packed_number(trade_coding, trade_padding, trade_head, trade_first, trade_first_bytes, trade_middle,
        trade_second, trade_second_bytes, entries, at),
        ledger.packed_number(channel_refund_coding, channel_refund_padding, channel_refund_head, channel_refund_first, channel_refund_first_bytes, channel_refund_middle,
        channel_refund_second, channel_refund_second_bytes, entries, at),
        ledger.packed_integer(amounts, amounts_bits, entries, at),
        sign * (ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)),
        sign * (((ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)) * fee_rate + fee_rounding) / 10000 * 1000
        + fee_unit_e5 * ledger.packed_integer(fees, fees_bits, entries, at)),
        NULL::bigint,
        'CNY'::text,
        to_timestamp(times_from_seconds + ledger.packed_integer(times, times_bits, entries, at)),
        state,
        true,
        true)::ledger.entry AS entry,
    account_channel, account_no,
    CASE WHEN is_money THEN (ledger.packed_integer(amounts, amounts_bits, entries, at) * 0.01)::numeric(18, 2) ELSE recon.yuan(ledger.packed_integer(amounts, amounts_bits, entries, at))::numeric(18, 2) END AS amount,
    CASE WHEN is_money THEN (sign * (ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)) * 0.01)::numeric(18, 2) ELSE recon.yuan(sign * (ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)))::numeric(18, 2) END AS settled_amount,
    CASE WHEN is_money THEN (sign * (((ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)) * fee_rate + fee_rounding) / 10000 * 1000
        + fee_unit_e5 * ledger.packed_integer(fees, fees_bits, entries, at)) * 0.00001)::numeric(20, 5) ELSE recon.yuan_of_e5(sign * (((ledger.packed_integer(amounts, amounts_bits, entries, at) - ledger.packed_integer(less, less_bits, entries, at)) * fee_rate + fee_rounding) / 10000 * 1000
        + fee_unit_e5 * ledger.packed_integer(fees, fees_bits, entries, at)))::numeric(20, 5) END AS fee
FROM (SELECT b.account_id, b.bill_date, b.file_no, b.entry_type, b.first_line, b.payment_tags, b.other_tags, b.state, b.taken_out,
             b.times_from_seconds, b.fee_rate, b.fee_rounding, b.fee_unit_e5, a.channel AS account_channel,
             a.account AS account_no, f.*,
             generate_series(0, f.entries - 1) AS at
      FROM ledger.plain_block b LEFT JOIN ledger.account a USING (account_id)
      CROSS JOIN LATERAL (
          SELECT n.entries, CASE b.entry_type WHEN 'refund' THEN -1 ELSE 1 END AS sign,
                 -- So narrow that it fits every column of the views.
                 greatest(b.sections[2], b.sections[8], b.sections[10]) <= 32 AS is_money,
                 ledger.packed_section(b.packed, b.steps, b.sections[1], b.sections[2], n.entries) AS amounts, b.sections[2] AS amounts_bits,
                 ledger.packed_section(b.packed, b.steps, b.sections[3], b.sections[4], n.entries) AS times, b.sections[4] AS times_bits,
                 ledger.packed_section(b.packed, b.steps, b.sections[5], b.sections[6], n.entries) AS passed, b.sections[6] AS passed_bits,
                 ledger.packed_section(b.packed, b.steps, b.sections[7], b.sections[8], n.entries) AS less, b.sections[8] AS less_bits,
                 ledger.packed_section(b.packed, b.steps, b.sections[9], b.sections[10], n.entries) AS fees, b.sections[10] AS fees_bits,
                 b.forms[1] AS payment_coding, b.forms[2] AS payment_padding, b.forms[3] AS payment_head, b.forms[4] AS payment_middle,
                 ledger.packed_section(b.packed, b.steps, b.sections[11], b.sections[12], n.entries) AS payment_first, b.sections[12] / 8 AS payment_first_bytes,
                 ledger.packed_section(b.packed, b.steps, b.sections[13], b.sections[14], n.entries) AS payment_second, b.sections[14] / 8 AS payment_second_bytes,
                 b.forms[5] AS trade_coding, b.forms[6] AS trade_padding, b.forms[7] AS trade_head, b.forms[8] AS trade_middle,
                 ledger.packed_section(b.packed, b.steps, b.sections[15], b.sections[16], n.entries) AS trade_first, b.sections[16] / 8 AS trade_first_bytes,
                 ledger.packed_section(b.packed, b.steps, b.sections[17], b.sections[18], n.entries) AS trade_second, b.sections[18] / 8 AS trade_second_bytes,
                 b.forms[9] AS refund_coding, b.forms[10] AS refund_padding, b.forms[11] AS refund_head, b.forms[12] AS refund_middle,
                 ledger.packed_section(b.packed, b.steps, b.sections[19], b.sections[20], n.entries) AS refund_first, b.sections[20] / 8 AS refund_first_bytes,
                 ledger.packed_section(b.packed, b.steps, b.sections[21], b.sections[22], n.entries) AS refund_second, b.sections[22] / 8 AS refund_second_bytes,
                 b.forms[13] AS channel_refund_coding, b.forms[14] AS channel_refund_padding, b.forms[15] AS channel_refund_head, b.forms[16] AS channel_refund_middle,
                 ledger.packed_section(b.packed, b.steps, b.sections[23], b.sections[24], n.entries) AS channel_refund_first, b.sections[24] / 8 AS channel_refund_first_bytes,
                 ledger.packed_section(b.packed, b.steps, b.sections[25], b.sections[26], n.entries) AS channel_refund_second, b.sections[26] / 8 AS channel_refund_second_bytes
          FROM (SELECT b.entries + coalesce(cardinality(b.taken_out), 0) AS entries) n OFFSET 0) f
      WHERE b.packed IS NOT NULL) p
WHERE taken_out IS NULL OR ledger.packed_line(first_line, passed, passed_bits, entries, at) <> ALL (taken_out);

COMMENT ON VIEW ledger.packed_entry IS
    'Plain pairs of the blocks whose entries are packed in columns; see ledger.plain_entry, which has those of all.';
