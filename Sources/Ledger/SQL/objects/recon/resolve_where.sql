CREATE OR REPLACE FUNCTION recon.resolve_where(
    filter text, resolution text, note text, seen_items bigint DEFAULT NULL, seen_difference numeric DEFAULT NULL,
    max_items bigint DEFAULT 1000)
RETURNS TABLE (done boolean, code text, label_en text, label_zh text, channel text, account text, items bigint, difference numeric,
               amount numeric, oldest date, newest date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    condition text := ledger.filter_condition(filter);
    decides boolean := seen_items IS NOT NULL;
    found_items bigint;
    found_difference numeric;
    numbers bigint[];
BEGIN
    PERFORM ledger.require_decision('resolved', resolution, note);
    IF num_nulls(seen_items, seen_difference) = 1 THEN
        RAISE EXCEPTION 'seen_items and seen_difference belong together' USING ERRCODE = 'RC422',
            HINT = 'Ask without both first: the last line of the answer has them.';
    END IF;
    -- No run changes an item between the look and the decision.
    IF decides THEN PERFORM pg_advisory_xact_lock(ledger.lock_number('settlement')); END IF;
    EXECUTE 'SELECT array_agg(discrepancy_id ORDER BY discrepancy_id), count(*), coalesce(sum(difference), 0) FROM recon.open_items WHERE '
        || condition INTO numbers, found_items, found_difference;
    IF decides AND (found_items, found_difference) <> (seen_items, seen_difference) THEN
        RAISE EXCEPTION 'the filter finds % items of % now, not % of %', found_items, found_difference, seen_items, seen_difference
            USING ERRCODE = 'RC412', HINT = 'Something changed since: look at it again, then decide.';
    ELSIF decides AND found_items > max_items THEN
        RAISE EXCEPTION 'the filter finds % items, more than max_items, which is %', found_items, max_items USING
            ERRCODE = 'RC422', HINT = 'Make the filter narrower, or give max_items => ' || found_items || '.';
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT %L::boolean, code, CASE GROUPING(code) WHEN 1 THEN ''all of them'' ELSE code_en END,
                CASE GROUPING(code) WHEN 1 THEN ''合计'' ELSE code_zh END, channel, account, count(*), coalesce(sum(difference), 0),
                coalesce(sum(amount), 0), min(bill_date), max(bill_date)
         FROM recon.open_items WHERE %s
         GROUP BY GROUPING SETS ((code, code_en, code_zh, channel, account), ())
         ORDER BY GROUPING(code), code, channel, account', decides, condition);
    IF decides THEN
        PERFORM ledger.decide(number, 'resolved', resolution, note, NULL) FROM unnest(numbers) AS number;
    ELSE
        RAISE NOTICE 'nothing was changed; to resolve them, add: %', format('seen_items => %s, seen_difference => %s', found_items,
            found_difference) || CASE WHEN found_items > max_items THEN ', max_items => ' || found_items ELSE '' END;
    END IF;
END $$;

COMMENT ON FUNCTION recon.resolve_where IS
    'Closes all discrepancies that a filter finds (批量核销), with one resolution and note. Called without seen_items and seen_difference it only shows what it would do, by code and account, with the sums in its last line; called again with those two it does it, unless something changed since, or there are more than max_items. See recon.items_where.';
