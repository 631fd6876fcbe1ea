-- Like ledger.show_entry: the planner takes it apart.
CREATE OR REPLACE FUNCTION ledger.show_movement(movement ledger.movement, account ledger.account, pot text)
RETURNS SETOF ledger.shown_movement LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT movement.bill_date, account.channel, account.account, pot, movement.line_no, movement.movement_class,
           recon.yuan(movement.amount_fen)::numeric(18, 2), recon.yuan(movement.balance_fen)::numeric(18, 2),
           movement.booked_at, movement.name, movement.type, nullif(movement.code, ''), nullif(movement.business_no, ''),
           nullif(movement.voucher_no, ''), nullif(movement.flow_no, ''), movement.outcome, movement.entry_date,
           movement.entry_line_no, movement.entry_file_no, movement.file_no;
END;

COMMENT ON FUNCTION ledger.show_movement IS 'A movement as people see it, with the pot of its file.';
