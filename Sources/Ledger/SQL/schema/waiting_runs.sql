-- Each end of a run asks for the next one, once for each service: what that costs must not grow with what waits.
CREATE INDEX run_in_turn ON ledger.run ((origin <> 'person'), bill_date, run_id) WHERE state = 'queued';
COMMENT ON INDEX ledger.run_in_turn IS 'What waits for its turn, in the order of RunQueue.claim.';
