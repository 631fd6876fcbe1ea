CREATE OR REPLACE FUNCTION recon.decide_suggestion(shop text, plus_item text, minus_item text, decision text, note text)
RETURNS TABLE (status text, amount numeric)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pair ledger.seller_pair;
BEGIN
    PERFORM ledger.require_decision('noted', NULL, $5);
    IF ($4 IN ('accepted', 'refused')) IS NOT TRUE THEN
        RAISE EXCEPTION '% is no decision', coalesce(quote_literal($4), 'NULL') USING ERRCODE = 'RC422', HINT = 'Give accepted or refused.';
    END IF;
    SELECT p.* INTO pair FROM ledger.seller_pair p JOIN ledger.shop h USING (shop_id)
    WHERE h.shop = $1 AND p.plus_item = $2 AND p.minus_item = $3;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'these two are not suggested' USING ERRCODE = 'RC404', HINT = 'See recon.suggestions for those that are.';
    END IF;
    INSERT INTO ledger.suggestion_event (shop_id, plus_item, minus_item, amount_fen, decision, actor, note)
    VALUES (pair.shop_id, pair.plus_item, pair.minus_item, pair.amount_fen, $4, session_user, $5);
    RETURN QUERY SELECT s.status, s.amount::numeric FROM recon.suggestions s WHERE s.shop = $1 AND s.plus_item = $2 AND s.minus_item = $3;
END $$;

COMMENT ON FUNCTION recon.decide_suggestion IS
    'Accepts or refuses a pair of recon.suggestions, with the reason (接受或拒绝建议配对). The last word holds.';
