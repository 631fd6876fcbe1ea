-- Plain entries in columns instead of lines of text. Blocks that have lines keep them: ledger.plain_entry reads both.
ALTER TABLE ledger.plain_block
    ADD times_from_seconds bigint, ADD fee_rate integer, ADD fee_rounding integer, ADD fee_unit_e5 integer,
    ADD forms text[], ADD sections integer[], ADD packed bytea, ADD steps bytea,
    DROP CONSTRAINT lines_are_known,
    ADD CONSTRAINT lines_are_known CHECK (num_nonnulls(lines, packed, line_runs) > 0),
    ADD CONSTRAINT lines_are_kept_once CHECK (lines IS NULL OR packed IS NULL),
    ADD CONSTRAINT what_is_packed_is_whole CHECK (
        num_nulls(times_from_seconds, fee_rate, fee_rounding, fee_unit_e5, forms, sections, packed, steps) IN (0, 8));
-- Digits in no order: to try to compress them would take the server longer than all else. Tags of a thousand entries do not fit
-- into a page.
ALTER TABLE ledger.plain_block ALTER packed SET STORAGE EXTERNAL, ALTER payment_tags SET STORAGE EXTERNAL,
    ALTER other_tags SET STORAGE EXTERNAL,
    ALTER forms SET STORAGE MAIN, ALTER sections SET STORAGE MAIN, ALTER state SET STORAGE MAIN,
    ALTER packed SET STATISTICS 0, ALTER steps SET STATISTICS 0, ALTER forms SET STATISTICS 0,
    ALTER sections SET STATISTICS 0,
    SET (toast_tuple_target = 1024);
DO $compression$
BEGIN
    ALTER TABLE ledger.plain_block ALTER steps SET COMPRESSION lz4, ALTER forms SET COMPRESSION lz4,
        ALTER sections SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    -- A server without it: the older method takes three times as long, on few bytes.
    NULL;
END $compression$;
COMMENT ON COLUMN ledger.plain_block.lines IS
    'Instead of columns, where a number cannot be packed, and in blocks of former versions. Line by line, separated by tabs: line number, payment number, channel trade number, fen, settled fen where they are others (a refund takes what a payment brings), fee in 1/100000 yuan, seconds since 1970, and of a refund its number and the channel''s.';
COMMENT ON COLUMN ledger.plain_block.times_from_seconds IS 'Seconds since 1970 that the times in the block count from.';
COMMENT ON COLUMN ledger.plain_block.fee_rate IS
    'Ten-thousandths of what is settled that explain the fees: (settled fen * fee_rate + fee_rounding) / 10000 is a fee in fen.';
COMMENT ON COLUMN ledger.plain_block.fee_rounding IS 'Half of the divisor where fees are rounded, 0 where they are cut.';
COMMENT ON COLUMN ledger.plain_block.fee_unit_e5 IS
    'What fees beyond those are counted in, in 1/100000 yuan.';
COMMENT ON COLUMN ledger.plain_block.forms IS
    'Of payment numbers, the channel''s, refund numbers and the channel''s in turn: how encode() makes text of the pieces, what fills up short ones at the end, and what stands before and after the first piece.';
COMMENT ON COLUMN ledger.plain_block.sections IS
    'Where each column begins in packed, or, below zero, in steps, from 1, and how many bits each entry has in it: amounts, times, lines passed over, less that is settled than the amount, fees that the rate does not explain; then the first and the second piece of each of the four numbers.';
COMMENT ON COLUMN ledger.plain_block.packed IS 'Columns of the entries that no compression makes smaller. Of integers first the low bytes of all, then the next.';
COMMENT ON COLUMN ledger.plain_block.steps IS 'Columns of the entries that go on by steps, or are nearly always the same.';
