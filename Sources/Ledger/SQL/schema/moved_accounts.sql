-- Accounts that came from another database, or went to one. Numbers of runs, discrepancies, bills and events are a database's
-- own: what comes in is numbered anew, and this says how.
CREATE TABLE ledger.account_move (
    account_id  integer NOT NULL,
    move_no     integer GENERATED ALWAYS AS IDENTITY,
    channel     text NOT NULL,
    account     text NOT NULL,
    direction   text NOT NULL CHECK (direction IN ('in', 'out')),
    moved_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    moved_by    text NOT NULL DEFAULT session_user,
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    moved_rows  bigint NOT NULL CHECK (moved_rows >= 0),
    source      text,
    shift       bigint,
    greatest_no bigint,
    PRIMARY KEY (account_id, move_no),
    CONSTRAINT what_comes_in_is_numbered_anew CHECK (
        num_nonnulls(source, shift, greatest_no) = CASE direction WHEN 'in' THEN 3 ELSE 0 END)
);
COMMENT ON TABLE ledger.account_move IS
    'Accounts that came from another database, or went to one; of the latter nothing else is left here.';
COMMENT ON COLUMN ledger.account_move.account_id IS 'Of an account that went the number that it had here, which is not given again.';
COMMENT ON COLUMN ledger.account_move.sha256 IS 'Of the file.';
COMMENT ON COLUMN ledger.account_move.source IS
    'The database that it came from. Accounts of one source come under one shift as long as their numbers fit: a run of one may have changed another.';
COMMENT ON COLUMN ledger.account_move.shift IS
    'What is to be added to a number that was given before the move. It grows when the account moves on.';
COMMENT ON COLUMN ledger.account_move.greatest_no IS 'Numbers up to this one were set aside for the source.';
