-- PostgreSQL 15

-- COLUMN account.contracted_rate_e7; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.contracted_rate_e7 IS 'Contracted fee rate in parts per ten million, as the last run had it; empty where fees are not compared.';

-- COLUMN account.has_balance_control; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.has_balance_control IS 'A pot is held against the opening and closing balance that the channel itself tells of a day.';

-- COLUMN account.is_served; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.is_served IS 'It stands in the configuration of a daemon.';

-- COLUMN account.key_expires_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.key_expires_at IS 'When the first of its keys and certificates expires, as far as these say.';

-- COLUMN account.kinds; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.kinds IS 'Its kinds of bills by that configuration, in the order in which a day''s are reconciled.';

-- COLUMN account.pots; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.pots IS 'Its accounts of money at the channel by that configuration, in the order of a funds bill''s files; none: no money side.';

-- COLUMN account.settlement_days; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account.settlement_days IS 'Days after its own until which an entry may wait to be booked.';

-- COLUMN account_move.account_id; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account_move.account_id IS 'Of an account that went the number that it had here, which is not given again.';

-- COLUMN account_move.greatest_no; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account_move.greatest_no IS 'Numbers up to this one were set aside for the source.';

-- COLUMN account_move.sha256; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account_move.sha256 IS 'Of the file.';

-- COLUMN account_move.shift; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account_move.shift IS 'What is to be added to a number that was given before the move. It grows when the account moves on.';

-- COLUMN account_move.source; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.account_move.source IS 'The database that it came from. Accounts of one source come under one shift as long as their numbers fit: a run of one may have changed another.';

-- COLUMN account_moves.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN account_moves.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN account_moves.direction; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.direction IS 'in: it came from another database; out: it went, and nothing else of it is here';

-- COLUMN account_moves.moved_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.moved_at IS 'When it happened';

-- COLUMN account_moves.moved_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.moved_by IS 'Who did it';

-- COLUMN account_moves.rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.rows IS 'Rows of the ledger that were moved';

-- COLUMN account_moves.sha256; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.sha256 IS 'SHA-256 of the file';

-- COLUMN account_moves.shift; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.account_moves.shift IS 'What is to be added to a number (批次号、差异编号等) that was given before this move; empty where it went';

-- COLUMN ageing.age; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.age IS 'Age in days since the bill date (账龄)';

-- COLUMN ageing.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.code IS 'Code, see recon.codes; of a pending item the one it becomes when it falls due';

-- COLUMN ageing.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.difference IS 'Sum of the differences in yuan: channel minus order; of money, what moved minus what was expected';

-- COLUMN ageing.items; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.items IS 'How many there are';

-- COLUMN ageing.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.label_en IS 'English label';

-- COLUMN ageing.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.label_zh IS 'Chinese label';

-- COLUMN ageing.money_at_risk; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.money_at_risk IS 'Sum of the differences in yuan, each without its sign (在险金额)';

-- COLUMN ageing.oldest; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.oldest IS 'The earliest bill date among them';

-- COLUMN ageing.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.status IS 'pending, open or acknowledged';

-- COLUMN ageing.status_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.status_en IS 'Status in English';

-- COLUMN ageing.status_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.ageing.status_zh IS 'Status in Chinese';

-- COLUMN alarm.cause; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.cause IS 'Tells the alarm from every other of the account, for example `overdue trade 2026-11-21`.';

-- COLUMN alarm.delivered_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.delivered_at IS 'When the program of on_alarm had ended with 0, or the journal was told where there is none.';

-- COLUMN alarm.end_told_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.end_told_at IS 'The same as delivered_at, of its end; of an alarm that was never delivered nobody is told the end.';

-- COLUMN alarm.next_try_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.next_try_at IS 'When it is told again, unless its cause is gone by then; or its end, unless that is a day ago.';

-- COLUMN alarm.reason; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.reason IS 'What happened; the columns beside it are the other parts of the problem, as in ledger.run.';

-- COLUMN alarm.service; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.service IS 'Host and configuration of the service that it is about, where it is about no account.';

-- COLUMN alarm.shop_id; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.shop_id IS 'The shop whose statements it is about. Every service of the database tells of it; of one cause there is one, whichever shop had it first.';

-- COLUMN alarm.tries; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.alarm.tries IS 'How often it, or then its end, was told in vain.';

-- COLUMN alarms.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.account IS 'Merchant number at the channel (商户号): mchid or PID; empty where it is about no single account';

-- COLUMN alarms.alarm_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.alarm_id IS 'Number of the alarm';

-- COLUMN alarms.because; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.because IS 'What is behind the reason';

-- COLUMN alarms.because_code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.because_code IS 'Code of what is behind the reason, where something is';

-- COLUMN alarms.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.bill_date IS 'The business day it is about (账单日), if it is about one';

-- COLUMN alarms.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.channel IS 'Channel (渠道), a word of recon.channels; empty where it is about no single account';

-- COLUMN alarms.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.code IS 'Stable code of the cause; recon.problems says what it means';

-- COLUMN alarms.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.code_en IS 'What the code means, in English';

-- COLUMN alarms.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.code_zh IS 'The same in Chinese';

-- COLUMN alarms.ended_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.ended_at IS 'When its cause was gone; empty while it stands';

-- COLUMN alarms.expected; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.expected IS 'Of the reason: what was expected';

-- COLUMN alarms.found; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.found IS 'Of the reason: what was found instead';

-- COLUMN alarms.hint; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.hint IS 'What to do';

-- COLUMN alarms.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.kind IS 'Kind of the bill it is about (账单种类), if it is about one';

-- COLUMN alarms.message; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.message IS 'What happened: what was expected, what was found, and where';

-- COLUMN alarms.place; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.place IS 'Of the reason: where: file, line, column, address, account, day, pot';

-- COLUMN alarms.raised_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.raised_at IS 'When it was raised';

-- COLUMN alarms.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.run_id IS 'The run that raised it (批次号), if one did';

-- COLUMN alarms.service; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.service IS 'Host and configuration of the service that it is about, where it is about no single account';

-- COLUMN alarms.what; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.alarms.what IS 'Of the reason: what happened';

-- COLUMN bill.entries; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.bill.entries IS 'Digest of the entries: a channel packs the same bill with other time stamps every time.';

-- COLUMN bill.files; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.bill.files IS 'SHA-256 of the files, in the order of the bill''s parts, as file_no counts them from 0; none for a zero day.';

-- COLUMN bill.pots; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.bill.pots IS 'Of a funds bill the pot of each of these files; none for a trade bill.';

-- COLUMN bill.quiet_pots; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.bill.quiet_pots IS 'Of a funds bill the pots that the channel has no statement of: they had a day without movement. A pot that is in neither is not known.';

-- COLUMN bill.stored; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.bill.stored IS 'Digest of the entries and their lines: what plain_block and entry hold of the day while this bill is in force.';

-- COLUMN bill_entries.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN bill_entries.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.amount IS 'Amount in yuan';

-- COLUMN bill_entries.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN bill_entries.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN bill_entries.channel_refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';

-- COLUMN bill_entries.channel_trade_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';

-- COLUMN bill_entries.currency; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.currency IS 'Currency (币种)';

-- COLUMN bill_entries.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.entry_type IS 'payment (支付) or refund (退款)';

-- COLUMN bill_entries.fee; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.fee IS 'Fee in yuan, positive; one handed back is negative';

-- COLUMN bill_entries.file_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.file_no IS 'Which file of the day''s bill, from 0';

-- COLUMN bill_entries.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.line_no IS 'Line in the file';

-- COLUMN bill_entries.occurred_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.occurred_at IS 'When the channel says it happened';

-- COLUMN bill_entries.outcome; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.outcome IS 'matched, cross_day, pending, not_executed, or the code of the discrepancy';

-- COLUMN bill_entries.outcome_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.outcome_en IS 'Outcome in English';

-- COLUMN bill_entries.outcome_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.outcome_zh IS 'Outcome in Chinese';

-- COLUMN bill_entries.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN bill_entries.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN bill_entries.settled_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.settled_amount IS 'What it moves for the merchant in yuan (应结订单金额, 商家实收): a payment +, a refund −, one that was not executed 0';

-- COLUMN bill_entries.state; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.state IS 'As the bill says';

-- COLUMN bill_entries.time_outside_day; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_entries.time_outside_day IS 'Its own time lies on another day than its bill: the channel put it there, and there it counts';

-- COLUMN bill_file.pot; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.bill_file.pot IS 'Of a funds bill the pot that it is of: days without movement of two pots may have equal files. Empty for a trade bill.';

-- COLUMN bill_files.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN bill_files.archive_path; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.archive_path IS 'Where it lies';

-- COLUMN bill_files.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN bill_files.bill_file_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.bill_file_id IS 'Number of the file';

-- COLUMN bill_files.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN bill_files.deleted_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.deleted_at IS 'When retention deleted the file, or its loss was noted; empty while it is there';

-- COLUMN bill_files.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.kind IS 'Kind of the bill (账单种类): trade or funds';

-- COLUMN bill_files.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.pot IS 'Of a funds bill the pot (资金账户) that the file is of; empty for a trade bill';

-- COLUMN bill_files.received_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.received_at IS 'When it was received';

-- COLUMN bill_files.rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.rows IS 'Rows of the bill; empty while it was never read whole';

-- COLUMN bill_files.sha256; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.sha256 IS 'SHA-256 of the bytes on disk';

-- COLUMN bill_files.size; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.size IS 'Bytes on disk';

-- COLUMN bill_files.source; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bill_files.source IS 'channel or import';

-- COLUMN bridge.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN bridge.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.amount IS 'Amount in yuan, signed so that the lines add up';

-- COLUMN bridge.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN bridge.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN bridge.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.label_en IS 'English label of the line';

-- COLUMN bridge.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.label_zh IS 'Chinese label of the line';

-- COLUMN bridge.line; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.line IS 'Line of the bridge, see recon.money_lines';

-- COLUMN bridge.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.bridge.line_no IS 'Order of the lines';

-- COLUMN business_code.is_ours; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.business_code.is_ours IS 'It came with the program.';

-- COLUMN business_codes.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.amount IS 'Their sum in yuan (金额)';

-- COLUMN business_codes.class; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.class IS 'receipt, refund, deposit_refund, fee, insurance, marketing, donation, subsidy or own_funds; empty while it is unknown';

-- COLUMN business_codes.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.code IS 'The code as text, such as 0170155T, or a type (业务类型)';

-- COLUMN business_codes.first_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.first_at IS 'Seen first';

-- COLUMN business_codes.known; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.known IS 'It has a class; where not, its movements are unresolved';

-- COLUMN business_codes.last_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.last_at IS 'Seen last';

-- COLUMN business_codes.rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.rows IS 'Movements that count (笔数)';

-- COLUMN business_codes.set_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.set_at IS 'When';

-- COLUMN business_codes.set_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.set_by IS 'Who gave the class';

-- COLUMN business_codes.text; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.business_codes.text IS 'What it is called';

-- COLUMN cash.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN cash.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.amount IS 'Their money in yuan, 短款 negative: payments as their difference, refunds and fees with the other sign';

-- COLUMN cash.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';

-- COLUMN cash.cash; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.cash IS 'over or short';

-- COLUMN cash.cash_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.cash_en IS 'English label';

-- COLUMN cash.cash_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.cash_zh IS '长款 or 短款, in this direction only';

-- COLUMN cash.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN cash.items; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.items IS 'How many discrepancies there are, open or acknowledged';

-- COLUMN cash.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.cash.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';

-- COLUMN channel.place; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.channel.place IS 'Orders the channels in lists.';

-- COLUMN channel_mix.account_days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.account_days IS 'Concluded days behind it, each account''s counted; fewer than expected means that bills are missing';

-- COLUMN channel_mix.amount_share; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.amount_share IS 'Share of all channels'' payments by money (金额占比), from 0 to 1';

-- COLUMN channel_mix.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN channel_mix.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN channel_mix.fee_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.fee_rate IS 'Fees for each yuan of payments less refunds (实际费率)';

-- COLUMN channel_mix.fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.fees IS 'Fees in yuan (手续费), what was handed back taken off';

-- COLUMN channel_mix.payment_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.payment_amount IS 'Sum of the payments in yuan';

-- COLUMN channel_mix.payment_share; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.payment_share IS 'Share of all channels'' payments by number (笔数占比), from 0 to 1';

-- COLUMN channel_mix.payments; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.payments IS 'Payments in the bill';

-- COLUMN channel_mix.refund_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.refund_amount IS 'Sum of the refunds in yuan, positive';

-- COLUMN channel_mix.refund_amount_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.refund_amount_rate IS 'Money of the refunds for each yuan of the payments (退款金额率)';

-- COLUMN channel_mix.refund_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.refund_rate IS 'Refunds for each payment, by number (退款率)';

-- COLUMN channel_mix.refunds; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix.refunds IS 'Refunds in the bill';

-- COLUMN channel_mix_months.account_days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.account_days IS 'Concluded days behind it, each account''s counted; fewer than expected means that bills are missing';

-- COLUMN channel_mix_months.amount_share; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.amount_share IS 'Share of all channels'' payments by money (金额占比), from 0 to 1';

-- COLUMN channel_mix_months.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN channel_mix_months.fee_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.fee_rate IS 'Fees for each yuan of payments less refunds (实际费率)';

-- COLUMN channel_mix_months.fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.fees IS 'Fees in yuan (手续费), what was handed back taken off';

-- COLUMN channel_mix_months.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.month IS 'First day of the month';

-- COLUMN channel_mix_months.payment_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.payment_amount IS 'Sum of the payments in yuan';

-- COLUMN channel_mix_months.payment_share; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.payment_share IS 'Share of all channels'' payments by number (笔数占比), from 0 to 1';

-- COLUMN channel_mix_months.payments; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.payments IS 'Payments in the bill';

-- COLUMN channel_mix_months.refund_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.refund_amount IS 'Sum of the refunds in yuan, positive';

-- COLUMN channel_mix_months.refund_amount_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.refund_amount_rate IS 'Money of the refunds for each yuan of the payments (退款金额率)';

-- COLUMN channel_mix_months.refund_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.refund_rate IS 'Refunds for each payment, by number (退款率)';

-- COLUMN channel_mix_months.refunds; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_months.refunds IS 'Refunds in the bill';

-- COLUMN channel_mix_weeks.account_days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.account_days IS 'Concluded days behind it, each account''s counted; fewer than expected means that bills are missing';

-- COLUMN channel_mix_weeks.amount_share; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.amount_share IS 'Share of all channels'' payments by money (金额占比), from 0 to 1';

-- COLUMN channel_mix_weeks.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN channel_mix_weeks.fee_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.fee_rate IS 'Fees for each yuan of payments less refunds (实际费率)';

-- COLUMN channel_mix_weeks.fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.fees IS 'Fees in yuan (手续费), what was handed back taken off';

-- COLUMN channel_mix_weeks.payment_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.payment_amount IS 'Sum of the payments in yuan';

-- COLUMN channel_mix_weeks.payment_share; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.payment_share IS 'Share of all channels'' payments by number (笔数占比), from 0 to 1';

-- COLUMN channel_mix_weeks.payments; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.payments IS 'Payments in the bill';

-- COLUMN channel_mix_weeks.refund_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.refund_amount IS 'Sum of the refunds in yuan, positive';

-- COLUMN channel_mix_weeks.refund_amount_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.refund_amount_rate IS 'Money of the refunds for each yuan of the payments (退款金额率)';

-- COLUMN channel_mix_weeks.refund_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.refund_rate IS 'Refunds for each payment, by number (退款率)';

-- COLUMN channel_mix_weeks.refunds; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.refunds IS 'Refunds in the bill';

-- COLUMN channel_mix_weeks.week; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channel_mix_weeks.week IS 'Monday of the week';

-- COLUMN channels.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channels.channel IS 'Word of the channel in commands, configuration and the other views';

-- COLUMN channels.name_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channels.name_en IS 'Name in English';

-- COLUMN channels.name_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.channels.name_zh IS 'Name in Chinese';

-- COLUMN closed_periods.closed_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.closed_at IS 'When it was closed';

-- COLUMN closed_periods.closed_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.closed_by IS 'Who closed it';

-- COLUMN closed_periods.closed_through; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.closed_through IS 'Last day of the period';

-- COLUMN closed_periods.days_not_green; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.days_not_green IS 'Account days that were not balanced at that moment, each kind of bill counted';

-- COLUMN closed_periods.open_difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.open_difference IS 'Sum of their differences in yuan';

-- COLUMN closed_periods.open_discrepancies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.open_discrepancies IS 'Discrepancies that were open or acknowledged at that moment';

-- COLUMN closed_periods.pending; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.pending IS 'Items in doubt at that moment (存疑)';

-- COLUMN closed_periods.reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.closed_periods.reason IS 'Why it was closed although not everything in it was settled; empty where everything was';

-- COLUMN codes.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.codes.code IS 'Stable code, as stored';

-- COLUMN codes.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.codes.kind IS 'Kind of the bill whose run finds it (账单种类): trade, funds or sharing; empty of an outcome that is no discrepancy';

-- COLUMN codes.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.codes.label_en IS 'English label';

-- COLUMN codes.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.codes.label_zh IS 'Chinese label';

-- COLUMN codes.meaning; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.codes.meaning IS 'What it says, in a sentence';

-- COLUMN daemons.accounts; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.accounts IS 'How many accounts it serves';

-- COLUMN daemons.host; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.host IS 'Machine it runs on';

-- COLUMN daemons.pid; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.pid IS 'Its process number there';

-- COLUMN daemons.process_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.process_id IS 'Number of the process in this database';

-- COLUMN daemons.seen_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.seen_at IS 'When it last said so';

-- COLUMN daemons.started_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.started_at IS 'When it connected';

-- COLUMN daemons.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.status IS 'What it does, or waits for';

-- COLUMN daemons.version; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daemons.version IS 'Version of the program';

-- COLUMN daily_summary.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN daily_summary.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN daily_summary.booked_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.booked_amount IS 'What moved on this day for payments, refunds and fees, in yuan, over all pots of the account (实际入账): the line booked of recon.bridge; empty without a concluded funds bill. It may be of entries of other days: recon.bridge has the way from received_amount';

-- COLUMN daily_summary.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN daily_summary.closed; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.closed IS 'The day is in a closed period (已月结): no run changes it any more';

-- COLUMN daily_summary.fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.fees IS 'Fees in yuan (手续费), what was handed back taken off';

-- COLUMN daily_summary.funds_verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.funds_verdict IS 'Verdict of the day''s funds bill (资金对账结论), like verdict; empty where the account has none or it has not been run';

-- COLUMN daily_summary.funds_verdict_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.funds_verdict_en IS 'Verdict of the funds bill in English';

-- COLUMN daily_summary.funds_verdict_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.funds_verdict_zh IS 'Verdict of the funds bill in Chinese';

-- COLUMN daily_summary.last_attempt_hint; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.last_attempt_hint IS 'What to do about that reason';

-- COLUMN daily_summary.last_attempt_reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.last_attempt_reason IS 'Why the last attempt reached no conclusion, or failed';

-- COLUMN daily_summary.last_attempt_reason_code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.last_attempt_reason_code IS 'Stable code of that reason; recon.problems says what it means';

-- COLUMN daily_summary.last_attempt_run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.last_attempt_run_id IS 'The last attempt on this day, also one that reached no conclusion';

-- COLUMN daily_summary.last_attempt_verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.last_attempt_verdict IS 'Verdict of the last attempt; empty when it failed';

-- COLUMN daily_summary.matched; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.matched IS 'Entries paired and equal, both on this day (平账)';

-- COLUMN daily_summary.net_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.net_amount IS 'Payments minus refunds minus fees in yuan, in what the buyers were asked for. Not what the channel pays out: vouchers that the merchant bears, and refunds that were not executed, are in it; see received_amount';

-- COLUMN daily_summary.open_discrepancies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.open_discrepancies IS 'Discrepancies that are open or acknowledged now';

-- COLUMN daily_summary.payment_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.payment_amount IS 'Sum of the payments in yuan';

-- COLUMN daily_summary.payments; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.payments IS 'Payments in the bill';

-- COLUMN daily_summary.pending; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.pending IS 'Items in doubt (存疑)';

-- COLUMN daily_summary.received_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.received_amount IS 'What the merchant gets by the trade bill, in yuan: settled amounts minus fees; proven against the bill''s own totals (应结订单总金额, 退款总金额, 手续费总金额; 实收净额)';

-- COLUMN daily_summary.refund_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.refund_amount IS 'Sum of the refunds in yuan, positive';

-- COLUMN daily_summary.refunds; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.refunds IS 'Refunds in the bill';

-- COLUMN daily_summary.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.run_id IS 'Number of the run (批次号)';

-- COLUMN daily_summary.sharing_verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.sharing_verdict IS 'Live verdict on what was shared with partners that day (分账对账结论); empty where nothing of that is reconciled';

-- COLUMN daily_summary.verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.verdict IS 'Of the trade bill: incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); only balanced is green';

-- COLUMN daily_summary.verdict_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.verdict_en IS 'Verdict in English';

-- COLUMN daily_summary.verdict_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.daily_summary.verdict_zh IS 'Verdict in Chinese';

-- COLUMN day.thinned_run_id; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.day.thinned_run_id IS 'The run in force when retention removed the plain pairs of the day.';

-- COLUMN day.worked_from; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.day.worked_from IS 'Digest of the shop''s records, the rules and the program that the plain pairs were worked out from.';

-- COLUMN days_not_green.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN days_not_green.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN days_not_green.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN days_not_green.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.difference IS 'Sum of the open differences in yuan';

-- COLUMN days_not_green.hint; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.hint IS 'What to do about the reason';

-- COLUMN days_not_green.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.kind IS 'Kind of the bill (账单种类): trade or funds';

-- COLUMN days_not_green.open_discrepancies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.open_discrepancies IS 'Discrepancies that are open or acknowledged now';

-- COLUMN days_not_green.pending; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.pending IS 'Items in doubt (存疑)';

-- COLUMN days_not_green.reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.reason IS 'Why no conclusion was reached: what was expected, what was found, and where';

-- COLUMN days_not_green.verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.verdict IS 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑), failed (失败), or not run (未对账)';

-- COLUMN days_not_green.verdict_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.verdict_en IS 'Verdict in English';

-- COLUMN days_not_green.verdict_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.days_not_green.verdict_zh IS 'Verdict in Chinese';

-- COLUMN decisions.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN decisions.actor; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.actor IS 'Who decided';

-- COLUMN decisions.assignee; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.assignee IS 'Of an assignment: to whom (处理人)';

-- COLUMN decisions.at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.at IS 'When it was decided';

-- COLUMN decisions.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';

-- COLUMN decisions.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN decisions.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.code IS 'Code, see recon.codes';

-- COLUMN decisions.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.code_en IS 'Code in English';

-- COLUMN decisions.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.code_zh IS 'Code in Chinese';

-- COLUMN decisions.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.difference IS 'Difference in yuan at that moment';

-- COLUMN decisions.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN decisions.due_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.due_on IS 'Of an assignment: until when (处理期限)';

-- COLUMN decisions.event; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.event IS 'acknowledged, resolved, reopened or assigned';

-- COLUMN decisions.event_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.event_en IS 'Event in English';

-- COLUMN decisions.event_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.event_zh IS 'Event in Chinese';

-- COLUMN decisions.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';

-- COLUMN decisions.note; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.note IS 'Why';

-- COLUMN decisions.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN decisions.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.pot IS 'Pot (资金账户) that it is about, if it is about one';

-- COLUMN decisions.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN decisions.resolution; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.resolution IS 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可)';

-- COLUMN decisions.resolution_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.resolution_en IS 'Resolution in English';

-- COLUMN decisions.resolution_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.decisions.resolution_zh IS 'Resolution in Chinese';

-- COLUMN discrepancies.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN discrepancies.assignee; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.assignee IS 'Who is to settle it (处理人), by recon.assign';

-- COLUMN discrepancies.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';

-- COLUMN discrepancies.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN discrepancies.channel_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.channel_amount IS 'The channel''s amount in yuan; of a fee_mismatch the fee, of an over_refund the sum of refunds; of a funds bill''s what the trade bill leads one to expect, of a balance_break the last closing balance';

-- COLUMN discrepancies.channel_refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';

-- COLUMN discrepancies.channel_trade_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';

-- COLUMN discrepancies.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.code IS 'Code, see recon.codes';

-- COLUMN discrepancies.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.code_en IS 'Code in English';

-- COLUMN discrepancies.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.code_zh IS 'Code in Chinese';

-- COLUMN discrepancies.currency; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.currency IS 'Currency (币种)';

-- COLUMN discrepancies.details; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.details IS 'More about it: line in the bill, the shop''s state; of a funds bill''s the movement';

-- COLUMN discrepancies.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';

-- COLUMN discrepancies.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN discrepancies.due_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.due_on IS 'Until when (处理期限)';

-- COLUMN discrepancies.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break, which is about a pot';

-- COLUMN discrepancies.first_run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.first_run_id IS 'The run that first found it';

-- COLUMN discrepancies.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';

-- COLUMN discrepancies.last_run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.last_run_id IS 'The last run that found it';

-- COLUMN discrepancies.late_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.late_on IS 'First open day that shows the item, because its own day was closed when a run changed it; empty otherwise';

-- COLUMN discrepancies.movement_class; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.movement_class IS 'Class of the movement that it is about, see recon.movements; empty where it is about an entry';

-- COLUMN discrepancies.note; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.note IS 'What a person wrote';

-- COLUMN discrepancies.occurred_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.occurred_at IS 'When the channel, or for order_only the shop, says it happened';

-- COLUMN discrepancies.opened_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.opened_at IS 'When it first became a discrepancy';

-- COLUMN discrepancies.order_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.order_amount IS 'The shop''s amount in yuan; of a fee_mismatch the contracted fee, of an over_refund the payment; empty of a funds bill''s';

-- COLUMN discrepancies.order_nos; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.order_nos IS 'Taobao trade numbers (淘宝订单号) that the payment covers';

-- COLUMN discrepancies.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN discrepancies.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.pot IS 'Pot (资金账户) of the movement or balance that it is about; empty where it is about no pot in particular';

-- COLUMN discrepancies.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN discrepancies.resolution; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.resolution IS 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可); or superseded, by a later run';

-- COLUMN discrepancies.resolution_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.resolution_en IS 'Resolution in English';

-- COLUMN discrepancies.resolution_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.resolution_zh IS 'Resolution in Chinese';

-- COLUMN discrepancies.resolved_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.resolved_at IS 'When it was resolved';

-- COLUMN discrepancies.resolved_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.resolved_by IS 'Who resolved it';

-- COLUMN discrepancies.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.status IS 'open, acknowledged or resolved';

-- COLUMN discrepancies.status_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.status_en IS 'Status in English';

-- COLUMN discrepancies.status_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancies.status_zh IS 'Status in Chinese';

-- COLUMN discrepancy_history.actor; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.actor IS 'Who did it; reconciled for a run';

-- COLUMN discrepancy_history.assignee; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.assignee IS 'Of an assignment: to whom (处理人); empty when it was taken back';

-- COLUMN discrepancy_history.at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.at IS 'When it happened';

-- COLUMN discrepancy_history.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.difference IS 'Difference in yuan at that moment';

-- COLUMN discrepancy_history.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN discrepancy_history.due_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.due_on IS 'Of an assignment: until when (处理期限)';

-- COLUMN discrepancy_history.event; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.event IS 'pending, opened, changed, superseded, settled, reopened_by_run, acknowledged, resolved, reopened, assigned, noted';

-- COLUMN discrepancy_history.event_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.event_en IS 'Event in English';

-- COLUMN discrepancy_history.event_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.event_zh IS 'Event in Chinese';

-- COLUMN discrepancy_history.note; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.note IS 'What a person wrote';

-- COLUMN discrepancy_history.resolution; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.resolution IS 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可); or superseded, by a later run';

-- COLUMN discrepancy_history.resolution_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.resolution_en IS 'Resolution in English';

-- COLUMN discrepancy_history.resolution_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.resolution_zh IS 'Resolution in Chinese';

-- COLUMN discrepancy_history.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.discrepancy_history.run_id IS 'Number of the run (批次号)';

-- COLUMN entry.is_classified; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.entry.is_classified IS 'Kind and state are known ones, as the decoder of its bill says.';

-- COLUMN entry.is_executed; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.entry.is_executed IS 'It moved money, as the decoder of its bill says; false for a refund that failed.';

-- COLUMN entry.payment_hash; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.entry.payment_hash IS 'hashtextextended(payment_no, 0): an index on eight bytes instead of a text.';

-- COLUMN funds_line.amount_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.funds_line.amount_fen IS 'Empty for the balances of a pot of which none is known yet.';

-- COLUMN funds_statement.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN funds_statement.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.amount IS 'Amount in yuan, what goes out negative; empty for balances while none is known';

-- COLUMN funds_statement.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN funds_statement.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN funds_statement.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.label_en IS 'English label of the line';

-- COLUMN funds_statement.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.label_zh IS 'Chinese label of the line';

-- COLUMN funds_statement.line; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.line IS 'Line of the statement, see recon.money_lines';

-- COLUMN funds_statement.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.line_no IS 'Order of the lines';

-- COLUMN funds_statement.movements; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.movements IS 'Number of movements';

-- COLUMN funds_statement.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_statement.pot IS 'Account of money at the channel (资金账户)';

-- COLUMN funds_summary.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN funds_summary.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN funds_summary.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN funds_summary.closed; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.closed IS 'The day is in a closed period (已月结): no run changes it any more';

-- COLUMN funds_summary.closing; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.closing IS 'Closing balance in yuan (期末余额); empty while no balance is known';

-- COLUMN funds_summary.controlled; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.controlled IS 'The channel promises these balances, so that a break is a discrepancy; where not, it is a note';

-- COLUMN funds_summary.has_statement; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.has_statement IS 'The channel gave a statement out; without one it said that nothing moved';

-- COLUMN funds_summary.last_attempt_hint; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.last_attempt_hint IS 'What to do about that reason';

-- COLUMN funds_summary.last_attempt_reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.last_attempt_reason IS 'Why the last attempt reached no conclusion, or failed';

-- COLUMN funds_summary.last_attempt_reason_code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.last_attempt_reason_code IS 'Stable code of that reason; recon.problems says what it means';

-- COLUMN funds_summary.last_attempt_run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.last_attempt_run_id IS 'The last attempt on this day, also one that reached no conclusion';

-- COLUMN funds_summary.last_attempt_verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.last_attempt_verdict IS 'Verdict of the last attempt; empty when it failed';

-- COLUMN funds_summary.money_in; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.money_in IS 'What came in, in yuan (收入)';

-- COLUMN funds_summary.money_out; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.money_out IS 'What went out, in yuan, positive (支出)';

-- COLUMN funds_summary.movements_in; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.movements_in IS 'How many movements came in (收入笔数)';

-- COLUMN funds_summary.movements_out; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.movements_out IS 'How many movements went out (支出笔数)';

-- COLUMN funds_summary.open_discrepancies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.open_discrepancies IS 'Discrepancies of the account''s funds day that are open or acknowledged now';

-- COLUMN funds_summary.opening; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.opening IS 'Opening balance in yuan (期初余额); empty while no balance is known';

-- COLUMN funds_summary.pending; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.pending IS 'Items in doubt of the account''s funds day (存疑)';

-- COLUMN funds_summary.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.pot IS 'Account of money at the channel (资金账户): BASIC (基本账户), OPERATION (运营账户), FEES (手续费账户), BALANCE (余额)';

-- COLUMN funds_summary.proven; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.proven IS 'The opening balance is proven: the day before is in force, or this is the account''s first (期初已核)';

-- COLUMN funds_summary.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.run_id IS 'Number of the run (批次号)';

-- COLUMN funds_summary.verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.verdict IS 'Of the account''s whole funds day: incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); while an opening balance is not proven or a trade bill is missing, pending at best';

-- COLUMN funds_summary.verdict_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.verdict_en IS 'Verdict in English';

-- COLUMN funds_summary.verdict_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.funds_summary.verdict_zh IS 'Verdict in Chinese';

-- COLUMN item.assignee; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.item.assignee IS 'Who is to settle it, by recon.assign; due_on is until when. Runs leave both alone.';

-- COLUMN item.found; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.item.found IS 'The run in force of its day still finds it, whatever a person decided.';

-- COLUMN item.late_on; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.item.late_on IS 'The first open day, which shows the item in place of its own, because that one was closed when a run changed it.';

-- COLUMN item.movement_class; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.item.movement_class IS 'Of an item about a movement its class; empty for one about an entry or a group.';

-- COLUMN item.occurrence; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.item.occurrence IS 'Tells items of the same numbers and code apart. Of a balance_break, which has no number, its day since 1970.';

-- COLUMN item.pot; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.item.pot IS 'Of a movement, and of a break between balances, its pot; empty for everything else.';

-- COLUMN labels.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.labels.label_en IS 'English label';

-- COLUMN labels.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.labels.label_zh IS 'Chinese label';

-- COLUMN labels.word; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.labels.word IS 'Word, as stored';

-- COLUMN labels.word_of; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.labels.word_of IS 'What the word is one of: verdict (对账结论), state (批次状态) of a run, status (差错状态), resolution (处理结果), event (事件), change (变动), line (余额调节表行), entry_type (类型), origin and source of a run (发起方, 账单来源), outcome and movement_class of a movement (勾对结果, 资金类型), cash (长短款); of a seller''s pots seller_pot (资金账户), money_class (资金去向), reason (待查原因) and refund_step (退款进度)';

-- COLUMN late_effect.status; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.late_effect.status IS 'As the closed day shows it; empty where the closed day never had it.';

-- COLUMN late_effects.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN late_effects.at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.at IS 'When it happened';

-- COLUMN late_effects.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN late_effects.closed_day; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.closed_day IS 'Day of the closed period that it belongs to';

-- COLUMN late_effects.closed_difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.closed_difference IS 'Difference in yuan that the closed day goes on showing';

-- COLUMN late_effects.closed_status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.closed_status IS 'Status that the closed day goes on showing; empty for what was found only later';

-- COLUMN late_effects.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.code IS 'Code, see recon.codes; of a pending item the one it becomes when it falls due';

-- COLUMN late_effects.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.code_en IS 'Code in English';

-- COLUMN late_effects.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.code_zh IS 'Code in Chinese';

-- COLUMN late_effects.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';

-- COLUMN late_effects.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN late_effects.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break';

-- COLUMN late_effects.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';

-- COLUMN late_effects.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN late_effects.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.pot IS 'Pot (资金账户) that it is about, if it is about one';

-- COLUMN late_effects.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN late_effects.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.run_id IS 'Number of the run (批次号)';

-- COLUMN late_effects.shown_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.shown_on IS 'First open day at the time, which shows it';

-- COLUMN late_effects.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.status IS 'pending, open, acknowledged or resolved';

-- COLUMN late_effects.status_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.status_en IS 'Status in English';

-- COLUMN late_effects.status_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.late_effects.status_zh IS 'Status in Chinese';

-- COLUMN lease.backend; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.lease.backend IS 'The server process of the run''s session: ended by whoever takes the lease over.';

-- COLUMN metrics.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.account IS 'Merchant number at the channel (商户号), where the number is one account''s';

-- COLUMN metrics.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.channel IS 'Channel (渠道), a word of recon.channels, where the number is one account''s';

-- COLUMN metrics.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.kind IS 'Kind of the bill (账单种类), where the number is of one';

-- COLUMN metrics.label; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.label IS 'What word is: code, verdict or state';

-- COLUMN metrics.meaning; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.meaning IS 'What it says';

-- COLUMN metrics.metric; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.metric IS 'Name of the number';

-- COLUMN metrics.value; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.value IS 'The number';

-- COLUMN metrics.word; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.metrics.word IS 'Code, verdict or state that the number is of';

-- COLUMN money_lines.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.money_lines.label_en IS 'English label';

-- COLUMN money_lines.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.money_lines.label_zh IS 'Chinese label';

-- COLUMN money_lines.line; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.money_lines.line IS 'Line, as stored';

-- COLUMN money_lines.statement; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.money_lines.statement IS 'pot or bridge';

-- COLUMN month_money.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.amount IS 'Their sum in yuan (金额)';

-- COLUMN month_money.class; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.class IS 'What the money is of: order (本期订单), other_period (订单属于其他期间), own_funds (自有资金), fee:CODE (平台扣款), suggested (建议配对), unresolved (待查); copy (聚合账户的镜像) and repeated (重复导入) count in another row';

-- COLUMN month_money.code_text; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.code_text IS 'Of a deduction: its text';

-- COLUMN month_money.counted; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.counted IS 'The rows count; of copies and repeated ones others do (计入)';

-- COLUMN month_money.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.month IS 'First day of the month in Asia/Shanghai (月份)';

-- COLUMN month_money.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';

-- COLUMN month_money.rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.rows IS 'How many movements (笔数)';

-- COLUMN month_money.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.month_money.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN monthly_fees.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN monthly_fees.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN monthly_fees.charged_fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.charged_fees IS 'Fees of the payments in yuan (实收手续费)';

-- COLUMN monthly_fees.charged_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.charged_rate IS 'Fees of the payments for each yuan of their settled amounts (实际费率)';

-- COLUMN monthly_fees.contracted_fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.contracted_fees IS 'What they are by contract (应收手续费): what was charged, without the difference; empty where fees are not compared';

-- COLUMN monthly_fees.contracted_rate; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.contracted_rate IS 'Contracted rate (签约费率), from 0 to 1, as the last run had it; empty where fees are not compared';

-- COLUMN monthly_fees.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.difference IS 'Charged minus contracted in yuan, of fee_mismatch discrepancies; one that a worse difference hides is not in it';

-- COLUMN monthly_fees.fee_mismatches; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.fee_mismatches IS 'How many discrepancies that is';

-- COLUMN monthly_fees.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.month IS 'First day of the month (月份)';

-- COLUMN monthly_fees.returned_fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.returned_fees IS 'Fees given back with refunds, in yuan, positive (退还手续费)';

-- COLUMN monthly_fees.settled_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_fees.settled_amount IS 'Settled amounts of the payments in yuan, on which fees are charged';

-- COLUMN monthly_funds_statement.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN monthly_funds_statement.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.amount IS 'Amount in yuan, what goes out negative; empty for balances, and the residual, while none is known';

-- COLUMN monthly_funds_statement.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN monthly_funds_statement.days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.days IS 'Concluded days that have the line; of opening, all there are';

-- COLUMN monthly_funds_statement.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.label_en IS 'English label of the line';

-- COLUMN monthly_funds_statement.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.label_zh IS 'Chinese label of the line';

-- COLUMN monthly_funds_statement.line; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.line IS 'Line of the statement, see recon.money_lines';

-- COLUMN monthly_funds_statement.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.line_no IS 'Order of the lines';

-- COLUMN monthly_funds_statement.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.month IS 'First day of the month (月份)';

-- COLUMN monthly_funds_statement.movements; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.movements IS 'Number of movements';

-- COLUMN monthly_funds_statement.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_funds_statement.pot IS 'Account of money at the channel (资金账户)';

-- COLUMN monthly_statement.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN monthly_statement.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.amount IS 'Amount in yuan, signed so that the lines add up';

-- COLUMN monthly_statement.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN monthly_statement.days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.days IS 'Concluded days behind it; recon.monthly_summary.missing_days says how many there are not';

-- COLUMN monthly_statement.entries; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.entries IS 'Number of entries, signed like the amount';

-- COLUMN monthly_statement.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.entry_type IS 'payment (支付) or refund (退款)';

-- COLUMN monthly_statement.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.label_en IS 'English label of the line';

-- COLUMN monthly_statement.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.label_zh IS 'Chinese label of the line';

-- COLUMN monthly_statement.line; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.line IS 'Line of the statement';

-- COLUMN monthly_statement.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.line_no IS 'Order of the lines';

-- COLUMN monthly_statement.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_statement.month IS 'First day of the month (月份)';

-- COLUMN monthly_summary.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN monthly_summary.balanced_days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.balanced_days IS 'Of those, days that are balanced (平)';

-- COLUMN monthly_summary.booked_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.booked_amount IS 'What moved in the month for payments, refunds and fees, in yuan, over all pots (实际入账); empty without a concluded funds bill';

-- COLUMN monthly_summary.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN monthly_summary.closed; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.closed IS 'All its days are in a closed period (已月结)';

-- COLUMN monthly_summary.concluded_days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.concluded_days IS 'Days that have a conclusion';

-- COLUMN monthly_summary.fees; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.fees IS 'Fees in yuan (手续费), what was handed back taken off';

-- COLUMN monthly_summary.missing_days; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.missing_days IS 'Days without a conclusion, failed or not run (缺账日): what they hold is in no sum here';

-- COLUMN monthly_summary.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.month IS 'First day of the month (月份)';

-- COLUMN monthly_summary.open_discrepancies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.open_discrepancies IS 'Discrepancies of the trade bills that are open or acknowledged now';

-- COLUMN monthly_summary.payment_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.payment_amount IS 'Sum of the payments in yuan';

-- COLUMN monthly_summary.payments; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.payments IS 'Payments in the bills';

-- COLUMN monthly_summary.pending; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.pending IS 'Items in doubt (存疑)';

-- COLUMN monthly_summary.received_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.received_amount IS 'What the merchant gets by the trade bills, in yuan: settled amounts minus fees (实收净额), proven against the bills'' own totals';

-- COLUMN monthly_summary.refund_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.refund_amount IS 'Sum of the refunds in yuan, positive';

-- COLUMN monthly_summary.refunds; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.monthly_summary.refunds IS 'Refunds in the bills';

-- COLUMN movement.entry_date; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement.entry_date IS 'The entry that it belongs to, or looks like where it is one too many.';

-- COLUMN movement.outcome; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement.outcome IS 'booked: an entry''s; booked_twice: one more than there are entries for; booked_only: nobody''s; waiting_for_trade: trade bills that could bear it are not in force; unlinked: of a class that no entry expects.';

-- COLUMN movement_block.block_no; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.block_no IS 'As in ledger.plain_block.';

-- COLUMN movement_block.entry_date; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.entry_date IS 'Bill date of the entries that those of the classes of trade belong to; empty while there is no trade bill for them.';

-- COLUMN movement_block.kinds; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.kinds IS 'What the movements are, each once: class, name, type and code, separated by tabs. counts and sums_fen are of those still packed here.';

-- COLUMN movement_block.lines; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.lines IS 'Line by line, separated by tabs: line number, place among kinds, business number, voucher number, flow number, fen, balance in fen or nothing, seconds since 1970.';

-- COLUMN movement_block.movements; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.movements IS 'How many of the lines are still packed here.';

-- COLUMN movement_block.packed_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.packed_at IS 'When the block was written; a default that differs from row to row makes COPY store each as it comes.';

-- COLUMN movement_block.tags; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.tags IS 'ledger.tag of every business number and voucher number, four bytes each; not again where the line before has the same.';

-- COLUMN movement_block.taken_out; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.movement_block.taken_out IS 'Numbers of the lines that have become rows of ledger.movement.';

-- COLUMN movements.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN movements.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.amount IS 'Amount in yuan: in +, out −';

-- COLUMN movements.balance; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.balance IS 'Balance after it in yuan, as the bill prints it (账户结余, 账户余额); empty where it prints none';

-- COLUMN movements.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN movements.booked_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.booked_at IS 'When it was booked (记账时间, 入账时间)';

-- COLUMN movements.business_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.business_no IS 'The channel''s number of the business (微信支付业务单号, 业务流水号): of the payment or refund';

-- COLUMN movements.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN movements.class_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.class_en IS 'Class in English';

-- COLUMN movements.class_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.class_zh IS 'Class in Chinese';

-- COLUMN movements.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.code IS 'A platform''s code of it, where it has one';

-- COLUMN movements.entry_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.entry_date IS 'Bill date of the entry that it belongs to, or looks like where it is one too many; empty without one';

-- COLUMN movements.entry_file_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.entry_file_no IS 'That entry''s file of its day''s bill, from 0';

-- COLUMN movements.entry_line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.entry_line_no IS 'That entry''s line, see recon.bill_entries; empty where its number says enough: it is an entry of the same day with the same amount';

-- COLUMN movements.file_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.file_no IS 'Which file of the day''s funds bill, from 0';

-- COLUMN movements.flow_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.flow_no IS 'Flow number (资金流水单号, 账务流水号); not unique at WeChat Pay';

-- COLUMN movements.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.line_no IS 'Line in the file';

-- COLUMN movements.movement_class; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.movement_class IS 'What it is: payment (支付), fee (手续费), fee_return (手续费退回), refund (退款), refund_returned (退款退回), withdrawal (提现), withdrawal_returned (提现退回), top_up (充值), transfer (转账), sharing (分账), voucher (代金券), deposit (保证金), platform (平台扣款), own_funds (自有资金调拨) or other (其他)';

-- COLUMN movements.name; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.name IS 'Name, as the bill says (业务名称)';

-- COLUMN movements.outcome; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.outcome IS 'booked: an entry''s; booked_twice: one more than there are entries for; booked_only: nobody''s; waiting_for_trade: trade bills that could bear it are not there yet; unlinked: of a class that no entry expects';

-- COLUMN movements.outcome_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.outcome_en IS 'Outcome in English';

-- COLUMN movements.outcome_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.outcome_zh IS 'Outcome in Chinese';

-- COLUMN movements.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.pot IS 'Account of money at the channel (资金账户)';

-- COLUMN movements.type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.type IS 'Type, as the bill says (业务类型)';

-- COLUMN movements.voucher_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.movements.voucher_no IS 'The shop''s number (业务凭证号, 商户订单号): of the payment or refund';

-- COLUMN notes.actor; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.actor IS 'Who wrote it';

-- COLUMN notes.at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.at IS 'When it was written';

-- COLUMN notes.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN notes.event; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.event IS 'noted, or the decision that it belongs to';

-- COLUMN notes.event_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.event_en IS 'Event in English';

-- COLUMN notes.event_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.event_zh IS 'Event in Chinese';

-- COLUMN notes.note; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.notes.note IS 'What they wrote';

-- COLUMN number_bucket.blocks; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.number_bucket.blocks IS 'Of each of them the block, as many bytes as the run says.';

-- COLUMN number_bucket.tags; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.number_bucket.tags IS 'ledger.tag of each number, without the whole bytes that the bucket''s number says.';

-- COLUMN number_run.block_bytes; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.number_run.block_bytes IS 'How many bytes a block takes in a bucket, counted from first_block.';

-- COLUMN number_run.bucket_bits; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.number_run.bucket_bits IS 'How many of a tag''s leading bits are the number of its bucket.';

-- COLUMN number_run.numbers; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.number_run.numbers IS 'How many there are, one that several blocks have once for each.';

-- COLUMN open_items.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN open_items.age; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.age IS 'Age in days since the bill date (账龄)';

-- COLUMN open_items.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.amount IS 'Money at risk in yuan (在险金额): the difference without its sign';

-- COLUMN open_items.assignee; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.assignee IS 'Who is to settle it (处理人), by recon.assign';

-- COLUMN open_items.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';

-- COLUMN open_items.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN open_items.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.code IS 'Code, see recon.codes';

-- COLUMN open_items.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.code_en IS 'Code in English';

-- COLUMN open_items.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.code_zh IS 'Code in Chinese';

-- COLUMN open_items.currency; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.currency IS 'Currency (币种)';

-- COLUMN open_items.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected';

-- COLUMN open_items.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN open_items.due_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.due_on IS 'Until when (处理期限)';

-- COLUMN open_items.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break';

-- COLUMN open_items.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';

-- COLUMN open_items.last_note; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.last_note IS 'The last of them';

-- COLUMN open_items.notes; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.notes IS 'How many notes people wrote, see recon.notes';

-- COLUMN open_items.order_nos; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.order_nos IS 'Taobao trade numbers (淘宝订单号) that the payment covers';

-- COLUMN open_items.overdue; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.overdue IS 'That day is over (已逾期)';

-- COLUMN open_items.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN open_items.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.pot IS 'Pot (资金账户) that it is about, if it is about one';

-- COLUMN open_items.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN open_items.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.status IS 'open or acknowledged';

-- COLUMN open_items.status_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.status_en IS 'Status in English';

-- COLUMN open_items.status_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.open_items.status_zh IS 'Status in Chinese';

-- COLUMN open_key.numbers; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.open_key.numbers IS 'ledger.tag of their payment numbers.';

-- COLUMN open_key.tags; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.open_key.tags IS 'ledger.key_tag of each.';

-- COLUMN order_money.deducted; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.deducted IS 'The platforms deductions, negative (平台扣款)';

-- COLUMN order_money.deductions; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.deductions IS 'Deductions and subsidies in yuan by code';

-- COLUMN order_money.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.difference IS 'Receipts and refunds that moved, less what was paid, and the refunds again (差额): 0 when the order is settled';

-- COLUMN order_money.first_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.first_at IS 'Its first movement';

-- COLUMN order_money.last_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.last_at IS 'Its latest movement';

-- COLUMN order_money.net; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.net IS 'All that moved for it (净额)';

-- COLUMN order_money.order_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.order_no IS 'Taobao order (订单号, tid)';

-- COLUMN order_money.orders_of_payment; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.orders_of_payment IS 'How many orders its payment covers (合并付款)';

-- COLUMN order_money.paid; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.paid IS 'What the buyer paid, by the shop''s records (买家实付); of a payment for several orders that of all';

-- COLUMN order_money.paid_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.paid_at IS 'When the shop booked its payment (付款时间); empty where the shop knows no such order';

-- COLUMN order_money.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.payment_no IS 'The shops payment (商户订单号)';

-- COLUMN order_money.received; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.received IS 'Receipts in all pots (收款)';

-- COLUMN order_money.refunded_from_balance; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.refunded_from_balance IS 'Refunds out of the balance, negative (余额退款)';

-- COLUMN order_money.refunded_from_deposit; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.refunded_from_deposit IS 'Refunds out of the deposit, negative (保证金退款)';

-- COLUMN order_money.refunds; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.refunds IS 'Refunds that succeeded, by the shop''s records, positive (退款)';

-- COLUMN order_money.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN order_money.state; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.state IS 'settled (已结清), unknown_order (商城无此订单), not_settled (未收款), refund_without_source (退款无来源: 缺保证金账单), refund_recorded_twice (退款重复登记) or difference (差额)';

-- COLUMN order_money.subsidies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_money.subsidies IS 'Subsidies (补贴)';

-- COLUMN order_number_rules.hits; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_number_rules.hits IS 'How often it found a number (命中)';

-- COLUMN order_number_rules.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_number_rules.month IS 'Month of the statement''s first movement';

-- COLUMN order_number_rules.place; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_number_rules.place IS 'Its place in the order of trust, from 1';

-- COLUMN order_number_rules.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_number_rules.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';

-- COLUMN order_number_rules.rule; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_number_rules.rule IS 'The rule: base_order (业务基础订单号), order_column (订单编号), merchant_order (商户订单号 T200P…), business_orders (业务订单号 M{}), and phrases of 备注';

-- COLUMN order_number_rules.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.order_number_rules.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN pending.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN pending.assignee; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.assignee IS 'Who is to settle it (处理人), by recon.assign';

-- COLUMN pending.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only item the day the shop booked it';

-- COLUMN pending.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN pending.channel_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.channel_amount IS 'The channel''s amount in yuan; empty where no bill has it. Of a funds bill''s what the trade bill leads one to expect';

-- COLUMN pending.channel_refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';

-- COLUMN pending.channel_trade_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';

-- COLUMN pending.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.code IS 'Code that it gets when it falls due, see recon.codes';

-- COLUMN pending.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.code_en IS 'Code in English';

-- COLUMN pending.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.code_zh IS 'Code in Chinese';

-- COLUMN pending.currency; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.currency IS 'Currency (币种)';

-- COLUMN pending.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';

-- COLUMN pending.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN pending.due_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.due_date IS 'The day whose bill decides it; empty for a refund on its way';

-- COLUMN pending.due_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.due_on IS 'Until when (处理期限); the day whose bill decides it is due_date';

-- COLUMN pending.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.entry_type IS 'payment (支付) or refund (退款)';

-- COLUMN pending.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';

-- COLUMN pending.late_on; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.late_on IS 'First open day that shows the item, because its own day was closed when a run changed it; empty otherwise';

-- COLUMN pending.occurred_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.occurred_at IS 'When the channel, or for order_only the shop, says it happened';

-- COLUMN pending.order_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.order_amount IS 'The shop''s amount in yuan; empty where the shop has no record, and of a funds bill''s';

-- COLUMN pending.order_nos; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.order_nos IS 'Taobao trade numbers (淘宝订单号) that the payment covers';

-- COLUMN pending.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN pending.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.pot IS 'Pot (资金账户) of the movement that it is about; empty where it is about an entry';

-- COLUMN pending.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN pending.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.pending.status IS 'pending';

-- COLUMN period.open_items; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.period.open_items IS 'What was not settled at that moment, as recon.closing counted it: with open_fen, their difference, and waiting_items, those in doubt.';

-- COLUMN plain_block.block_no; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.block_no IS 'Its number in the index of numbers, which has its tags then; those of counted pairs stay here too. Empty: not taken up yet.';

-- COLUMN plain_block.entries; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.entries IS 'How many of the lines are plain pairs now; amount_fen is their sum.';

-- COLUMN plain_block.fee_rate; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.fee_rate IS 'Ten-thousandths of what is settled that explain the fees: (settled fen * fee_rate + fee_rounding) / 10000 is a fee in fen.';

-- COLUMN plain_block.fee_rounding; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.fee_rounding IS 'Half of the divisor where fees are rounded, 0 where they are cut.';

-- COLUMN plain_block.fee_unit_e5; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.fee_unit_e5 IS 'What fees beyond those are counted in, in 1/100000 yuan.';

-- COLUMN plain_block.forms; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.forms IS 'Of payment numbers, the channel''s, refund numbers and the channel''s in turn: how encode() makes text of the pieces, what fills up short ones at the end, and what stands before and after the first piece.';

-- COLUMN plain_block.line_runs; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.line_runs IS 'Where pairs are only counted: first and last number of each run of lines in the block. lines is then there for the time of a settlement alone, and other_tags are the upper halves of the payment numbers'' hashes.';

-- COLUMN plain_block.lines; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.lines IS 'Instead of columns, where a number cannot be packed, and in blocks of former versions. Line by line, separated by tabs: line number, payment number, channel trade number, fen, settled fen where they are others (a refund takes what a payment brings), fee in 1/100000 yuan, seconds since 1970, and of a refund its number and the channel''s.';

-- COLUMN plain_block.other_tags; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.other_tags IS 'ledger.tag of the channel''s numbers and refund numbers.';

-- COLUMN plain_block.packed; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.packed IS 'Columns of the entries that no compression makes smaller. Of integers first the low bytes of all, then the next.';

-- COLUMN plain_block.packed_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.packed_at IS 'When the block was written. Since no two rows have the same default, COPY stores each as it comes, and does not hoard a thousand of 25 KB while the sender waits.';

-- COLUMN plain_block.payment_tags; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.payment_tags IS 'ledger.tag of every payment number, four bytes each.';

-- COLUMN plain_block.sections; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.sections IS 'Where each column begins in packed, or, below zero, in steps, from 1, and how many bits each entry has in it: amounts, times, lines passed over, less that is settled than the amount, fees that the rate does not explain; then the first and the second piece of each of the four numbers.';

-- COLUMN plain_block.steps; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.steps IS 'Columns of the entries that go on by steps, or are nearly always the same.';

-- COLUMN plain_block.taken_out; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.taken_out IS 'Numbers of the lines that have become rows of ledger.entry.';

-- COLUMN plain_block.times_from_seconds; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.plain_block.times_from_seconds IS 'Seconds since 1970 that the times in the block count from.';

-- COLUMN pot_day.file_no; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.file_no IS 'The bill''s file, from 0; empty where the channel has no statement for the day.';

-- COLUMN pot_day.is_chained; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.is_chained IS 'Every printed balance follows from the one before.';

-- COLUMN pot_day.is_controlled; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.is_controlled IS 'The balances are promises of the channel: a break is a discrepancy, no note.';

-- COLUMN pot_day.is_proven; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.is_proven IS 'The day before is in force, or this is the account''s first day.';

-- COLUMN pot_day.last_closing_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.last_closing_fen IS 'Closing balance of the last earlier day in force; empty on the first.';

-- COLUMN pot_day.opening_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.opening_fen IS 'Balance before the first movement and after the last, as the bill prints them or the channel says; empty where neither does.';

-- COLUMN pot_day.shown_opening_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.pot_day.shown_opening_fen IS 'The statement''s two balances: printed ones, else the last known one carried on. Worked out anew whenever a day of the pot comes or changes; empty while nothing is known.';

-- COLUMN problems.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.problems.code IS 'Stable code, as in recon.runs.reason_code and recon.alarms.code';

-- COLUMN problems.exit_status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.problems.exit_status IS 'What a command ends with that the problem ends';

-- COLUMN problems.hint; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.problems.hint IS 'What to do in general; a run''s or an alarm''s own hint knows more';

-- COLUMN problems.meaning_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.problems.meaning_en IS 'What happened, in a sentence';

-- COLUMN problems.meaning_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.problems.meaning_zh IS 'The same in Chinese';

-- COLUMN refund_ways.booked_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.booked_at IS 'When it was booked there (入账时间)';

-- COLUMN refund_ways.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.code IS 'Business code (业务码): 0020001 out of the balance, 0020002 out of the deposit; the type of a row without one';

-- COLUMN refund_ways.code_text; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.code_text IS 'Its text (业务描述)';

-- COLUMN refund_ways.flag; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.flag IS 'Why a person should look: refund_without_source (退款无来源: 缺保证金账单), refund_recorded_twice (退款重复登记), not_paid (未支付): the statements are there and no pot has paid it, not_recorded (商城未登记): a pot paid what the shop does not know';

-- COLUMN refund_ways.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.line_no IS 'Line or row in the file (行号)';

-- COLUMN refund_ways.order_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.order_no IS 'Taobao order (订单号); of a payment for several orders, while no pot has paid it, the first of them';

-- COLUMN refund_ways.paid; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.paid IS 'What the pot paid, in yuan, positive (支付金额)';

-- COLUMN refund_ways.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.payment_no IS 'The shop''s payment (商户订单号)';

-- COLUMN refund_ways.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.pot IS 'Whose statement lists it: aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';

-- COLUMN refund_ways.recorded; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.recorded IS 'Amount by the shop''s records, in yuan (登记金额)';

-- COLUMN refund_ways.recorded_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.recorded_at IS 'When, by the shop; known of what a run left unpaired';

-- COLUMN refund_ways.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.refund_no IS 'The shop''s number of it, where a run left it unpaired, else the one that the statement names (退款单号)';

-- COLUMN refund_ways.returned; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.returned IS 'What came back into a pot, in yuan (退回金额)';

-- COLUMN refund_ways.returned_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.returned_at IS 'When';

-- COLUMN refund_ways.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN refund_ways.statement_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.statement_id IS 'Statement that lists it (账单编号)';

-- COLUMN refund_ways.step; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.refund_ways.step IS 'asked (申请中): processing in the shop; recorded (已登记): succeeded there, in no statement yet; booked (已入账): a pot paid it; in_parts (分笔支付): recorded and paid in other pieces, which agree; before_settlement (结算前退款): the receipt came without it; returned (已退回): it came back into a pot';

-- COLUMN requests.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN requests.attempt; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.attempt IS 'Number of the attempt on this day, from 1';

-- COLUMN requests.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN requests.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN requests.in_force; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.in_force IS 'This run''s result is the one shown for its day';

-- COLUMN requests.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.kind IS 'Kind of the bill (账单种类): trade or funds';

-- COLUMN requests.lift_share_limit_reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.lift_share_limit_reason IS 'Why the limit of entries without a shop record was lifted for it, where it was';

-- COLUMN requests.origin; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.origin IS 'person or import';

-- COLUMN requests.requested_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.requested_at IS 'When it was asked for';

-- COLUMN requests.requested_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.requested_by IS 'Who asked; import for files that were imported';

-- COLUMN requests.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.run_id IS 'Number of the run (批次号)';

-- COLUMN requests.source; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.source IS 'Where the bill comes from: channel, archived, or files that a person named';

-- COLUMN requests.source_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.source_en IS 'Source in English';

-- COLUMN requests.source_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.source_zh IS 'Source in Chinese';

-- COLUMN requests.state; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.state IS 'queued, fetching, matching, done or failed';

-- COLUMN requests.state_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.state_en IS 'State in English';

-- COLUMN requests.state_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.state_zh IS 'State in Chinese';

-- COLUMN requests.verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.verdict IS 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平)';

-- COLUMN requests.verdict_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.verdict_en IS 'Verdict in English';

-- COLUMN requests.verdict_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.requests.verdict_zh IS 'Verdict in Chinese';

-- COLUMN run.because; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.because IS 'What is behind the problem, in one line; because_code is its code.';

-- COLUMN run.begun_by; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.begun_by IS 'Processes that began the run and did not give it back: they died in the midst of it, or lost their session. One that is worked on has its own there, too.';

-- COLUMN run.crashes; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.crashes IS 'How many of these died of themselves, as their last words say, with this run among those under way. From the second on it is not begun again.';

-- COLUMN run.next_try_at; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.next_try_at IS 'Of a queued run: not before. Of one that ended without a conclusion: when the schedule begins a new one.';

-- COLUMN run.origin; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.origin IS 'What made the run, by which it is treated: its patience, its turn, whether a second one may wait. requested_by is shown to people; a role may be named like anything.';

-- COLUMN run.place; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.place IS 'Where: file, line, column, address, account, day, pot, as far as they are known.';

-- COLUMN run.reason; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.reason IS 'Of a problem what happened; the columns beside it are its other parts, and ledger.reason_text puts them into one line.';

-- COLUMN run.source; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.source IS 'Where the bill is to come from: the channel, the archive, or files that a person named.';

-- COLUMN run.tries; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run.tries IS 'How often the bill was asked for.';

-- COLUMN run_changes.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN run_changes.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';

-- COLUMN run_changes.change; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.change IS 'new, persisting or resolved';

-- COLUMN run_changes.change_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.change_en IS 'Change in English';

-- COLUMN run_changes.change_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.change_zh IS 'Change in Chinese';

-- COLUMN run_changes.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN run_changes.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.code IS 'Code, see recon.codes; of a pending item the one it becomes when it falls due';

-- COLUMN run_changes.code_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.code_en IS 'Code in English';

-- COLUMN run_changes.code_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.code_zh IS 'Code in Chinese';

-- COLUMN run_changes.difference; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';

-- COLUMN run_changes.discrepancy_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.discrepancy_id IS 'Number of the discrepancy, the same through all runs';

-- COLUMN run_changes.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break';

-- COLUMN run_changes.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.kind IS 'Kind of the bill that the discrepancy belongs to (账单种类): trade or funds';

-- COLUMN run_changes.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.payment_no IS 'Merchant order number given to the channel (商户订单号)';

-- COLUMN run_changes.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.pot IS 'Pot (资金账户) that it is about, if it is about one';

-- COLUMN run_changes.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';

-- COLUMN run_changes.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.run_id IS 'Number of the run (批次号)';

-- COLUMN run_changes.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.status IS 'pending, open, acknowledged or resolved';

-- COLUMN run_changes.status_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.status_en IS 'Status in English';

-- COLUMN run_changes.status_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.run_changes.status_zh IS 'Status in Chinese';

-- COLUMN run_total.settled_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.run_total.settled_fen IS 'What the entries move for the merchant: payments +, refunds −, what was not executed 0.';

-- COLUMN runs.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN runs.attempt; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.attempt IS 'Number of the attempt on this day, from 1';

-- COLUMN runs.because; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.because IS 'What is behind the reason';

-- COLUMN runs.because_code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.because_code IS 'Code of what is behind the reason, where something is';

-- COLUMN runs.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN runs.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN runs.cross_day; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.cross_day IS 'Entries paired and equal, booked by the shop on another day (跨日账); of a funds bill movements of entries of other days';

-- COLUMN runs.discrepancies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.discrepancies IS 'Discrepancies open or acknowledged when the run ended';

-- COLUMN runs.entries; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.entries IS 'Entries of the bill; of a funds bill its movements';

-- COLUMN runs.expected; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.expected IS 'Of the reason: what was expected';

-- COLUMN runs.finished_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.finished_at IS 'When it ended';

-- COLUMN runs.found; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.found IS 'Of the reason: what was found instead';

-- COLUMN runs.hint; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.hint IS 'What to do about the reason';

-- COLUMN runs.in_force; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.in_force IS 'This run''s result is the one shown for its day';

-- COLUMN runs.kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.kind IS 'Kind of the bill (账单种类): trade or funds';

-- COLUMN runs.matched; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.matched IS 'Entries paired and equal, both on this day (平账); of a funds bill movements that are plainly an entry''s';

-- COLUMN runs.next_try_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.next_try_at IS 'Of a queued run: it waits until then. Of one without a conclusion: when the schedule tries again';

-- COLUMN runs.origin; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.origin IS 'What made the run: schedule, catch_up, rematch, import or person; requested_by is the person''s name, whatever it is';

-- COLUMN runs.pending; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.pending IS 'Items in doubt (存疑)';

-- COLUMN runs.place; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.place IS 'Of the reason: where: file, line, column, address, account, day, pot';

-- COLUMN runs.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.pot IS 'Of a funds bill the pots (资金账户) that it tells of, those without a statement last; empty for a trade bill and before there is a bill';

-- COLUMN runs.progress; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.progress IS 'What the run is doing now; empty when it is not being worked on';

-- COLUMN runs.reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.reason IS 'Why no conclusion was reached, or why it waits: what was expected, what was found, and where';

-- COLUMN runs.reason_code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.reason_code IS 'Stable code of the reason; recon.problems says what it means';

-- COLUMN runs.requested_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.requested_at IS 'When it was asked for';

-- COLUMN runs.requested_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.requested_by IS 'schedule, catch_up, rematch, import, or the person or role that asked';

-- COLUMN runs.run_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.run_id IS 'Number of the run (批次号)';

-- COLUMN runs.source; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.source IS 'Where the bill comes from: channel, archived, or files that a person named';

-- COLUMN runs.started_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.started_at IS 'When it began';

-- COLUMN runs.state; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.state IS 'queued, fetching, matching, done or failed';

-- COLUMN runs.state_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.state_en IS 'State in English';

-- COLUMN runs.state_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.state_zh IS 'State in Chinese';

-- COLUMN runs.verdict; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.verdict IS 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); only balanced is green';

-- COLUMN runs.verdict_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.verdict_en IS 'Verdict in English';

-- COLUMN runs.verdict_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.verdict_zh IS 'Verdict in Chinese';

-- COLUMN runs.what; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.runs.what IS 'Of the reason: what happened';

-- COLUMN seller_bundle.integers; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_bundle.integers IS 'Of each in turn: when it was booked, in seconds since 1970; fen; fen of the balance, the least bigint where there is none; its identity; its number in ledger.seller_kind.';

-- COLUMN seller_bundle.line_nos; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_bundle.line_nos IS 'Where each stands in the file.';

-- COLUMN seller_bundle.numbers; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_bundle.numbers IS 'A line for each, separated by tabs: serial number, business number, = and the sub-order''s where it is not the order''s, refund number, candidates with commas between them.';

-- COLUMN seller_bundle.occurrences; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_bundle.occurrences IS 'From 1, where one file has several that are alike; empty where each is the first.';

-- COLUMN seller_bundle.order_no; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_bundle.order_no IS 'Empty for movements that name none, several, or two that disagree.';

-- COLUMN seller_kind.description; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_kind.description IS 'What stands in 业务描述: absent, blank, coded or uncoded.';

-- COLUMN seller_kind.is_mirror; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.seller_kind.is_mirror IS 'The file says that the row mirrors one of the aggregated account (聚合结算渠道), or that it does not; empty where it does not say.';

-- COLUMN seller_pots.counted_net; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.counted_net IS 'Of those that count';

-- COLUMN seller_pots.left_out; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.left_out IS 'Copies and repeated ones (不计入)';

-- COLUMN seller_pots.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.month IS 'First day of the month in Asia/Shanghai (月份)';

-- COLUMN seller_pots.net; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.net IS 'In less out, of all of them, in yuan (净额)';

-- COLUMN seller_pots.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';

-- COLUMN seller_pots.rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.rows IS 'Movements in the statements (笔数)';

-- COLUMN seller_pots.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN seller_pots.unresolved; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.unresolved IS 'Their sum in yuan (待查金额)';

-- COLUMN seller_pots.unresolved_rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_pots.unresolved_rows IS 'Movements of which nothing is known (待查笔数)';

-- COLUMN seller_rows.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.amount IS 'In yuan: into the pot positive, out of it negative (金额)';

-- COLUMN seller_rows.balance; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.balance IS 'Of the pot after it, as printed (余额)';

-- COLUMN seller_rows.booked_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.booked_at IS 'When it was booked (入账时间)';

-- COLUMN seller_rows.business_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.business_no IS 'Business number or trade number there (业务流水号)';

-- COLUMN seller_rows.class; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.class IS 'What the money is of: order (本期订单), other_period (订单属于其他期间), own_funds (自有资金), fee:CODE (平台扣款), suggested (建议配对), unresolved (待查); copy (聚合账户的镜像) and repeated (重复导入) count in another row';

-- COLUMN seller_rows.code; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.code IS 'Business code (业务码), as text';

-- COLUMN seller_rows.code_text; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.code_text IS 'Its text (业务描述)';

-- COLUMN seller_rows.counted; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.counted IS 'It counts; a copy or a repeated one does not, another row does (计入)';

-- COLUMN seller_rows.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.line_no IS 'Line or row in the file (行号)';

-- COLUMN seller_rows.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.month IS 'First day of the month in Asia/Shanghai (月份)';

-- COLUMN seller_rows.named_orders; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.named_orders IS 'Where it names several orders, or two that disagree: which, each behind the rule that found it';

-- COLUMN seller_rows.order_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.order_no IS 'The Taobao order that it names (订单号)';

-- COLUMN seller_rows.order_rule; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.order_rule IS 'The rule that found that number; recon.order_number_rules lists them';

-- COLUMN seller_rows.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';

-- COLUMN seller_rows.reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.reason IS 'Of an unresolved one: numbers_disagree (单号冲突), unknown_code (未知业务码), unknown_type (未知类型), several_orders (多个订单), no_order_number (无订单号), unknown_order (商城无此订单)';

-- COLUMN seller_rows.refund_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.refund_no IS 'Refund or document that it names (退款单号)';

-- COLUMN seller_rows.serial_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.serial_no IS 'Serial number at the platform (流水号)';

-- COLUMN seller_rows.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN seller_rows.statement_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.statement_id IS 'Statement that lists it (账单编号)';

-- COLUMN seller_rows.type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_rows.type IS 'Type in the statement (入账类型, 业务类型)';

-- COLUMN seller_statements.closing; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.closing IS 'Balance after its last one (期末余额)';

-- COLUMN seller_statements.copies; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.copies IS 'Movements that only mirror the aggregated account, and count there (镜像)';

-- COLUMN seller_statements.file_name; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.file_name IS 'The file''s name';

-- COLUMN seller_statements.first_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.first_at IS 'Its earliest movement (最早入账时间)';

-- COLUMN seller_statements.flagged_rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.flagged_rows IS 'Rows of which a cell holds something else than a number; it stays in the file';

-- COLUMN seller_statements.has_totals; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.has_totals IS 'The file had totals of its own, and they agree';

-- COLUMN seller_statements.imported_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.imported_at IS 'When it was imported';

-- COLUMN seller_statements.imported_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.imported_by IS 'Who imported it: the database role';

-- COLUMN seller_statements.last_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.last_at IS 'Its latest movement (最晚入账时间)';

-- COLUMN seller_statements.money_in; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.money_in IS 'What came in, in yuan (收入)';

-- COLUMN seller_statements.money_out; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.money_out IS 'What went out, in yuan, positive (支出)';

-- COLUMN seller_statements.net; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.net IS 'In less out (净额)';

-- COLUMN seller_statements.notes; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.notes IS 'What was odd about the file: columns that came or went, a title that was blank';

-- COLUMN seller_statements.opening; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.opening IS 'Balance before its first movement, where its balances follow from each other (期初余额)';

-- COLUMN seller_statements.pot; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';

-- COLUMN seller_statements.repeated; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.repeated IS 'Movements that an earlier file has (重复)';

-- COLUMN seller_statements.rows; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.rows IS 'How many movements it lists (笔数)';

-- COLUMN seller_statements.sha256; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.sha256 IS 'Its SHA-256; one file is imported once';

-- COLUMN seller_statements.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN seller_statements.size_bytes; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.size_bytes IS 'Its size in bytes';

-- COLUMN seller_statements.statement_id; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.seller_statements.statement_id IS 'Number of the statement (账单编号)';

-- COLUMN share.outcome; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.share.outcome IS 'not_executed also of what is no share: a release.';

-- COLUMN share.paired_receiver; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.share.paired_receiver IS 'As the shop''s record has it that the row is paired with.';

-- COLUMN share.receiver; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.share.receiver IS 'A merchant number; of a person no more than tells one receiver of a sharing order from another.';

-- COLUMN share.type; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.share.type IS 'The bill''s own words, with state, where it is not known what they say.';

-- COLUMN share_record.amount_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.share_record.amount_fen IS 'What was given back (分账回退) is negative.';

-- COLUMN shares.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN shares.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.amount IS 'What the bill says, in yuan, with the same sign';

-- COLUMN shares.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.bill_date IS 'The bill''s day in Asia/Shanghai (账单日); the booking day of a record that no bill lists';

-- COLUMN shares.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN shares.channel_sharing_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.channel_sharing_no IS 'The channel''s number of the sharing order (微信分账/回退单号)';

-- COLUMN shares.channel_trade_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';

-- COLUMN shares.detail_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.detail_no IS 'The channel''s number of this receiver''s share (分账明细单号)';

-- COLUMN shares.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.line_no IS 'Line in the file';

-- COLUMN shares.order_amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.order_amount IS 'What the shop says, in yuan; what was given back (分账回退) is negative';

-- COLUMN shares.order_nos; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.order_nos IS 'Taobao trade numbers (tid) of the payment';

-- COLUMN shares.order_state; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.order_state IS 'State of the shop''s record: succeeded, processing or closed';

-- COLUMN shares.outcome; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.outcome IS 'matched, cross_day, pending, not_executed or a code of recon.codes';

-- COLUMN shares.payment_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.payment_no IS 'Merchant order number (商户订单号) of the payment, as the shop''s record says';

-- COLUMN shares.receiver; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.receiver IS 'For whom (分账接收方): a merchant number; of a person, whom no table names, a text that is another in each sharing order';

-- COLUMN shares.share_kind; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.share_kind IS 'share (分账), share_return (分账回退), release (解冻) or other (其他)';

-- COLUMN shares.shared_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.shared_at IS 'When it was carried out, as the bill says, else the shop';

-- COLUMN shares.sharing_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.sharing_no IS 'The shop''s number of the sharing order, or of the return (商户分账/回退单号)';

-- COLUMN shares.state; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.state IS 'Likewise its state (处理状态)';

-- COLUMN shares.type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.shares.type IS 'The bill''s own word where nobody knows what it says (业务类型)';

-- COLUMN shop.alipay; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.shop.alipay IS 'The partner number that its statements of the Alipay account print; one that prints another is refused.';

-- COLUMN shop_order.orders; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.shop_order.orders IS 'How many orders its payments cover; with more than one the amounts are those of all of them.';

-- COLUMN shop_order.payment_no; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.shop_order.payment_no IS 'The first of them.';

-- COLUMN shop_order.payments; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.shop_order.payments IS 'How many payments there are for it.';

-- COLUMN shop_order.refunds_fen; Type: COMMENT; Schema: ledger
COMMENT ON COLUMN ledger.shop_order.refunds_fen IS 'Of each refund that succeeded, the greatest first.';

-- COLUMN statement.account; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.account IS 'Merchant number at the channel (商户号): mchid or PID';

-- COLUMN statement.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.amount IS 'Amount in yuan, signed so that the lines add up';

-- COLUMN statement.bill_date; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';

-- COLUMN statement.channel; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.channel IS 'Channel (渠道), a word of recon.channels';

-- COLUMN statement.entries; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.entries IS 'Number of entries, signed like the amount';

-- COLUMN statement.entry_type; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.entry_type IS 'payment (支付) or refund (退款)';

-- COLUMN statement.label_en; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.label_en IS 'English label of the line';

-- COLUMN statement.label_zh; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.label_zh IS 'Chinese label of the line';

-- COLUMN statement.line; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.line IS 'Line of the statement';

-- COLUMN statement.line_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.statement.line_no IS 'Order of the lines';

-- COLUMN suggestions.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.amount IS 'By how much, in yuan';

-- COLUMN suggestions.decided_at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.decided_at IS 'When';

-- COLUMN suggestions.decided_by; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.decided_by IS 'Who decided';

-- COLUMN suggestions.minus_item; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.minus_item IS 'The item that has too little';

-- COLUMN suggestions.note; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.note IS 'Why';

-- COLUMN suggestions.plus_item; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.plus_item IS 'The item that has too much';

-- COLUMN suggestions.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- COLUMN suggestions.status; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.suggestions.status IS 'open (待定), accepted (已接受) or refused (已拒绝)';

-- COLUMN unexplained_money.amount; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.amount IS 'What is too much or too little, in yuan (差额)';

-- COLUMN unexplained_money.at; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.at IS 'Its latest movement';

-- COLUMN unexplained_money.item; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.item IS 'Its name for recon.decide_suggestion: an order, a payment for several, or a row of a statement';

-- COLUMN unexplained_money.month; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.month IS 'First day of the month in Asia/Shanghai (月份)';

-- COLUMN unexplained_money.order_no; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.order_no IS 'Taobao order, where one is named (订单号)';

-- COLUMN unexplained_money.reason; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.reason IS 'difference, refund_without_source, refund_recorded_twice, or as in recon.seller_rows';

-- COLUMN unexplained_money.shop; Type: COMMENT; Schema: recon
COMMENT ON COLUMN recon.unexplained_money.shop IS 'The shop, by the name that its statements are imported under (店铺)';

-- DOMAIN fen; Type: COMMENT; Schema: ledger
COMMENT ON DOMAIN ledger.fen IS 'An amount or a sum of them, as far as the numeric(18,2) yuan of a view hold it.';

-- FUNCTION acknowledge(discrepancy_id bigint, note text, seen_difference numeric); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.acknowledge(discrepancy_id bigint, note text, seen_difference numeric) IS 'Says that somebody works on a discrepancy (认领差错). With seen_difference it is refused when a run changed the difference since.';

-- FUNCTION assign(discrepancy_id bigint, assignee text, due_on date, note text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.assign(discrepancy_id bigint, assignee text, due_on date, note text) IS 'Says who is to settle a discrepancy or an item in doubt, and until when (指派差错); NULL takes the assignment back. Its status stays: whoever works on it acknowledges it.';

-- FUNCTION attempts_key(account integer, day date, kind text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.attempts_key(account integer, day date, kind text) IS 'The advisory lock of whoever numbers an attempt of a unit of work.';

-- FUNCTION bill_file_name(account integer, day date, kind text, file_no smallint); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.bill_file_name(account integer, day date, kind text, file_no smallint) IS 'Name in the archive of one file of the bill in force of a day and kind; files are counted from 0.';

-- FUNCTION blocks_at(tag bytea, tags bytea, blocks bytea, block_bytes integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.blocks_at(tag bytea, tags bytea, blocks bytea, block_bytes integer) IS 'Which blocks of a bucket of ledger.number_bucket stand beside the tag, counted from the first of the run.';

-- FUNCTION changes(bill_date date, former_attempt integer, later_attempt integer, kind text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.changes(bill_date date, former_attempt integer, later_attempt integer, kind text) IS 'What differs between two attempts of a day (重跑差异), of each account: discrepancies (new, gone, changed) and lines of the statement, with kind => ''funds'' of the pots'' and of the bridge; without attempts, between the last two that reached a conclusion.';

-- FUNCTION classify_code(code text, class text, text text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.classify_code(code text, class text, text text) IS 'Says what a business code is of (业务码归类), or a type of rows without one; answers with the movements that it holds for.';

-- FUNCTION close_period(through date, reason text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.close_period(through date, reason text) IS 'Closes the period through a day (月结), for ever: no run changes a day up to it; what is found later is shown on the first open day, see recon.late_effects. While anything up to it is open, in doubt, not green or without a conclusion it refuses, unless a reason is given, which recon.closed_periods keeps; recon.closing says first what it would close.';

-- FUNCTION closed_through(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.closed_through() IS 'The last day that is closed; -infinity when none is.';

-- FUNCTION closing(through date); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.closing(through date) IS 'What recon.close_period would close (月结预览): of each account and kind of bill the days, those that are not green and those without a conclusion, what is open with its difference and its money at risk, and what is in doubt. It changes nothing.';

-- FUNCTION days_to_thin(open_before date, closed_before date); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.days_to_thin(open_before date, closed_before date) IS 'Days whose plain pairs, or plainly booked movements, retention may remove, open and closed ones by their own limit.';

-- FUNCTION decide(id bigint, decision text, decided_resolution text, decided_note text, seen_difference numeric); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.decide(id bigint, decision text, decided_resolution text, decided_note text, seen_difference numeric) IS 'Behind recon.acknowledge, resolve and reopen.';

-- FUNCTION decide_suggestion(shop text, plus_item text, minus_item text, decision text, note text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.decide_suggestion(shop text, plus_item text, minus_item text, decision text, note text) IS 'Accepts or refuses a pair of recon.suggestions, with the reason (接受或拒绝建议配对). The last word holds.';

-- FUNCTION entries_of(number text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.entries_of(number text) IS 'Entries of the trade bills in force (对账单明细) that bear a payment, refund or channel number, at once whatever the size of the days.';

-- FUNCTION explain(number text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.explain(number text) IS 'Everything known about one order, payment, refund, channel or flow number (单号追溯), in time order: the shop''s row, the line of the bill, pair or lack of it, what moved for it, each run, each decision.';

-- FUNCTION explain(number text, shop jsonb); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.explain(number text, shop jsonb) IS 'The same with the shop''s rows as `reconciled explain` hands them over, which has read them in the shop''s own database.';

-- FUNCTION filter_condition(filter text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.filter_condition(filter text) IS 'A person''s filter as a condition on recon.open_items; refuses what is not one.';

-- FUNCTION find_blocks(tags bigint[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.find_blocks(tags bigint[]) IS 'Packed blocks that may have a number with one of these tags, as far as the index has taken them up.';

-- FUNCTION find_counted_pairs(numbers text[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.find_counted_pairs(numbers text[]) IS 'Plain pairs of these payments that were only counted, by the numbers'' hashes.';

-- FUNCTION find_entries(number text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.find_entries(number text) IS 'Entries by any number they bear: rows by an index for each kind, packed ones by the index of numbers.';

-- FUNCTION find_movements(numbers text[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.find_movements(numbers text[]) IS 'Movements by the numbers they bear: rows by an index for each kind of number, packed ones by the index of numbers, which knows business and voucher numbers and no flow numbers.';

-- FUNCTION funds_blocks(numbers text[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.funds_blocks(numbers text[]) IS 'Blocks of ledger.movement_block that may have a movement with one of the numbers, likewise.';

-- FUNCTION grant_rights(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.grant_rights() IS 'Gives the roles that exist their rights, and takes from everybody what is not among them.';

-- FUNCTION is_alive(process integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.is_alive(process integer) IS 'Its session is there: a lock ends with the session, however the process ended.';

-- FUNCTION is_held(lease ledger.lease); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.is_held(lease ledger.lease) IS 'A lease counts for as long as its time runs and its process lives.';

-- FUNCTION is_of_trade(movement_class text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.is_of_trade(movement_class text) IS 'Classes of movements that entries of a trade bill expect, and that the bridge is about.';

-- FUNCTION items_where(filter text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.items_where(filter text) IS 'The discrepancies to settle that a filter finds (筛选差错), as in: code = fee_mismatch and age > 7 and amount <= 0.05; what recon.resolve_where would resolve. Columns are those of recon.open_items, conditions are joined by and.';

-- FUNCTION key_tag(entry_type ledger.entry_type, payment_no text, refund_no text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.key_tag(entry_type ledger.entry_type, payment_no text, refund_no text) IS 'Four bytes of a key''s hash, as ledger.open_key has them.';

-- FUNCTION lock_attempts(account integer, day date, kind text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.lock_attempts(account integer, day date, kind text) IS 'Held by whoever numbers an attempt of a unit of work, to the end of the transaction.';

-- FUNCTION lock_number(name ledger.lock_name); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.lock_number(name ledger.lock_name) IS 'Advisory locks. settlement: held by whoever changes results. process, alarm: first half of the lock of a living process, and of whoever tells of an alarm; the second half is its number.';

-- FUNCTION look_over_sellers(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.look_over_sellers() IS 'Has the server find out what an import has brought, which only the owner of tables may.';

-- FUNCTION may_read_shop(payment_relation text, refund_relation text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.may_read_shop(payment_relation text, refund_relation text) IS 'Whether reading these relations runs nobody''s code with rights that are not theirs.';

-- FUNCTION movements_of(number text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.movements_of(number text) IS 'Movements of the funds bills in force (资金流水) that bear a business or voucher number, at once whatever the size of the days; by flow number those that are not plainly booked.';

-- FUNCTION note(discrepancy_id bigint, note text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.note(discrepancy_id bigint, note text) IS 'Writes a note on a discrepancy or an item in doubt, whatever its status (添加备注), and answers with all of them.';

-- FUNCTION packed_integer(planes bytea, bits integer, entries integer, place integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.packed_integer(planes bytea, bits integer, entries integer, place integer) IS 'The integer at a place, from 0, of a column of a block: first lie the low bytes of all entries, then the next; at last single bits.';

-- FUNCTION packed_line(first_line integer, planes bytea, bits integer, entries integer, place integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.packed_line(first_line integer, planes bytea, bits integer, entries integer, place integer) IS 'The line of the entry at a place, from 0, of a block: the block has those that were passed over until there.';

-- FUNCTION packed_number(coding text, padding text, head text, first bytea, first_bytes integer, middle text, second bytea, second_bytes integer, entries integer, place integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.packed_number(coding text, padding text, head text, first bytea, first_bytes integer, middle text, second bytea, second_bytes integer, entries integer, place integer) IS 'The number at a place, from 0, of a column of a block, put together from what is the same of all and its two pieces.';

-- FUNCTION packed_section(packed bytea, steps bytea, place integer, bits integer, entries integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.packed_section(packed bytea, steps bytea, place integer, bits integer, entries integer) IS 'A column of a block, as ledger.plain_block.sections tells where it is.';

-- FUNCTION payments_of(number text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.payments_of(number text) IS 'Payments that an order, refund, channel or flow number leads to by the bills in force and the discrepancies (a part of recon.explain).';

-- FUNCTION reason_text(what text, expected text, found text, place jsonb, because text, account text, day date); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.reason_text(what text, expected text, found text, place jsonb, because text, account text, day date) IS 'A stored problem in one line: what, expected and found, where, and what is behind it.';

-- FUNCTION reconcile(channel text, bill_date date, account text, archived boolean, lift_share_limit_reason text, kind text); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.reconcile(channel text, bill_date date, account text, archived boolean, lift_share_limit_reason text, kind text) IS 'Asks the daemon for a run of the day, of each account of the channel or of one (发起对账), and of each of its kinds of bills or of one; one row for each run. It starts at once; see recon.runs. archived: with the bill at hand instead of fetching it again. The setting reconciled.person names who asks through a role that several use. lift_share_limit_reason: go on although too many entries have no shop record, and why.';

-- FUNCTION refuse_change(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.refuse_change() IS 'Refuses every change: history cannot be rewritten, not even by mistake. It goes when its account has gone to another database.';

-- FUNCTION refuse_closed_day(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.refuse_closed_day() IS 'Refuses runs of a day in a closed period.';

-- FUNCTION refuse_decision(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.refuse_decision() IS 'Refuses all but the owner of the table; the triggers'' conditions say what.';

-- FUNCTION refuse_unasked_lift(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.refuse_unasked_lift() IS 'Refuses the lift of a share limit that no request gave this reason for.';

-- FUNCTION reopen(discrepancy_id bigint, note text, seen_difference numeric); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.reopen(discrepancy_id bigint, note text, seen_difference numeric) IS 'Takes a decision back (重开差错): resolved or acknowledged becomes open. With seen_difference it is refused when a run changed the difference since.';

-- FUNCTION request_run(account integer, day date, kind text, origin text, requester text, source text, lift_reason text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.request_run(account integer, day date, kind text, origin text, requester text, source text, lift_reason text) IS 'Puts a run into the queue, as the next attempt of its day, and returns its number.';

-- FUNCTION requester(origin text, claimed text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.requester(origin text, claimed text) IS 'Who asks for a run, as it may be written: nobody speaks in the name of somebody else.';

-- FUNCTION require_decision(decision text, resolution text, note text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.require_decision(decision text, resolution text, note text) IS 'Refuses a decision that does not say why, or in no known way.';

-- FUNCTION require_item(id bigint); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.require_item(id bigint) IS 'The discrepancy or item in doubt that a person means, locked; refuses a number that is none.';

-- FUNCTION resolve(discrepancy_id bigint, resolution text, note text, seen_difference numeric); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.resolve(discrepancy_id bigint, resolution text, note text, seen_difference numeric) IS 'Closes a discrepancy or an item in doubt (核销差错): corrected, refunded, made_up, written_off or accepted. With seen_difference it is refused when a run changed the difference since.';

-- FUNCTION resolve_where(filter text, resolution text, note text, seen_items bigint, seen_difference numeric, max_items bigint); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.resolve_where(filter text, resolution text, note text, seen_items bigint, seen_difference numeric, max_items bigint) IS 'Closes all discrepancies that a filter finds (批量核销), with one resolution and note. Called without seen_items and seen_difference it only shows what it would do, by code and account, with the sums in its last line; called again with those two it does it, unless something changed since, or there are more than max_items. See recon.items_where.';

-- FUNCTION seller_class(left_out text, names_orders text, code_class text, fee_code text, code text, is_own_funds boolean, is_paid boolean, is_of_month boolean); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.seller_class(left_out text, names_orders text, code_class text, fee_code text, code text, is_own_funds boolean, is_paid boolean, is_of_month boolean) IS 'The class of money by what is known of a row: is_paid that the shop knows the order, is_of_month that it was paid in the row''s month.';

-- FUNCTION seller_reason(left_out text, names_orders text, code_class text, description text, code text, is_own_funds boolean, is_known boolean); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.seller_reason(left_out text, names_orders text, code_class text, description text, code text, is_own_funds boolean, is_known boolean) IS 'Why nothing is known of a row of a statement, or empty.';

-- FUNCTION seller_sums(shop integer, statements bigint[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.seller_sums(shop integer, statements bigint[]) IS 'Rows of some of a shop''s statements added up by kind, by day and by the day that their order was paid: as ledger.seller_row_class says of each row.';

-- FUNCTION shop_amount(fen jsonb); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.shop_amount(fen jsonb) IS 'Fen of the shop as yuan. What is no whole number of fen is told as the shop has it, and never as another amount.';

-- FUNCTION shop_here(number text, payments text[], OUT gap text, OUT shop jsonb); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.shop_here(number text, payments text[], OUT gap text, OUT shop jsonb) IS 'Behind recon.explain: the shop''s rows, where they are in this database.';

-- FUNCTION shop_rows(payment_relation text, refund_relation text, number text, payments text[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.shop_rows(payment_relation text, refund_relation text, number text, payments text[]) IS 'Reads the shop for recon.explain, as reconciled_shop_reader where there is that role: what recon.explain(number, shop) takes.';

-- FUNCTION short(amount numeric); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.short(amount numeric) IS 'The same amount with as many decimals as it needs, two at least.';

-- FUNCTION show_entry(entry ledger.entry, account ledger.account, outcome text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.show_entry(entry ledger.entry, account ledger.account, outcome text) IS 'An entry as people see it. outcome stands apart, so that a question for one skips the plain pairs.';

-- FUNCTION show_movement(movement ledger.movement, account ledger.account, pot text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.show_movement(movement ledger.movement, account ledger.account, pot text) IS 'A movement as people see it, with the pot of its file.';

-- FUNCTION shown_outcome(entry ledger.entry); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.shown_outcome(entry ledger.entry) IS 'What became of an entry: of one that is paired and equal, what is odd about it all the same.';

-- FUNCTION tag(number text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.tag(number text) IS 'Four bytes that tell which blocks may hold a number.';

-- FUNCTION tag_no(number text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.tag_no(number text) IS 'ledger.tag as a number.';

-- FUNCTION tell(number text, known text[], shop jsonb, gap text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.tell(number text, known text[], shop jsonb, gap text) IS 'All that is known about a number, told in time order: the words of recon.explain.';

-- FUNCTION tell_of_alarm(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.tell_of_alarm() IS 'Wakes whoever delivers alarms and their ends.';

-- FUNCTION tell_of_lease(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.tell_of_lease() IS 'Says that a run''s lease has ended, and whose it was, to whoever waits for its account.';

-- FUNCTION tell_of_run(); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.tell_of_run() IS 'Says that a run is queued, to the daemons, or has ended, to whoever waits for it.';

-- FUNCTION thin_day(account integer, day date, OUT entries bigint, OUT movements bigint); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.thin_day(account integer, day date, OUT entries bigint, OUT movements bigint) IS 'Removes the plain pairs and the plainly booked movements of a day and returns their numbers.';

-- FUNCTION trade_blocks(numbers text[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.trade_blocks(numbers text[]) IS 'Blocks of ledger.plain_block that may have an entry with one of the numbers: by the index, or by their own tags.';

-- FUNCTION try_lock_attempts(account integer, day date, kind text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.try_lock_attempts(account integer, day date, kind text) IS 'The same, for those who can come back later.';

-- FUNCTION unpack_entry(block ledger.plain_block, line text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.unpack_entry(block ledger.plain_block, line text) IS 'A line of a block as a row like those of ledger.entry.';

-- FUNCTION unpack_movement(block ledger.movement_block, line text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.unpack_movement(block ledger.movement_block, line text) IS 'A line of a block as a row like those of ledger.movement.';

-- FUNCTION unquoted(value text); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.unquoted(value text) IS 'A value as a person writes it in a filter, without the quotes that it may stand in.';

-- FUNCTION wide_integer(planes bytea, entries integer, place integer); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.wide_integer(planes bytea, entries integer, place integer) IS 'The integer at a place, from 0, of a column of a block, of whole bytes.';

-- FUNCTION without_tags(tags bytea, places bigint[]); Type: COMMENT; Schema: ledger
COMMENT ON FUNCTION ledger.without_tags(tags bytea, places bigint[]) IS 'Payment tags of a block without those of the lines at these places, from 1.';

-- FUNCTION yuan(fen numeric); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.yuan(fen numeric) IS 'Fen to yuan, exactly; NaN for what is beyond all money.';

-- FUNCTION yuan_of_e5(e5 numeric); Type: COMMENT; Schema: recon
COMMENT ON FUNCTION recon.yuan_of_e5(e5 numeric) IS '1/100000 yuan, in which fees are kept, to yuan, exactly; NaN for what is beyond all money.';

-- INDEX run_in_turn; Type: COMMENT; Schema: ledger
COMMENT ON INDEX ledger.run_in_turn IS 'What waits for its turn, in the order of RunQueue.claim.';

-- SCHEMA ledger; Type: COMMENT; Schema: -
COMMENT ON SCHEMA ledger IS 'Tables of the reconciliation; private to the service. Read schema recon instead.';

-- SCHEMA recon; Type: COMMENT; Schema: -
COMMENT ON SCHEMA recon IS 'Views and functions for people: the result of every reconciliation.';

-- TABLE account; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.account IS 'Merchant accounts at the channels, with the rules under which they were last reconciled.';

-- TABLE account_move; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.account_move IS 'Accounts that came from another database, or went to one; of the latter nothing else is left here.';

-- TABLE alarm; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.alarm IS 'What somebody should look at, told once for each cause; it ends when its cause does.';

-- TABLE bill; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.bill IS 'Bills that were read, one row per content; a verified zero day is a bill of no rows.';

-- TABLE bill_file; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.bill_file IS 'Files as they lie in the archive.';

-- TABLE bill_kind; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.bill_kind IS 'What kinds of bills there are. The unit of work is an account, a day and a kind; what only one kind has lies in tables of its own.';

-- TABLE block_range; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.block_range IS 'Whose the blocks of these numbers are: of kind trade those of ledger.plain_block, of kind funds those of ledger.movement_block.';

-- TABLE bridge_line; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.bridge_line IS 'The bridge of every concluded run of a funds bill: from what the trade bill expects to what moved.';

-- TABLE bridge_part; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.bridge_part IS 'What entries and movements that do not plainly agree add to the bridges of the days they touch, by the channel number that binds them.';

-- TABLE business_code; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.business_code IS 'Class of each business code, and of each type of a row without one. People add to it by recon.classify_code.';

-- TABLE channel; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.channel IS 'The channels, as the program describes them: written by migrate and by every start.';

-- TABLE day; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.day IS 'Which run of each day and kind is in force, and which was the last attempt.';

-- TABLE day_event; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.day_event IS 'What happened to a day beside its runs.';

-- TABLE entry; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.entry IS 'Entries of the bills in force that are no plain pairs, or were none for a while; see also ledger.plain_block.';

-- TABLE funds_line; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.funds_line IS 'The statement of each pot of every concluded run of a funds bill, signed as it is read.';

-- TABLE item; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.item IS 'Discrepancies and items in doubt, with one identity over all runs. Never deleted.';

-- TABLE item_event; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.item_event IS 'Append-only history of every item.';

-- TABLE late_effect; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.late_effect IS 'What a run would have changed in a closed day: the day goes on showing the item as it stood then.';

-- TABLE lease; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.lease IS 'One run of an account is worked on at a time, of whatever day and kind, because each may change the others'' results; by the process that holds its lease, and nothing else may conclude it.';

-- TABLE movement; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.movement IS 'Movements of the funds bills in force that the rules had to look at, or that could not be packed.';

-- TABLE movement_block; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.movement_block IS 'Movements that need no row of their own, packed in the order of the bill: plainly linked to an entry of the same day, of a class that no entry expects, or still without any trade bill. ledger.packed_movement shows them as movements.';

-- TABLE number_bucket; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.number_bucket IS 'Numbers of a run whose tags begin alike, and the blocks that have them.';

-- TABLE number_run; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.number_run IS 'Runs of the index of numbers: blocks that were taken up together, and runs merged.';

-- TABLE open_key; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.open_key IS 'Keys that a shop record or an entry is open under, and some that were: noted by each settlement, gathered anew from time to time.';

-- TABLE order_number_hit; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.order_number_hit IS 'How often each rule found an order number in a statement, 0 included, in order of trust.';

-- TABLE period; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.period IS 'Closed periods (月结): no run changes a day up to the last of these dates.';

-- TABLE plain_block; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.plain_block IS 'Plain pairs (same day, same amount) of the bills in force, packed; ledger.plain_entry shows them as entries.';

-- TABLE pot_day; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.pot_day IS 'What each pot''s bill in force says of its day, a day without movement too.';

-- TABLE process; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.process IS 'Who works on this database. While a process lives, a session of it holds the advisory lock (ledger.lock_number(''process''), process_id).';

-- TABLE record; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.record IS 'Shop records that are not plainly paired inside their own day: one-sided, cross-day, or at odds with their entry.';

-- TABLE refund; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.refund IS 'Every executed refund of the bills in force, by payment: a payment''s refunds lie on many days.';

-- TABLE run; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.run IS 'Every attempt to reconcile one kind of bill of one account''s day; never changed once it is done.';

-- TABLE run_change; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.run_change IS 'What each run changed against the one before it.';

-- TABLE run_total; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.run_total IS 'Sums of a concluded run''s bill, and of its plain pairs: same day, same amount.';

-- TABLE seller_bundle; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.seller_bundle IS 'Movements of the pots, as the statements list them; never changed. Those of one statement that name one order, or none, lie together, at most 64; ledger.seller_row has them one by one. Remarks, goods and the other party stay in the file.';

-- TABLE seller_kind; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.seller_kind IS 'What many rows of a shop''s statements have in common, each once, numbered from 1; never changed.';

-- TABLE seller_row_left_out; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.seller_row_left_out IS 'Rows that another one counts for: copies of the aggregated account''s, and those that an earlier file has. Worked out anew with each import.';

-- TABLE seller_statement; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.seller_statement IS 'Files of a pot''s movements that were imported for a shop, each once.';

-- TABLE setting; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.setting IS 'What the service tells the functions of schema recon.';

-- TABLE share; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.share IS 'Rows of the sharing bills in force.';

-- TABLE share_record; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.share_record IS 'What the shop says it shared, as the last run that had to do with it read it.';

-- TABLE shop; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.shop IS 'Shops whose statements were imported, by the names that people gave them.';

-- TABLE shop_order; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.shop_order IS 'What the shop''s own records say of the orders that statements name, as they were read last.';

-- TABLE statement_line; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.statement_line IS 'The statement of every concluded run, signed as it is read.';

-- TABLE suggestion_event; Type: COMMENT; Schema: ledger
COMMENT ON TABLE ledger.suggestion_event IS 'Append-only: what people decided of pairs that were suggested; the last word on a pair holds.';

-- TYPE decision; Type: COMMENT; Schema: recon
COMMENT ON TYPE recon.decision IS 'A discrepancy after a person''s decision.';

-- VIEW account_moves; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.account_moves IS 'Accounts whose history came from another database (direction in) or went to one (out), the last first (账户迁移). A run, discrepancy, bill or event of an old ticket has the old number + shift here.';

-- VIEW ageing; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.ageing IS 'Money at risk (在险金额) by code, status and age (账龄), the oldest and largest first; without what is resolved.';

-- VIEW alarms; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.alarms IS 'Alarms (告警), newest first, one for each cause; those without ended_at still stand.';

-- VIEW bill_entries; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.bill_entries IS 'Entries of the trade bills in force (对账单明细), each with what became of it. Where retention.plain_pairs is "counted", plain pairs are not among them: recon.runs counts them, and recon.explain tells their line.';

-- VIEW bill_files; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.bill_files IS 'Bill files (对账单文件) as they were received and lie in the archive, newest first.';

-- VIEW bridge; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.bridge IS 'Bridge (应收实收核对) of the funds bill''s run in force, over all pots: from what the day''s trade bill leads one to expect to what moved; signed, so that the lines add up to booked; residual is 0. Lines of 0 in between are left out.';

-- VIEW business_codes; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.business_codes IS 'Business codes of the platform (业务码), and types of rows without one: unknown ones first, with count and sum. recon.classify_code says what one is.';

-- VIEW cash; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.cash IS 'Cash view of what is open (长短款): 长款 is always "the channel has more money of ours than the other side leads one to expect", 短款 "less". Of the trade bill against the shop, of the funds bill against the trade bill; the two must not be added up.';

-- VIEW channel_mix; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.channel_mix IS 'Mix of the channels (渠道占比) by day from concluded days alone: share of payments and of money, refund and fee rates.';

-- VIEW channel_mix_months; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.channel_mix_months IS 'Mix of the channels (渠道占比) by month from concluded days alone: share of payments and of money, refund and fee rates.';

-- VIEW channel_mix_weeks; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.channel_mix_weeks IS 'Mix of the channels (渠道占比) by week, from Monday, from concluded days alone: share of payments and of money, refund and fee rates.';

-- VIEW channels; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.channels IS 'The channels (渠道) that the program knows, in the order in which reports show them.';

-- VIEW closed_periods; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.closed_periods IS 'Closed periods (月结), the last first. Days up to closed_through keep verdict, statement and entries.';

-- VIEW codes; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.codes IS 'Codes of discrepancies (差错代码) and the other outcomes of an entry, with labels; every other word is in recon.labels. 长款/短款 mean opposite things in practice and are no codes here: in recon.cash 长款 is "the channel has more".';

-- VIEW daemons; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.daemons IS 'Daemons (守护进程) that are at work on this database now.';

-- VIEW daily_summary; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.daily_summary IS 'One line for each account and day (日对账汇总), of the trade bill''s run in force, and beside it what moved by the funds bill''s; verdicts are live.';

-- VIEW day_verdict; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.day_verdict IS 'The live verdict of every day and kind that has a run in force: what people decided since counts. Of money, what is not proven or has no trade bill yet is in doubt; so is what was shared while its day has no funds bill.';

-- VIEW days_not_green; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.days_not_green IS 'Days that are not balanced (未平账日): with differences, in doubt, without a conclusion, failed, or not run at all; one line for each kind of bill.';

-- VIEW decisions; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.decisions IS 'What people decided (人工处理记录), newest first: by whom, about which discrepancy, how much, and why.';

-- VIEW discrepancies; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.discrepancies IS 'Discrepancies (差错) of every status; what was only ever in doubt is in recon.pending.';

-- VIEW discrepancy_history; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.discrepancy_history IS 'Everything that happened to a discrepancy or an item in doubt; append-only.';

-- VIEW funds_statement; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.funds_statement IS 'Statement of each pot (资金余额表) of the funds bill''s run in force, from its opening to its closing balance; signed, so that the lines between add up; residual is 0. Lines without movements are left out.';

-- VIEW funds_summary; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.funds_summary IS 'One line for each account, pot and day (资金日汇总), of the funds bill''s run in force: what the pot opened with, what moved, what it closed with; the verdict is live and the whole account''s.';

-- VIEW labels; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.labels IS 'Words in the views that are no codes (用语对照), with labels; codes are in recon.codes, lines of the statements of money in recon.money_lines, codes of refusals and alarms in recon.problems.';

-- VIEW late_effects; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.late_effects IS 'What later runs found about days of a closed period (跨期调整): the closed day stays as it was, the first open day shows it.';

-- VIEW metrics; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.metrics IS 'How the service is, in numbers for a monitoring system (监控指标): `reconciled status --format openmetrics` writes it down.';

-- VIEW mix; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.mix IS 'Sums by concluded day and channel, behind recon.channel_mix.';

-- VIEW mix_of_span; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.mix_of_span IS 'Mix of the channels by day, week and month: the formulas behind recon.channel_mix and its like.';

-- VIEW money_lines; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.money_lines IS 'Lines of the two statements of money (资金余额表, 应收实收核对), with labels: of a pot, recon.funds_statement, and of the bridge, recon.bridge.';

-- VIEW month_money; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.month_money IS 'Where a month''s money lies (资金去向): every yuan of every pot in one class. With copy and repeated the classes add up to the statements; counted ones are the shop''s money.';

-- VIEW monthly_fees; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.monthly_fees IS 'Fees that were charged against the contracted ones (手续费核对), by account and month, of the trade bills'' runs in force. The difference is that of all fee_mismatch discrepancies, whatever was decided about them; each is in recon.discrepancies.';

-- VIEW monthly_funds_statement; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.monthly_funds_statement IS 'Statement of each pot for a month (月度资金余额表): opening of its first concluded day, what moved by class, closing of its last; signed, so that the lines add up. residual is what moved on days between that are missing: 0 for a whole month.';

-- VIEW monthly_statement; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.monthly_statement IS 'Closing statement of each month (月度余额调节表): the days'' statements added up, from the shop''s total to the channel''s; signed, so that the lines add up; residual is 0.';

-- VIEW monthly_summary; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.monthly_summary IS 'What each account received in each month (月度收款汇总), of the trade bills'' runs in force: the days of recon.daily_summary added up. While missing_days is not 0 the month is not whole.';

-- VIEW movements; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.movements IS 'Movements of the funds bills in force (资金流水), each with the entry that it belongs to. Remarks and names of persons are not stored.';

-- VIEW notes; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.notes IS 'What people wrote about each discrepancy or item in doubt (备注), the oldest first: with a decision, or by recon.note alone; append-only.';

-- VIEW open_items; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.open_items IS 'Discrepancies to settle (待处理差错), open or acknowledged, the oldest and largest first, with who is to settle them and until when. recon.items_where and recon.resolve_where take its columns.';

-- VIEW open_seller_item; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.open_seller_item IS 'Orders, payments for several of them, and rows of a shop''s statements that are not explained, and why; the item''s name is stable.';

-- VIEW order_balance; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.order_balance IS 'Orders with what the shop expects and what the pots moved for them, in fen; of a payment for several orders the difference is that of all.';

-- VIEW order_money; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.order_money IS 'For each Taobao order that a statement names, every yuan of it over all pots (按订单看钱): paid, refunded, received, deducted, and what is left.';

-- VIEW order_number_rules; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.order_number_rules IS 'How often each rule found an order number in the statements (订单号规则命中), in order of trust; a rule that never does is worth a look, too.';

-- VIEW packed_entry; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.packed_entry IS 'Plain pairs of the blocks whose entries are packed in columns; see ledger.plain_entry, which has those of all.';

-- VIEW packed_movement; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.packed_movement IS 'The packed movements as rows like those of ledger.movement, also as one value (movement), each with the block it lies in.';

-- VIEW pending; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.pending IS 'Items in doubt (存疑): one side is there, the other may come with the bill of due_date; or an entry waits to be booked (待入账). No discrepancies.';

-- VIEW plain_entry; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.plain_entry IS 'The plain pairs as rows like those of ledger.entry, also as one value (entry), each with the block it lies in and its place there; then their account, and their amounts as people see them.';

-- VIEW problems; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.problems IS 'Why a run can come to no conclusion, and what else can go wrong (故障代码): every code there is.';

-- VIEW refund_ways; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.refund_ways IS 'Each refund of a Taobao order, as the shop recorded it or as a pot paid it, and how far it has come (退款去向): what is recorded adds up to the refunds of recon.order_money, what is paid less what returned to the pots.';

-- VIEW requests; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.requests IS 'Runs that people asked for (人工发起的对账), newest first: who, when, of which day, and what came of it.';

-- VIEW run_changes; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.run_changes IS 'What each run changed against the one before it: new, persisting, resolved.';

-- VIEW runs; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.runs IS 'Every attempt to reconcile one kind of bill of one account''s day (对账批次), newest first.';

-- VIEW seller_kind_class; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.seller_kind_class IS 'What many rows have in common, with the class of their code, or of their type where they have none; fee_code is what a deduction counts as.';

-- VIEW seller_pair; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.seller_pair IS 'Open items of a shop that cancel, as the only ones of their amount, and what a person decided of them.';

-- VIEW seller_pots; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.seller_pots IS 'A seller''s pots by month (店铺资金账户月汇总): what moved, what of it counts, and what is not explained.';

-- VIEW seller_row; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.seller_row IS 'Movements of the pots, one by one; identity is what tells the same movement in another file: of its serial number, time and amount at Alipay, else of its cells.';

-- VIEW seller_row_class; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.seller_row_class IS 'Rows of the pots with the class of their money, before suggestions, and why nothing is known of it.';

-- VIEW seller_row_unresolved; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.seller_row_unresolved IS 'Rows of the pots of which nothing is known, and why.';

-- VIEW seller_rows; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.seller_rows IS 'Movements of a seller''s pots (店铺资金流水), each with the class of its money.';

-- VIEW seller_statements; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.seller_statements IS 'Statements of a seller''s pots that were imported (店铺资金账单), one line for each file.';

-- VIEW seller_sum; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.seller_sum IS 'ledger.seller_sums of all statements of every shop.';

-- VIEW shares; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.shares IS 'What was shared with partners (分账): each row of the sharing bills in force beside the shop''s record of it, and records that no bill lists. A channel that has no sharing bill tells it by movements of class sharing, see recon.movements.';

-- VIEW shown_item; Type: COMMENT; Schema: ledger
COMMENT ON VIEW ledger.shown_item IS 'Items by the day that shows them: a closed day as they stood, the first open day as they are.';

-- VIEW statement; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.statement IS 'Statement (余额调节表) of the trade bill''s run in force, from the shop''s total to the channel''s; signed, so that the lines add up; residual is 0.';

-- VIEW suggestions; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.suggestions IS 'Two open items that cancel, the only ones of their amount (建议配对). Nothing is applied before a person accepts it with recon.decide_suggestion.';

-- VIEW unexplained_money; Type: COMMENT; Schema: recon
COMMENT ON VIEW recon.unexplained_money IS 'The few items that are worth a person''s time (待查清单): orders that do not come to what the shop expects, and movements of which nothing is known, largest first.';

-- account account_channel_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.account
    ADD CONSTRAINT account_channel_fkey FOREIGN KEY (channel) REFERENCES ledger.channel(channel);

-- account account_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

-- account one_row_for_each_account; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.account
    ADD CONSTRAINT one_row_for_each_account UNIQUE (channel, account);

-- account; Type: TABLE; Schema: ledger
CREATE TABLE ledger.account (
    account_id integer NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    cut_off_window_seconds bigint NOT NULL,
    start_date date NOT NULL,
    is_served boolean DEFAULT true NOT NULL,
    kinds text[] DEFAULT '{trade}'::text[] NOT NULL,
    settlement_days smallint DEFAULT 0 NOT NULL,
    pots text[] DEFAULT '{}'::text[] NOT NULL,
    has_balance_control boolean DEFAULT false NOT NULL,
    contracted_rate_e7 bigint,
    key_expires_at timestamp with time zone,
    CONSTRAINT account_account_check CHECK ((account <> ''::text)),
    CONSTRAINT account_contracted_rate_e7_check CHECK ((contracted_rate_e7 >= 0)),
    CONSTRAINT account_cut_off_window_seconds_check CHECK (((cut_off_window_seconds >= 0) AND (cut_off_window_seconds <= 43200))),
    CONSTRAINT account_kinds_check CHECK ((cardinality(kinds) > 0)),
    CONSTRAINT account_settlement_days_check CHECK (((settlement_days >= 0) AND (settlement_days <= 31)))
);

-- account_account_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.account ALTER COLUMN account_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.account_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- account_move account_move_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.account_move
    ADD CONSTRAINT account_move_pkey PRIMARY KEY (account_id, move_no);

-- account_move; Type: TABLE; Schema: ledger
CREATE TABLE ledger.account_move (
    account_id integer NOT NULL,
    move_no integer NOT NULL,
    channel text NOT NULL,
    account text NOT NULL,
    direction text NOT NULL,
    moved_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    moved_by text DEFAULT SESSION_USER NOT NULL,
    sha256 text NOT NULL,
    moved_rows bigint NOT NULL,
    source text,
    shift bigint,
    greatest_no bigint,
    CONSTRAINT account_move_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
    CONSTRAINT account_move_moved_rows_check CHECK ((moved_rows >= 0)),
    CONSTRAINT account_move_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT what_comes_in_is_numbered_anew CHECK ((num_nonnulls(source, shift, greatest_no) =
CASE direction
    WHEN 'in'::text THEN 3
    ELSE 0
END))
);

-- account_move_move_no_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.account_move ALTER COLUMN move_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.account_move_move_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- account_moves; Type: VIEW; Schema: recon
CREATE VIEW recon.account_moves AS
 SELECT account_move.moved_at,
    account_move.direction,
    account_move.channel,
    account_move.account,
    account_move.moved_by,
    account_move.moved_rows AS rows,
    account_move.shift,
    account_move.sha256
   FROM ledger.account_move
  ORDER BY account_move.moved_at DESC, account_move.move_no DESC;

-- acknowledge(bigint, text, numeric); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.acknowledge(discrepancy_id bigint, note text, seen_difference numeric DEFAULT NULL::numeric) RETURNS recon.decision
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT ledger.decide($1, 'acknowledged', NULL, $2, $3) $_$;

-- ageing; Type: VIEW; Schema: recon
CREATE VIEW recon.ageing AS
 SELECT c.code,
    c.label_en,
    c.label_zh,
    i.status,
    g.age,
    count(*) AS items,
    (recon.yuan(sum(abs((i.difference_fen)::numeric))))::numeric(18,2) AS money_at_risk,
    (recon.yuan(sum((i.difference_fen)::bigint)))::numeric(18,2) AS difference,
    min(i.bill_date) AS oldest,
    s.label_en AS status_en,
    s.label_zh AS status_zh
   FROM ((((ledger.item i
     JOIN recon.codes c ON ((c.code = (i.code)::text)))
     LEFT JOIN recon.labels s ON (((s.word_of = 'status'::text) AND (s.word = i.status))))
     CROSS JOIN LATERAL ( SELECT COALESCE((((now() AT TIME ZONE 'Asia/Shanghai'::text))::date - i.bill_date), 0) AS days) d)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (d.days <= 1) THEN '0-1 days'::text
                    WHEN (d.days <= 3) THEN '2-3 days'::text
                    WHEN (d.days <= 7) THEN '4-7 days'::text
                    WHEN (d.days <= 30) THEN '8-30 days'::text
                    ELSE 'over 30 days'::text
                END AS age,
                CASE
                    WHEN (d.days <= 1) THEN 1
                    WHEN (d.days <= 3) THEN 2
                    WHEN (d.days <= 7) THEN 3
                    WHEN (d.days <= 30) THEN 4
                    ELSE 5
                END AS step) g)
  WHERE (i.status <> 'resolved'::text)
  GROUP BY c.code, c.label_en, c.label_zh, i.status, s.label_en, s.label_zh, g.age, g.step
  ORDER BY g.step DESC, (sum(abs((i.difference_fen)::numeric))) DESC, c.code, i.status;

-- alarm alarm_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.alarm
    ADD CONSTRAINT alarm_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- alarm alarm_is_told; Type: TRIGGER; Schema: ledger
CREATE TRIGGER alarm_is_told AFTER INSERT OR UPDATE OF ended_at ON ledger.alarm FOR EACH ROW EXECUTE FUNCTION ledger.tell_of_alarm();

-- alarm alarm_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.alarm
    ADD CONSTRAINT alarm_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- alarm alarm_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.alarm
    ADD CONSTRAINT alarm_pkey PRIMARY KEY (alarm_id);

-- alarm alarm_shop_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.alarm
    ADD CONSTRAINT alarm_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES ledger.shop(shop_id);

-- alarm; Type: TABLE; Schema: ledger
CREATE TABLE ledger.alarm (
    alarm_id bigint NOT NULL,
    account_id integer,
    service text,
    cause text NOT NULL,
    reason_code text NOT NULL,
    bill_date date,
    kind text,
    run_id bigint,
    reason text NOT NULL,
    expected text,
    found text,
    place jsonb,
    hint text NOT NULL,
    because_code text,
    because text,
    raised_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    delivered_at timestamp with time zone,
    ended_at timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone,
    end_told_at timestamp with time zone,
    shop_id integer,
    CONSTRAINT alarm_cause_check CHECK ((cause <> ''::text)),
    CONSTRAINT alarm_reason_code_check CHECK ((reason_code <> ''::text)),
    CONSTRAINT alarm_service_check CHECK ((service <> ''::text)),
    CONSTRAINT alarm_tries_check CHECK ((tries >= 0)),
    CONSTRAINT of_one_owner CHECK ((num_nonnulls(account_id, service, shop_id) = 1))
);

-- alarm_alarm_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.alarm ALTER COLUMN alarm_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.alarm_alarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- alarm_untold; Type: INDEX; Schema: ledger
CREATE INDEX alarm_untold ON ledger.alarm USING btree (alarm_id) WHERE ((delivered_at IS NULL) OR ((ended_at IS NOT NULL) AND (end_told_at IS NULL)));

-- alarms; Type: VIEW; Schema: recon
CREATE VIEW recon.alarms AS
 SELECT m.alarm_id,
    m.raised_at,
    m.ended_at,
    m.reason_code AS code,
    a.channel,
    a.account,
    m.bill_date,
    m.run_id,
    ledger.reason_text(m.reason, m.expected, m.found, m.place, m.because, ((a.channel || ':'::text) || a.account), m.bill_date) AS message,
    m.hint,
    m.reason AS what,
    m.expected,
    m.found,
    m.place,
    m.because_code,
    m.because,
    m.kind,
    m.service,
    p.meaning_en AS code_en,
    p.meaning_zh AS code_zh
   FROM ((ledger.alarm m
     LEFT JOIN ledger.account a USING (account_id))
     LEFT JOIN recon.problems p ON ((p.code = m.reason_code)))
  ORDER BY m.alarm_id DESC;

-- assign(bigint, text, date, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.assign(discrepancy_id bigint, assignee text, due_on date DEFAULT NULL::date, note text DEFAULT NULL::text) RETURNS TABLE(status text, code text, difference numeric, assigned_to text, until date)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_variable
DECLARE
    item ledger.item;
BEGIN
    IF assignee !~ '\S' OR note !~ '\S' THEN
        RAISE EXCEPTION 'the % is empty', CASE WHEN assignee !~ '\S' THEN 'assignee' ELSE 'note' END USING
            ERRCODE = 'RC422', HINT = 'Give a name, or NULL to take the assignment back; a note may be left out.';
    END IF;
    item := ledger.require_item(discrepancy_id);
    IF item.status = 'resolved' THEN
        RAISE EXCEPTION 'discrepancy % is resolved already (%, by %)', discrepancy_id, item.resolution, item.resolved_by USING
            ERRCODE = 'RC409', HINT = 'See recon.discrepancy_history; recon.reopen(number, note) takes it up again.';
    END IF;
    UPDATE ledger.item i SET assignee = assign.assignee, due_on = assign.due_on
     WHERE i.account_id = item.account_id AND i.item_id = item.item_id;
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, difference_fen, assignee, due_on)
    VALUES (item.account_id, item.item_id, 'assigned', session_user, note, item.difference_fen, assignee, due_on);
    RETURN QUERY SELECT item.status, item.code::text, recon.yuan(item.difference_fen), assignee, due_on;
END $$;

-- attempts_key(integer, date, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.attempts_key(account integer, day date, kind text) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN hashtextextended(((((('attempts '::text || account) || ' '::text) || (day - '1970-01-01'::date)) || ' '::text) || kind), (0)::bigint);

-- bill bill_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill
    ADD CONSTRAINT bill_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- bill bill_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill
    ADD CONSTRAINT bill_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- bill bill_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill
    ADD CONSTRAINT bill_pkey PRIMARY KEY (account_id, bill_id);

-- bill the_same_content_is_one_bill; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill
    ADD CONSTRAINT the_same_content_is_one_bill UNIQUE (account_id, bill_date, kind, files, pots, quiet_pots, source);

-- bill; Type: TABLE; Schema: ledger
CREATE TABLE ledger.bill (
    account_id integer NOT NULL,
    bill_id bigint NOT NULL,
    bill_date date NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    files text[] NOT NULL,
    pots text[] DEFAULT '{}'::text[] NOT NULL,
    quiet_pots text[] DEFAULT '{}'::text[] NOT NULL,
    entries text,
    stored text,
    CONSTRAINT bill_source_check CHECK ((source = ANY (ARRAY['channel'::text, 'import'::text, 'no_data'::text]))),
    CONSTRAINT every_file_of_a_pot_has_one CHECK (((cardinality(pots) = 0) OR (cardinality(pots) = cardinality(files))))
);

-- bill_bill_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.bill ALTER COLUMN bill_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.bill_bill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- bill_entries; Type: VIEW; Schema: recon
CREATE VIEW recon.bill_entries AS
 SELECT p.bill_date,
    p.account_channel AS channel,
    p.account_no AS account,
    p.line_no,
    (p.entry_type)::text AS entry_type,
    p.payment_no,
    NULLIF(p.refund_no, ''::text) AS refund_no,
    NULLIF(p.channel_trade_no, ''::text) AS channel_trade_no,
    NULLIF(p.channel_refund_no, ''::text) AS channel_refund_no,
    p.amount,
    p.settled_amount,
    p.fee,
    p.currency,
    p.occurred_at,
    p.state,
    'matched'::text AS outcome,
    p.file_no,
    (((p.occurred_at AT TIME ZONE 'Asia/Shanghai'::text))::date <> p.bill_date) AS time_outside_day,
    ( SELECT codes.label_en
           FROM recon.codes
          WHERE (codes.code = 'matched'::text)) AS outcome_en,
    ( SELECT codes.label_zh
           FROM recon.codes
          WHERE (codes.code = 'matched'::text)) AS outcome_zh
   FROM ledger.plain_entry p
UNION ALL
 SELECT s.bill_date,
    s.channel,
    s.account,
    s.line_no,
    s.entry_type,
    s.payment_no,
    s.refund_no,
    s.channel_trade_no,
    s.channel_refund_no,
    s.amount,
    s.settled_amount,
    s.fee,
    s.currency,
    s.occurred_at,
    s.state,
    s.outcome,
    s.file_no,
    s.time_outside_day,
    c.label_en AS outcome_en,
    c.label_zh AS outcome_zh
   FROM (((ledger.entry e
     JOIN ledger.account a USING (account_id))
     CROSS JOIN LATERAL ledger.show_entry(e.*, a.*, ledger.shown_outcome(e.*)) s(bill_date, channel, account, line_no, entry_type, payment_no, refund_no, channel_trade_no, channel_refund_no, amount, settled_amount, fee, currency, occurred_at, state, outcome, file_no, time_outside_day))
     LEFT JOIN recon.codes c ON ((c.code = s.outcome)));

-- bill_file bill_file_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill_file
    ADD CONSTRAINT bill_file_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- bill_file bill_file_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill_file
    ADD CONSTRAINT bill_file_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- bill_file bill_file_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill_file
    ADD CONSTRAINT bill_file_pkey PRIMARY KEY (account_id, bill_file_id);

-- bill_file the_same_file_is_kept_once; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill_file
    ADD CONSTRAINT the_same_file_is_kept_once UNIQUE (account_id, bill_date, kind, pot, sha256);

-- bill_file; Type: TABLE; Schema: ledger
CREATE TABLE ledger.bill_file (
    account_id integer NOT NULL,
    bill_file_id bigint NOT NULL,
    bill_date date NOT NULL,
    kind text NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    rows bigint,
    archive_path text NOT NULL,
    source text NOT NULL,
    deleted_at timestamp with time zone,
    pot text DEFAULT ''::text NOT NULL,
    CONSTRAINT bill_file_rows_check CHECK ((rows >= 0)),
    CONSTRAINT bill_file_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT bill_file_size_bytes_check CHECK ((size_bytes >= 0)),
    CONSTRAINT bill_file_source_check CHECK ((source = ANY (ARRAY['channel'::text, 'import'::text])))
);

-- bill_file_bill_file_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.bill_file ALTER COLUMN bill_file_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.bill_file_bill_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- bill_file_name(integer, date, text, smallint); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.bill_file_name(account integer, day date, kind text, file_no smallint) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT regexp_replace(f.archive_path, '^.*/', '')
    FROM ledger.day d
    JOIN ledger.bill b ON b.account_id = d.account_id AND b.bill_id = d.bill_id
    JOIN ledger.bill_file f ON (f.account_id, f.bill_date, f.kind) = (b.account_id, b.bill_date, b.kind)
     AND f.sha256 = b.files[$4 + 1] AND f.pot = coalesce(b.pots[$4 + 1], '')
    WHERE d.account_id = $1 AND d.bill_date = $2 AND d.kind = $3 $_$;

-- bill_files; Type: VIEW; Schema: recon
CREATE VIEW recon.bill_files AS
 SELECT f.bill_file_id,
    a.channel,
    a.account,
    f.bill_date,
    f.received_at,
    f.size_bytes AS size,
    f.sha256,
    f.rows,
    f.archive_path,
    f.source,
    f.deleted_at,
    f.kind,
    NULLIF(f.pot, ''::text) AS pot
   FROM (ledger.bill_file f
     JOIN ledger.account a USING (account_id))
  ORDER BY f.bill_file_id DESC;

-- bill_kind bill_kind_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bill_kind
    ADD CONSTRAINT bill_kind_pkey PRIMARY KEY (kind);

-- bill_kind; Type: TABLE; Schema: ledger
CREATE TABLE ledger.bill_kind (
    kind text NOT NULL,
    name_en text NOT NULL,
    name_zh text NOT NULL,
    CONSTRAINT bill_kind_kind_check CHECK ((kind ~ '^[a-z]+$'::text))
);

-- block_range block_range_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.block_range
    ADD CONSTRAINT block_range_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- block_range block_range_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.block_range
    ADD CONSTRAINT block_range_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- block_range block_range_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.block_range
    ADD CONSTRAINT block_range_pkey PRIMARY KEY (first_no);

-- block_range; Type: TABLE; Schema: ledger
CREATE TABLE ledger.block_range (
    first_no integer NOT NULL,
    last_no integer NOT NULL,
    account_id integer NOT NULL,
    kind text NOT NULL,
    CONSTRAINT blocks_are_in_order CHECK (((first_no >= 1) AND (first_no <= last_no)))
);

-- blocks_at(bytea, bytea, bytea, integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.blocks_at(tag bytea, tags bytea, blocks bytea, block_bytes integer) RETURNS SETOF integer
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    -- Bytes before what is still searched.
    gone integer := 0;
    hit integer := position(tag IN tags);
    block integer;
BEGIN
    WHILE hit > 0 LOOP
        IF (gone + hit - 1) % length(tag) = 0 THEN
            block := 0;
            FOR i IN 0..block_bytes - 1 LOOP
                block := block << 8 | get_byte(blocks, (gone + hit - 1) / length(tag) * block_bytes + i);
            END LOOP;
            RETURN NEXT block;
        END IF;
        gone := gone + hit;
        hit := position(tag IN substring(tags FROM gone + 1));
    END LOOP;
END $$;

-- bridge; Type: VIEW; Schema: recon
CREATE VIEW recon.bridge AS
 SELECT d.bill_date,
    a.channel,
    a.account,
    b.line_no,
    b.line,
    (recon.yuan((b.amount_fen)::numeric))::numeric(18,2) AS amount,
    m.label_en,
    m.label_zh
   FROM (((ledger.day d
     JOIN ledger.account a USING (account_id))
     JOIN ledger.bridge_line b ON (((b.account_id = d.account_id) AND (b.run_id = d.run_id))))
     LEFT JOIN recon.money_lines m ON (((m.statement = 'bridge'::text) AND (m.line = b.line))))
  WHERE ((d.kind = 'funds'::text) AND d.concluded)
  ORDER BY d.bill_date DESC, a.channel, a.account, b.line_no;

-- bridge_line bridge_line_account_id_run_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bridge_line
    ADD CONSTRAINT bridge_line_account_id_run_id_fkey FOREIGN KEY (account_id, run_id) REFERENCES ledger.run(account_id, run_id);

-- bridge_line bridge_line_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bridge_line
    ADD CONSTRAINT bridge_line_pkey PRIMARY KEY (account_id, run_id, line_no);

-- bridge_line; Type: TABLE; Schema: ledger
CREATE TABLE ledger.bridge_line (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    line_no smallint NOT NULL,
    line text NOT NULL,
    amount_fen ledger.fen NOT NULL,
    CONSTRAINT a_bridge_closes_to_zero CHECK (((line <> 'residual'::text) OR ((amount_fen)::bigint = 0))),
    CONSTRAINT bridge_line_line_no_check CHECK ((line_no >= 1))
);

-- bridge_part bridge_part_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.bridge_part
    ADD CONSTRAINT bridge_part_pkey PRIMARY KEY (account_id, channel_no, bill_date, line);

-- bridge_part; Type: TABLE; Schema: ledger
CREATE TABLE ledger.bridge_part (
    account_id integer NOT NULL,
    channel_no text NOT NULL,
    bill_date date NOT NULL,
    line text NOT NULL,
    amount_fen ledger.fen NOT NULL
);

-- bridge_part_day; Type: INDEX; Schema: ledger
CREATE INDEX bridge_part_day ON ledger.bridge_part USING btree (account_id, bill_date);

-- business_code business_code_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.business_code
    ADD CONSTRAINT business_code_pkey PRIMARY KEY (code);

-- business_code; Type: TABLE; Schema: ledger
CREATE TABLE ledger.business_code (
    code text NOT NULL,
    class text NOT NULL,
    text text NOT NULL,
    is_ours boolean DEFAULT false NOT NULL,
    set_by text DEFAULT SESSION_USER NOT NULL,
    set_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT business_code_class_check CHECK ((class = ANY (ARRAY['receipt'::text, 'refund'::text, 'deposit_refund'::text, 'fee'::text, 'insurance'::text, 'marketing'::text, 'donation'::text, 'subsidy'::text, 'own_funds'::text]))),
    CONSTRAINT business_code_code_check CHECK ((code ~ '\S'::text))
);

-- business_codes; Type: VIEW; Schema: recon
CREATE VIEW recon.business_codes AS
 SELECT k.code_1 AS code,
    c.class,
    COALESCE(c.text, s.text) AS text,
    (c.code IS NOT NULL) AS known,
    COALESCE(s.rows, (0)::bigint) AS rows,
    (recon.yuan(COALESCE(s.amount_fen, (0)::numeric)))::numeric(18,2) AS amount,
    s.first_at,
    s.last_at,
        CASE
            WHEN c.is_ours THEN 'reconciled'::text
            ELSE c.set_by
        END AS set_by,
    c.set_at
   FROM ((( SELECT seller_sum.counted_as AS code,
            (sum(seller_sum.rows))::bigint AS rows,
            sum(seller_sum.amount_fen) AS amount_fen,
            min(seller_sum.first_at) AS first_at,
            max(seller_sum.last_at) AS last_at,
            min(seller_sum.text) FILTER (WHERE (seller_sum.text <> ''::text)) AS text
           FROM ledger.seller_sum
          WHERE ((seller_sum.left_out IS NULL) AND (seller_sum.counted_as <> ''::text))
          GROUP BY seller_sum.counted_as) s
     FULL JOIN ledger.business_code c USING (code))
     CROSS JOIN LATERAL ( SELECT COALESCE(s.code, c.code) AS code) k(code_1))
  ORDER BY (c.code IS NOT NULL), (abs(COALESCE(s.amount_fen, (0)::numeric))) DESC, k.code_1;

-- cash; Type: VIEW; Schema: recon
CREATE VIEW recon.cash AS
 SELECT i.bill_date,
    a.channel,
    a.account,
    i.kind,
    l.word AS cash,
    l.label_en AS cash_en,
    l.label_zh AS cash_zh,
    count(*) AS items,
    (recon.yuan(sum(c.cash_fen)))::numeric(18,2) AS amount
   FROM (((ledger.item i
     JOIN ledger.account a USING (account_id))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN ((i.kind = 'trade'::text) AND ((i.entry_type = 'refund'::ledger.entry_type) OR (i.code = 'fee_mismatch'::ledger.outcome))) THEN (- (i.difference_fen)::numeric)
                    ELSE (i.difference_fen)::numeric
                END AS cash_fen) c)
     JOIN recon.labels l ON (((l.word_of = 'cash'::text) AND (l.word =
        CASE
            WHEN (c.cash_fen > (0)::numeric) THEN 'over'::text
            WHEN (c.cash_fen < (0)::numeric) THEN 'short'::text
            ELSE NULL::text
        END))))
  WHERE (i.status = ANY (ARRAY['open'::text, 'acknowledged'::text]))
  GROUP BY i.bill_date, a.channel, a.account, i.kind, l.word, l.label_en, l.label_zh
  ORDER BY i.bill_date DESC, a.channel, a.account, i.kind DESC, l.word;

-- changes(date, integer, integer, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.changes(bill_date date, former_attempt integer DEFAULT NULL::integer, later_attempt integer DEFAULT NULL::integer, kind text DEFAULT 'trade'::text) RETURNS TABLE(channel text, account text, former_run_id bigint, later_run_id bigint, change text, discrepancy_id bigint, code text, entry_type text, payment_no text, refund_no text, former_status text, later_status text, former_amount numeric, later_amount numeric, former_entries bigint, later_entries bigint, pot text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH attempt AS (
        SELECT r.*, row_number() OVER (PARTITION BY account_id ORDER BY attempt DESC) AS newness FROM ledger.run r
        WHERE r.bill_date = $1 AND r.kind = $4 AND r.verdict <> 'incomplete'),
    later AS (SELECT * FROM attempt WHERE CASE WHEN $3 IS NULL THEN newness = 1 ELSE attempt = $3 END),
    pair AS (
        SELECT DISTINCT ON (l.account_id) l.account_id, f.run_id AS former, l.run_id AS later
        FROM later l JOIN attempt f ON f.account_id = l.account_id
         AND CASE WHEN $2 IS NULL THEN f.attempt < l.attempt ELSE f.attempt = $2 END
        ORDER BY l.account_id, f.attempt DESC),
    held AS (
        SELECT p.account_id, c.item_id, c.run_id = p.later AS is_later, c.status, c.difference_fen
        FROM pair p JOIN ledger.run_change c ON c.account_id = p.account_id AND c.run_id IN (p.former, p.later)
        JOIN ledger.item i ON i.account_id = c.account_id AND i.item_id = c.item_id
        WHERE c.change <> 'resolved' AND coalesce(i.late_on, i.bill_date) = $1
          AND (i.bill_date = $1 OR i.late_on = $1)),
    moved AS (
        SELECT account_id, item_id, f.status AS former_status, l.status AS later_status,
               f.difference_fen AS former_fen, l.difference_fen AS later_fen
        FROM (SELECT * FROM held WHERE NOT is_later) f
        FULL JOIN (SELECT * FROM held WHERE is_later) l USING (account_id, item_id)
        WHERE (f.status, f.difference_fen) IS DISTINCT FROM (l.status, l.difference_fen))
    SELECT a.channel, a.account, p.former, p.later, x.change, x.item_id, x.code, x.entry_type, x.payment_no,
           x.refund_no, x.former_status, x.later_status, recon.yuan(x.former_fen), recon.yuan(x.later_fen),
           x.former_entries, x.later_entries, x.pot
    FROM pair p JOIN ledger.account a USING (account_id)
    JOIN (SELECT m.account_id, 1 AS part, i.code AS place, m.item_id,
                 CASE WHEN m.former_status IS NULL THEN 'new' WHEN m.later_status IS NULL THEN 'gone' ELSE 'changed' END AS change,
                 i.code::text AS code, CASE WHEN i.code <> 'balance_break' THEN i.entry_type::text END AS entry_type,
                 nullif(i.payment_no, '') AS payment_no, nullif(i.refund_no, '') AS refund_no,
                 m.former_status, m.later_status, m.former_fen, m.later_fen, NULL::bigint AS former_entries,
                 NULL::bigint AS later_entries, NULL::smallint AS line_no,
                 nullif(i.pot, '') AS pot
          FROM moved m JOIN ledger.item i USING (account_id, item_id) WHERE i.bill_date = $1 OR i.late_on = $1
          UNION ALL
          SELECT p.account_id, 2, NULL, NULL, 'statement', l.line, l.entry_type::text, NULL, NULL, NULL, NULL,
                 f.amount_fen, l.amount_fen, f.entries, l.entries, l.line_no, NULL
          FROM pair p JOIN ledger.statement_line f ON f.account_id = p.account_id AND f.run_id = p.former
          JOIN ledger.statement_line l ON l.account_id = p.account_id AND l.run_id = p.later
           AND l.entry_type = f.entry_type AND l.line_no = f.line_no
          WHERE (f.amount_fen, f.entries) <> (l.amount_fen, l.entries)
          UNION ALL
          -- Lines of which nothing is to be said are left out, so that one side may lack them.
          SELECT p.account_id, 3, NULL, NULL, 'pot', t.line, NULL, NULL, NULL, NULL, NULL, t.former_fen, t.later_fen,
                 coalesce(t.former_movements, 0), coalesce(t.later_movements, 0), t.line_no, t.pot
          FROM pair p CROSS JOIN LATERAL (
              SELECT l.pot, l.line, min(l.line_no) AS line_no, sum(l.amount_fen) FILTER (WHERE l.run_id = p.former)::bigint AS former_fen,
                     sum(l.amount_fen) FILTER (WHERE l.run_id = p.later)::bigint AS later_fen,
                     sum(l.movements) FILTER (WHERE l.run_id = p.former)::bigint AS former_movements,
                     sum(l.movements) FILTER (WHERE l.run_id = p.later)::bigint AS later_movements
              FROM ledger.funds_line l WHERE l.account_id = p.account_id AND l.run_id IN (p.former, p.later)
              GROUP BY l.pot, l.line) t
          WHERE (t.former_fen, t.former_movements) IS DISTINCT FROM (t.later_fen, t.later_movements)
          UNION ALL
          SELECT p.account_id, 4, NULL, NULL, 'bridge', t.line, NULL, NULL, NULL, NULL, NULL, t.former_fen, t.later_fen,
                 NULL, NULL, t.line_no, NULL
          FROM pair p CROSS JOIN LATERAL (
              SELECT l.line, min(l.line_no) AS line_no,
                     coalesce(sum(l.amount_fen) FILTER (WHERE l.run_id = p.former), 0)::bigint AS former_fen,
                     coalesce(sum(l.amount_fen) FILTER (WHERE l.run_id = p.later), 0)::bigint AS later_fen
              FROM ledger.bridge_line l WHERE l.account_id = p.account_id AND l.run_id IN (p.former, p.later)
              GROUP BY l.line) t
          WHERE t.former_fen <> t.later_fen) x USING (account_id)
    ORDER BY a.channel, a.account, x.part, x.place, x.entry_type, x.pot, x.line_no, x.item_id $_$;

-- channel channel_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.channel
    ADD CONSTRAINT channel_pkey PRIMARY KEY (channel);

-- channel; Type: TABLE; Schema: ledger
CREATE TABLE ledger.channel (
    channel text NOT NULL,
    place bigint NOT NULL,
    name_en text NOT NULL,
    name_zh text NOT NULL,
    CONSTRAINT channel_channel_check CHECK ((channel ~ '^[a-z][a-z0-9]{0,31}$'::text))
);

-- channel_mix; Type: VIEW; Schema: recon
CREATE VIEW recon.channel_mix AS
 SELECT mix_of_span.first_day AS bill_date,
    mix_of_span.channel,
    mix_of_span.payments,
    mix_of_span.payment_share,
    mix_of_span.payment_amount,
    mix_of_span.amount_share,
    mix_of_span.refunds,
    mix_of_span.refund_rate,
    mix_of_span.refund_amount,
    mix_of_span.refund_amount_rate,
    mix_of_span.fees,
    mix_of_span.fee_rate,
    mix_of_span.account_days
   FROM ledger.mix_of_span
  WHERE (mix_of_span.span = 'day'::text)
  ORDER BY mix_of_span.first_day DESC, mix_of_span.channel;

-- channel_mix_months; Type: VIEW; Schema: recon
CREATE VIEW recon.channel_mix_months AS
 SELECT mix_of_span.first_day AS month,
    mix_of_span.channel,
    mix_of_span.payments,
    mix_of_span.payment_share,
    mix_of_span.payment_amount,
    mix_of_span.amount_share,
    mix_of_span.refunds,
    mix_of_span.refund_rate,
    mix_of_span.refund_amount,
    mix_of_span.refund_amount_rate,
    mix_of_span.fees,
    mix_of_span.fee_rate,
    mix_of_span.account_days
   FROM ledger.mix_of_span
  WHERE (mix_of_span.span = 'month'::text)
  ORDER BY mix_of_span.first_day DESC, mix_of_span.channel;

-- channel_mix_weeks; Type: VIEW; Schema: recon
CREATE VIEW recon.channel_mix_weeks AS
 SELECT mix_of_span.first_day AS week,
    mix_of_span.channel,
    mix_of_span.payments,
    mix_of_span.payment_share,
    mix_of_span.payment_amount,
    mix_of_span.amount_share,
    mix_of_span.refunds,
    mix_of_span.refund_rate,
    mix_of_span.refund_amount,
    mix_of_span.refund_amount_rate,
    mix_of_span.fees,
    mix_of_span.fee_rate,
    mix_of_span.account_days
   FROM ledger.mix_of_span
  WHERE (mix_of_span.span = 'week'::text)
  ORDER BY mix_of_span.first_day DESC, mix_of_span.channel;

-- channel_place_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.channel ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.channel_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- channels; Type: VIEW; Schema: recon
CREATE VIEW recon.channels AS
 SELECT channel.channel,
    channel.name_en,
    channel.name_zh
   FROM ledger.channel
  ORDER BY channel.place;

-- classify_code(text, text, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.classify_code(code text, class text, text text) RETURNS TABLE(rows bigint, amount numeric)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    IF (class IN ('receipt', 'refund', 'deposit_refund', 'fee', 'insurance', 'marketing', 'donation', 'subsidy', 'own_funds')) IS NOT TRUE
    THEN
        RAISE EXCEPTION '% is no class', coalesce(quote_literal(class), 'NULL') USING ERRCODE = 'RC422',
            HINT = 'Give one of receipt, refund, deposit_refund, fee, insurance, marketing, donation, subsidy, own_funds.';
    END IF;
    IF coalesce(code, '') !~ '\S' OR coalesce(text, '') !~ '\S' THEN
        RAISE EXCEPTION 'a code and its text are required' USING ERRCODE = 'RC422',
            HINT = 'Give the code as the statements print it, and what it is called.';
    END IF;
    INSERT INTO ledger.business_code AS c (code, class, text, set_by) VALUES ($1, $2, $3, session_user)
    ON CONFLICT ON CONSTRAINT business_code_pkey DO UPDATE
       SET class = EXCLUDED.class, text = EXCLUDED.text, is_ours = false, set_by = EXCLUDED.set_by, set_at = clock_timestamp();
    UPDATE ledger.alarm SET ended_at = clock_timestamp()
    WHERE shop_id IS NOT NULL AND cause = 'unknown_code ' || $1 AND ended_at IS NULL;
    RETURN QUERY SELECT b.rows, b.amount FROM recon.business_codes b WHERE b.code = $1;
END $_$;

-- close_period(date, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.close_period(through date, reason text DEFAULT NULL::text) RETURNS TABLE(closed_through date, days bigint, open_discrepancies bigint, open_difference numeric, pending bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    former date;
    unsettled record;
    missing text;
BEGIN
    -- The lock that every settlement holds while it writes: what runs now ends first, and what
    -- comes later sees that the period is closed.
    PERFORM pg_advisory_xact_lock(ledger.lock_number('settlement'));
    former := ledger.closed_through();
    IF through IS NULL OR through >= (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'a period can be closed through a day that is over, not %', coalesce(through::text, 'NULL')
            USING ERRCODE = 'RC422', HINT = 'Give the last day of the period, yesterday at the latest.';
    ELSIF through <= former THEN
        RAISE EXCEPTION 'the period is closed through % already', former
            USING ERRCODE = 'RC409', HINT = 'What is closed stays closed; see recon.closed_periods.';
    END IF;
    SELECT coalesce(sum(c.days_not_green), 0) AS days, coalesce(sum(c.open_discrepancies), 0) AS open,
           coalesce(sum(c.open_difference), 0) AS difference, coalesce(sum(c.money_at_risk), 0) AS risk,
           coalesce(sum(c.pending), 0) AS waiting
      INTO unsettled FROM recon.closing(through) c;
    IF coalesce(reason, '') !~ '\S' AND unsettled.days + unsettled.open + unsettled.waiting > 0 THEN
        -- Once it is closed, a day that has no conclusion never gets one.
        SELECT coalesce('; days without a conclusion: ' || nullif(count(*), 0) || ' (' || string_agg(m.day, ', ' ORDER BY m.place)
                   FILTER (WHERE m.place <= 5) || CASE WHEN count(*) > 5 THEN ', …' ELSE '' END || ')', '') INTO missing
        FROM (SELECT format('%s:%s %s', c.channel, c.account, concat_ws(' ', d, nullif(c.kind, 'trade'))) AS day,
                     row_number() OVER (ORDER BY d, c.channel, c.account, c.kind DESC) AS place
              FROM recon.closing(through) c CROSS JOIN LATERAL unnest(c.without_conclusion) AS d) m;
        RAISE EXCEPTION 'not all is settled through %: days not green %, discrepancies open % (difference %, money at risk %), in doubt %',
            through, unsettled.days, unsettled.open, unsettled.difference, unsettled.risk, unsettled.waiting || missing USING
            ERRCODE = 'RC409',
            HINT = format('SELECT * FROM recon.closing(%L) says whose. Settle it first; or give the reason why it stays as a second argument: recon.closed_periods keeps it.', through);
    END IF;
    INSERT INTO ledger.period (closed_through, closed_by, reason, days_not_green, open_items, open_fen, waiting_items)
    VALUES (through, session_user, reason, unsettled.days, unsettled.open, CASE WHEN abs(unsettled.difference) < 10000000000000000 THEN unsettled.difference * 100 END, unsettled.waiting);
    RETURN QUERY SELECT through,
        (SELECT count(DISTINCT (d.account_id, d.bill_date)) FROM ledger.day d
          WHERE d.bill_date > former AND d.bill_date <= through AND d.concluded),
        unsettled.open::bigint, unsettled.difference, unsettled.waiting::bigint;
END $$;

-- closed_periods; Type: VIEW; Schema: recon
CREATE VIEW recon.closed_periods AS
 SELECT period.closed_through,
    period.closed_at,
    period.closed_by,
    period.reason,
    period.days_not_green,
    period.open_items AS open_discrepancies,
    (recon.yuan((period.open_fen)::numeric))::numeric(18,2) AS open_difference,
    period.waiting_items AS pending
   FROM ledger.period
  ORDER BY period.closed_through DESC;

-- closed_through(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.closed_through() RETURNS date
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT COALESCE(max(period.closed_through), '-infinity'::date) AS "coalesce" FROM ledger.period);

-- closing(date); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.closing(through date) RETURNS TABLE(channel text, account text, kind text, first_day date, last_day date, days bigint, days_not_green bigint, without_conclusion date[], open_discrepancies bigint, open_difference numeric, money_at_risk numeric, pending bigint, pending_amount numeric)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH day AS (
        SELECT f.account_id, f.kind, day::date AS bill_date, v.verdict
        FROM (SELECT account_id, kind, min(bill_date) AS first_day, max(bill_date) AS last_day FROM ledger.day GROUP BY 1, 2) f
        -- An account that has had no run for a month is not waited for any more.
        CROSS JOIN generate_series(greatest(f.first_day, ledger.closed_through() + 1),
            CASE WHEN f.last_day > $1 - 31 THEN $1 ELSE f.last_day END, '1 day') AS day
        LEFT JOIN ledger.day_verdict v ON v.account_id = f.account_id AND v.kind = f.kind AND v.bill_date = day::date),
    item AS (
        SELECT account_id, kind, count(*) FILTER (WHERE status <> 'pending') AS open,
               sum(difference_fen) FILTER (WHERE status <> 'pending') AS open_fen,
               sum(abs(difference_fen::numeric)) FILTER (WHERE status <> 'pending') AS risk_fen,
               count(*) FILTER (WHERE status = 'pending') AS waiting,
               sum(abs(difference_fen::numeric)) FILTER (WHERE status = 'pending') AS waiting_fen
        FROM ledger.shown_item WHERE day > ledger.closed_through() AND day <= $1 AND status <> 'resolved' GROUP BY 1, 2)
    SELECT a.channel, a.account, d.kind, d.first_day, d.last_day, d.days, d.days_not_green, d.without_conclusion, coalesce(i.open, 0),
           recon.yuan(coalesce(i.open_fen, 0)), recon.yuan(coalesce(i.risk_fen, 0)), coalesce(i.waiting, 0),
           recon.yuan(coalesce(i.waiting_fen, 0))
    FROM (SELECT account_id, kind, min(bill_date) AS first_day, max(bill_date) AS last_day, count(*) AS days,
                 count(*) FILTER (WHERE verdict IS DISTINCT FROM 'balanced') AS days_not_green,
                 array_agg(bill_date ORDER BY bill_date) FILTER (WHERE verdict IS NULL OR verdict = 'incomplete') AS without_conclusion
          FROM day GROUP BY 1, 2) d
    JOIN ledger.account a USING (account_id)
    LEFT JOIN item i USING (account_id, kind)
    ORDER BY a.channel, a.account, d.kind DESC $_$;

-- codes; Type: VIEW; Schema: recon
CREATE VIEW recon.codes AS
 SELECT "*VALUES*".column1 AS code,
    "*VALUES*".column2 AS label_en,
    "*VALUES*".column3 AS label_zh,
    "*VALUES*".column4 AS meaning,
    "*VALUES*".column5 AS kind
   FROM (VALUES ('channel_only'::text,'only at the channel'::text,'渠道有我方无'::text,'The bill lists it, the shop has no record of its number.'::text,'trade'::text), ('order_only'::text,'only in the shop'::text,'我方有渠道无'::text,'The shop counts it as money, no bill shows it.'::text,'trade'::text), ('amount_mismatch'::text,'amounts differ'::text,'金额不一致'::text,'Both sides have it, with different amounts.'::text,'trade'::text), ('currency_mismatch'::text,'currencies differ'::text,'币种不一致'::text,'Both sides have it, in different currencies.'::text,'trade'::text), ('status_mismatch'::text,'states differ'::text,'状态不一致'::text,'The channel moved money that the shop calls unpaid or closed, or the shop calls a failed refund succeeded.'::text,'trade'::text), ('account_mismatch'::text,'another account''s number'::text,'商户号不一致'::text,'The number belongs to a record of another account or channel.'::text,'trade'::text), ('duplicate_in_channel'::text,'listed or paid twice'::text,'渠道重复'::text,'The channel has the number more than once: the buyer paid twice, or the row is listed twice.'::text,'trade'::text), ('unclassified'::text,'unknown kind'::text,'未识别'::text,'The row''s kind or state is none that is known; it is counted and never paired.'::text,'trade'::text), ('fee_mismatch'::text,'fee differs'::text,'手续费不一致'::text,'The fee is not the contracted one.'::text,'trade'::text), ('over_refund'::text,'refunded too much'::text,'超额退款'::text,'The refunds of one payment add up to more than the payment.'::text,'trade'::text), ('not_booked'::text,'not booked'::text,'未入账'::text,'The trade bill lists it and it is due, and nothing has moved for it: money is missing.'::text,'funds'::text), ('booked_amount_mismatch'::text,'booked with another amount'::text,'入账金额不符'::text,'What moved for payment and refunds is another amount than the trade bill leads one to expect.'::text,'funds'::text), ('booked_fee_mismatch'::text,'booked with another fee'::text,'入账手续费不符'::text,'The fees that moved are others than the trade bill lists.'::text,'funds'::text), ('booked_twice'::text,'booked twice'::text,'重复入账'::text,'More has moved for it than the trade bills have entries for.'::text,'funds'::text), ('booked_only'::text,'booked without an entry'::text,'账单无此入账'::text,'Money moved like a payment, a refund or a fee, and no trade bill bears its number.'::text,'funds'::text), ('refund_returned'::text,'refund came back'::text,'退款退回'::text,'The refund''s money came back to the account, and the shop calls it succeeded: the buyer does not have it.'::text,'funds'::text), ('balance_break'::text,'balances do not connect'::text,'余额不衔接'::text,'The day opens with another balance than the last one closed with: movements in between are unknown.'::text,'funds'::text), ('share_only'::text,'shared, not by the shop'::text,'分账我方无'::text,'Money was shared or given back, and the shop has no such record, or calls it closed.'::text,'sharing'::text), ('share_missing'::text,'share is missing'::text,'分账渠道无'::text,'The shop says that it was shared and the channel does not, or the sharing bill does and nothing moved.'::text,'sharing'::text), ('share_amount_mismatch'::text,'shares differ'::text,'分账金额不符'::text,'Shop and sharing bill have other amounts, or another amount moved than the bill says.'::text,'sharing'::text), ('share_frozen'::text,'frozen past the limit'::text,'逾期未解冻'::text,'A part of the payment is still frozen for sharing, after the days in which it could be shared.'::text,'sharing'::text), ('matched'::text,'agrees'::text,'平账'::text,'Paired, equal, and booked by the shop on the day of the bill.'::text,NULL::text), ('cross_day'::text,'agrees, on another day'::text,'跨日账'::text,'Paired and equal; the shop booked it on another day than the bill''s.'::text,NULL::text), ('pending'::text,'in doubt'::text,'存疑'::text,'One side is there, and the other may come with the bill of the next day.'::text,NULL::text), ('not_executed'::text,'not executed'::text,'未执行'::text,'Shop and channel both say that nothing moved.'::text,NULL::text)) "*VALUES*";

-- daemons; Type: VIEW; Schema: recon
CREATE VIEW recon.daemons AS
 SELECT p.process_id,
    p.host,
    p.pid,
    p.version,
    p.status,
    p.started_at,
    p.seen_at,
    cardinality(p.accounts) AS accounts
   FROM ledger.process p
  WHERE ((p.kind = 'daemon'::text) AND ledger.is_alive(p.process_id))
  ORDER BY p.process_id;

-- daily_summary; Type: VIEW; Schema: recon
CREATE VIEW recon.daily_summary AS
 SELECT d.bill_date,
    a.channel,
    a.account,
    d.verdict,
    COALESCE(p.rows, (0)::bigint) AS payments,
    (recon.yuan((COALESCE((p.amount_fen)::bigint, (0)::bigint))::numeric))::numeric(18,2) AS payment_amount,
    COALESCE(f.rows, (0)::bigint) AS refunds,
    (recon.yuan((COALESCE((f.amount_fen)::bigint, (0)::bigint))::numeric))::numeric(18,2) AS refund_amount,
    (recon.yuan_of_e5(t.fees_e5))::numeric(20,5) AS fees,
    (recon.yuan_of_e5(((((COALESCE((p.amount_fen)::bigint, (0)::bigint))::numeric - (COALESCE((f.amount_fen)::bigint, (0)::bigint))::numeric) * (1000)::numeric) - t.fees_e5)))::numeric(20,5) AS net_amount,
    r.matched,
    d.waiting AS pending,
    d.open AS open_discrepancies,
    d.run_id,
    d.last_attempt_run_id,
    (l.verdict)::text AS last_attempt_verdict,
    ledger.reason_text(l.reason, l.expected, l.found, l.place, l.because, ((a.channel || ':'::text) || a.account), l.bill_date) AS last_attempt_reason,
    (d.bill_date <= ( SELECT COALESCE(max(period.closed_through), '-infinity'::date) AS "coalesce"
           FROM ledger.period)) AS closed,
    (recon.yuan_of_e5(((((COALESCE((p.settled_fen)::bigint, (0)::bigint))::numeric + (COALESCE((f.settled_fen)::bigint, (0)::bigint))::numeric) * (1000)::numeric) - t.fees_e5)))::numeric(20,5) AS received_amount,
    l.reason_code AS last_attempt_reason_code,
    l.hint AS last_attempt_hint,
    (recon.yuan((b.amount_fen)::numeric))::numeric(18,2) AS booked_amount,
    m.verdict AS funds_verdict,
    v.label_en AS verdict_en,
    v.label_zh AS verdict_zh,
    w.label_en AS funds_verdict_en,
    w.label_zh AS funds_verdict_zh,
    h.verdict AS sharing_verdict
   FROM (((((((((((ledger.day_verdict d
     JOIN ledger.account a USING (account_id))
     LEFT JOIN ledger.run r USING (account_id, run_id))
     JOIN ledger.run l ON (((l.account_id = d.account_id) AND (l.run_id = d.last_attempt_run_id))))
     LEFT JOIN ledger.run_total p ON (((p.account_id = d.account_id) AND (p.run_id = d.run_id) AND (p.entry_type = 'payment'::ledger.entry_type))))
     LEFT JOIN ledger.run_total f ON (((f.account_id = d.account_id) AND (f.run_id = d.run_id) AND (f.entry_type = 'refund'::ledger.entry_type))))
     LEFT JOIN ledger.day_verdict m ON (((m.account_id = d.account_id) AND (m.bill_date = d.bill_date) AND (m.kind = 'funds'::text))))
     LEFT JOIN ledger.day_verdict h ON (((h.account_id = d.account_id) AND (h.bill_date = d.bill_date) AND (h.kind = 'sharing'::text))))
     LEFT JOIN ledger.bridge_line b ON (((b.account_id = m.account_id) AND (b.run_id = m.run_id) AND (b.line = 'booked'::text))))
     LEFT JOIN recon.labels v ON (((v.word_of = 'verdict'::text) AND (v.word = d.verdict))))
     LEFT JOIN recon.labels w ON (((w.word_of = 'verdict'::text) AND (w.word = m.verdict))))
     CROSS JOIN LATERAL ( SELECT ((COALESCE(p.fees_e5, (0)::bigint))::numeric + (COALESCE(f.fees_e5, (0)::bigint))::numeric) AS fees_e5) t)
  WHERE (d.kind = 'trade'::text)
  ORDER BY d.bill_date DESC, a.channel, a.account;

-- day day_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.day
    ADD CONSTRAINT day_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- day day_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.day
    ADD CONSTRAINT day_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- day day_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.day
    ADD CONSTRAINT day_pkey PRIMARY KEY (account_id, bill_date, kind);

-- day; Type: TABLE; Schema: ledger
CREATE TABLE ledger.day (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    kind text NOT NULL,
    run_id bigint,
    concluded boolean NOT NULL,
    bill_id bigint,
    last_attempt_run_id bigint NOT NULL,
    thinned_run_id bigint,
    worked_from text,
    CONSTRAINT a_concluded_day_has_a_run_and_a_bill CHECK (((NOT concluded) OR ((run_id IS NOT NULL) AND (bill_id IS NOT NULL))))
);

-- day_event a_limit_is_lifted_by_request; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_limit_is_lifted_by_request BEFORE INSERT ON ledger.day_event FOR EACH ROW WHEN ((new.event = 'share_limit_lifted'::text)) EXECUTE FUNCTION ledger.refuse_unasked_lift();

-- day_event day_event_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.day_event
    ADD CONSTRAINT day_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- day_event day_event_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.day_event
    ADD CONSTRAINT day_event_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- day_event day_event_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.day_event
    ADD CONSTRAINT day_event_pkey PRIMARY KEY (account_id, event_id);

-- day_event; Type: TABLE; Schema: ledger
CREATE TABLE ledger.day_event (
    account_id integer NOT NULL,
    event_id bigint NOT NULL,
    bill_date date NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    event text NOT NULL,
    run_id bigint NOT NULL,
    note text NOT NULL,
    CONSTRAINT day_event_event_check CHECK ((event = ANY (ARRAY['bill_changed'::text, 'share_limit_lifted'::text])))
);

-- day_event_event_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.day_event ALTER COLUMN event_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.day_event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- day_verdict; Type: VIEW; Schema: ledger
CREATE VIEW ledger.day_verdict AS
 SELECT d.account_id,
    d.bill_date,
    d.kind,
    d.run_id,
    d.last_attempt_run_id,
        CASE
            WHEN (NOT d.concluded) THEN 'incomplete'::text
            WHEN (i.open > 0) THEN 'discrepancies'::text
            WHEN ((i.waiting > 0) OR p.is_unproven OR p.waits_for_trade) THEN 'pending'::text
            ELSE 'balanced'::text
        END AS verdict,
    i.waiting,
    i.open,
    (d.concluded AND p.is_unproven) AS is_unproven,
    (d.concluded AND p.waits_for_trade) AS waits_for_trade
   FROM ((ledger.day d
     CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE (i_1.status = 'pending'::text)) AS waiting,
            count(*) FILTER (WHERE (i_1.status = ANY (ARRAY['open'::text, 'acknowledged'::text]))) AS open
           FROM ledger.shown_item i_1
          WHERE ((i_1.account_id = d.account_id) AND (i_1.day = d.bill_date) AND (i_1.kind = d.kind))) i)
     CROSS JOIN LATERAL ( SELECT ((d.kind = 'funds'::text) AND (NOT COALESCE(( SELECT bool_and((p_1.is_proven IS TRUE)) AS bool_and
                   FROM ledger.pot_day p_1
                  WHERE ((p_1.account_id = d.account_id) AND (p_1.bill_date = d.bill_date))), false))) AS is_unproven,
            (((d.kind = 'funds'::text) AND (EXISTS ( SELECT
                   FROM ledger.bridge_line b
                  WHERE ((b.account_id = d.account_id) AND (b.run_id = d.run_id) AND (b.line = 'waiting_for_trade'::text))))) OR ((d.kind = 'sharing'::text) AND (d.bill_date > ( SELECT COALESCE(max(period.closed_through), '-infinity'::date) AS "coalesce"
                   FROM ledger.period)) AND (EXISTS ( SELECT
                   FROM ledger.account a
                  WHERE ((a.account_id = d.account_id) AND (cardinality(a.pots) > 0)))) AND (NOT (EXISTS ( SELECT
                   FROM ledger.day f
                  WHERE ((f.account_id = d.account_id) AND (f.bill_date = d.bill_date) AND (f.kind = 'funds'::text) AND f.concluded)))))) AS waits_for_trade) p)
  WHERE (d.run_id IS NOT NULL);

-- days_not_green; Type: VIEW; Schema: recon
CREATE VIEW recon.days_not_green AS
 SELECT a.bill_date,
    a.channel,
    a.account,
        CASE
            WHEN (v.bill_date IS NOT NULL) THEN v.verdict
            WHEN (d.bill_date IS NOT NULL) THEN 'failed'::text
            ELSE 'not run'::text
        END AS verdict,
    v.open AS open_discrepancies,
    v.waiting AS pending,
    m.difference,
        CASE
            WHEN ((v.last_attempt_run_id IS DISTINCT FROM v.run_id) OR (v.verdict = 'incomplete'::text)) THEN ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because, ((a.channel || ':'::text) || a.account), a.bill_date)
            WHEN v.is_unproven THEN 'the funds bill of the day before is not there: the opening balance is not proven'::text
            WHEN v.waits_for_trade THEN
            CASE v.kind
                WHEN 'sharing'::text THEN 'the funds bill that has what was shared is not there'::text
                ELSE 'a trade bill that movements of the day may belong to is not there'::text
            END
            ELSE NULL::text
        END AS reason,
        CASE
            WHEN ((v.last_attempt_run_id IS DISTINCT FROM v.run_id) OR (v.verdict = 'incomplete'::text)) THEN r.hint
            WHEN (v.is_unproven OR v.waits_for_trade) THEN 'It is looked at again by itself when that bill comes.'::text
            ELSE NULL::text
        END AS hint,
    a.kind,
    w.label_en AS verdict_en,
    w.label_zh AS verdict_zh
   FROM (((((( SELECT a_1.account_id,
            a_1.channel,
            a_1.account,
            f.kind,
            (day.day)::date AS bill_date
           FROM ((ledger.account a_1
             JOIN ( SELECT day_1.account_id,
                    day_1.kind,
                    min(day_1.bill_date) AS first_day,
                    max(day_1.bill_date) AS last_day
                   FROM ledger.day day_1
                  GROUP BY day_1.account_id, day_1.kind) f USING (account_id))
             CROSS JOIN LATERAL generate_series((f.first_day)::timestamp with time zone, (GREATEST(f.last_day,
                CASE
                    WHEN (f.last_day > (((now() AT TIME ZONE 'Asia/Shanghai'::text))::date - 31)) THEN (((now() AT TIME ZONE 'Asia/Shanghai'::text))::date - 1)
                    ELSE NULL::date
                END))::timestamp with time zone, '1 day'::interval) day(day))) a
     LEFT JOIN ledger.day_verdict v USING (account_id, bill_date, kind))
     LEFT JOIN ledger.day d USING (account_id, bill_date, kind))
     LEFT JOIN ledger.run r ON (((r.account_id = d.account_id) AND (r.run_id = d.last_attempt_run_id))))
     LEFT JOIN LATERAL ( SELECT (recon.yuan(sum((i.difference_fen)::bigint)))::numeric(18,2) AS difference
           FROM ledger.shown_item i
          WHERE ((i.account_id = a.account_id) AND (i.day = a.bill_date) AND (i.kind = a.kind) AND (i.status = ANY (ARRAY['open'::text, 'acknowledged'::text])))) m ON (true))
     LEFT JOIN recon.labels w ON (((w.word_of = 'verdict'::text) AND (w.word =
        CASE
            WHEN (v.bill_date IS NOT NULL) THEN v.verdict
            WHEN (d.bill_date IS NOT NULL) THEN 'failed'::text
            ELSE 'not run'::text
        END))))
  WHERE (v.verdict IS DISTINCT FROM 'balanced'::text)
  ORDER BY a.bill_date DESC, a.channel, a.account, a.kind DESC;

-- days_to_thin(date, date); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.days_to_thin(open_before date, closed_before date) RETURNS TABLE(account_id integer, bill_date date)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT DISTINCT d.account_id, d.bill_date FROM ledger.day d
    WHERE d.kind IN ('trade', 'funds') AND d.concluded AND d.thinned_run_id IS DISTINCT FROM d.run_id
      AND (d.bill_date < $1 OR (d.bill_date < $2 AND d.bill_date <= ledger.closed_through()))
    ORDER BY 2, 1 $_$;

-- decide(bigint, text, text, text, numeric); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.decide(id bigint, decision text, decided_resolution text, decided_note text, seen_difference numeric) RETURNS recon.decision
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    item ledger.item;
    holder text;
    becomes text;
BEGIN
    PERFORM ledger.require_decision(decision, decided_resolution, decided_note);
    item := ledger.require_item(id);
    IF seen_difference IS DISTINCT FROM recon.yuan(item.difference_fen) AND seen_difference IS NOT NULL THEN
        RAISE EXCEPTION 'the difference of discrepancy % is % now, not %', id, recon.yuan(item.difference_fen),
            seen_difference USING ERRCODE = 'RC412', HINT = 'A run changed it since: look at it again, then decide.';
    END IF;
    IF item.status = 'acknowledged' THEN
        SELECT e.actor INTO holder FROM ledger.item_event e
        WHERE e.account_id = item.account_id AND e.item_id = id AND e.event = 'acknowledged'
        ORDER BY e.event_id DESC LIMIT 1;
    END IF;
    IF item.status = 'resolved' AND decision <> 'reopened' THEN
        RAISE EXCEPTION 'discrepancy % is resolved already (%, by %)', id, item.resolution, item.resolved_by USING
            ERRCODE = 'RC409', HINT = 'See recon.discrepancy_history; recon.reopen(number, note) takes it up again.';
    ELSIF decision = 'acknowledged' AND item.status = 'pending' THEN
        RAISE EXCEPTION 'item % is in doubt, not a discrepancy yet', id USING ERRCODE = 'RC409', HINT =
            'The bill of its due_date decides it; recon.resolve(number, resolution, note) closes it by hand.';
    ELSIF decision = 'acknowledged' AND holder <> session_user THEN
        RAISE EXCEPTION 'discrepancy % is acknowledged by % already', id, holder USING ERRCODE = 'RC409', HINT =
            'Let them resolve it, or take it over: recon.reopen(number, note), then recon.acknowledge(number, note).';
    ELSIF decision = 'reopened' AND item.status NOT IN ('resolved', 'acknowledged') THEN
        RAISE EXCEPTION 'discrepancy % is % already', id, item.status USING
            ERRCODE = 'RC409', HINT = 'Nothing needs to be reopened.';
    ELSIF decision = 'reopened' AND NOT item.found THEN
        RAISE EXCEPTION 'discrepancy % is not there any more: run % did not find it', id, item.last_run_id USING
            ERRCODE = 'RC409', HINT = 'A run that finds it again reopens it by itself.';
    END IF;
    -- An item that waits for a bill, and never was more, waits again.
    becomes := CASE WHEN decision <> 'reopened' THEN decision
        WHEN item.opened_at IS NULL AND (item.due_date IS NOT NULL OR item.bill_date IS NULL) THEN 'pending'
        ELSE 'open' END;
    UPDATE ledger.item i SET status = becomes, note = decided_note,
           opened_at = CASE WHEN becomes = 'open' THEN coalesce(i.opened_at, clock_timestamp()) ELSE i.opened_at END,
           resolved_at = CASE WHEN becomes = 'resolved' THEN clock_timestamp() END,
           resolution = CASE WHEN becomes = 'resolved' THEN decided_resolution END,
           resolved_by = CASE WHEN becomes = 'resolved' THEN session_user END
    WHERE i.account_id = item.account_id AND i.item_id = id;
    -- A run leaves a closed day as it was; a person's decision is about the item, wherever it is shown.
    UPDATE ledger.late_effect e SET status = becomes
    WHERE e.account_id = item.account_id AND e.item_id = id AND e.status IS NOT NULL;
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, resolution, difference_fen)
    VALUES (item.account_id, id, decision, session_user, decided_note,
            CASE decision WHEN 'resolved' THEN decided_resolution END, item.difference_fen);
    RETURN ROW (id, becomes, item.code::text, item.bill_date, item.payment_no, recon.yuan(item.difference_fen),
                CASE WHEN becomes = 'resolved' THEN decided_resolution END, decided_note)::recon.decision;
END $$;

-- decide_suggestion(text, text, text, text, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.decide_suggestion(shop text, plus_item text, minus_item text, decision text, note text) RETURNS TABLE(status text, amount numeric)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
END $_$;

-- decision; Type: TYPE; Schema: recon
CREATE TYPE recon.decision AS (
	discrepancy_id bigint,
	status text,
	code text,
	bill_date date,
	payment_no text,
	difference numeric(18,2),
	resolution text,
	note text
);

-- decisions; Type: VIEW; Schema: recon
CREATE VIEW recon.decisions AS
 SELECT e.at,
    e.actor,
    e.event,
    e.resolution,
    e.item_id AS discrepancy_id,
    (i.code)::text AS code,
    i.bill_date,
    a.channel,
    a.account,
    NULLIF(i.payment_no, ''::text) AS payment_no,
    NULLIF(i.refund_no, ''::text) AS refund_no,
    (recon.yuan((e.difference_fen)::numeric))::numeric(18,2) AS difference,
    e.assignee,
    e.due_on,
    e.note,
    i.kind,
    NULLIF(i.pot, ''::text) AS pot,
    v.label_en AS event_en,
    v.label_zh AS event_zh,
    r.label_en AS resolution_en,
    r.label_zh AS resolution_zh,
    c.label_en AS code_en,
    c.label_zh AS code_zh
   FROM (((((ledger.item_event e
     JOIN ledger.item i USING (account_id, item_id))
     JOIN ledger.account a USING (account_id))
     LEFT JOIN recon.codes c ON ((c.code = (i.code)::text)))
     LEFT JOIN recon.labels v ON (((v.word_of = 'event'::text) AND (v.word = e.event))))
     LEFT JOIN recon.labels r ON (((r.word_of = 'resolution'::text) AND (r.word = e.resolution))))
  WHERE (e.event = ANY (ARRAY['acknowledged'::text, 'resolved'::text, 'reopened'::text, 'assigned'::text]))
  ORDER BY e.at DESC, e.event_id DESC;

-- discrepancies; Type: VIEW; Schema: recon
CREATE VIEW recon.discrepancies AS
 SELECT i.item_id AS discrepancy_id,
    i.status,
    (i.code)::text AS code,
    i.bill_date,
    a.channel,
    a.account,
        CASE
            WHEN (i.code <> 'balance_break'::ledger.outcome) THEN (i.entry_type)::text
            ELSE NULL::text
        END AS entry_type,
    i.payment_no,
    NULLIF(i.refund_no, ''::text) AS refund_no,
    i.order_nos,
    i.channel_trade_no,
    i.channel_refund_no,
    (recon.yuan((i.order_fen)::numeric))::numeric(18,2) AS order_amount,
    (recon.yuan((i.channel_fen)::numeric))::numeric(18,2) AS channel_amount,
    (recon.yuan((i.difference_fen)::numeric))::numeric(18,2) AS difference,
    i.currency,
    i.occurred_at,
    i.opened_at,
    i.resolved_at,
    i.resolution,
    i.resolved_by,
    i.note,
    i.first_run_id,
    i.last_run_id,
    i.details,
    i.late_on,
    i.kind,
    NULLIF(i.pot, ''::text) AS pot,
    NULLIF(i.movement_class, ''::text) AS movement_class,
    c.label_en AS code_en,
    c.label_zh AS code_zh,
    s.label_en AS status_en,
    s.label_zh AS status_zh,
    r.label_en AS resolution_en,
    r.label_zh AS resolution_zh,
    i.assignee,
    i.due_on
   FROM ((((ledger.item i
     JOIN ledger.account a USING (account_id))
     LEFT JOIN recon.codes c ON ((c.code = (i.code)::text)))
     LEFT JOIN recon.labels s ON (((s.word_of = 'status'::text) AND (s.word = i.status))))
     LEFT JOIN recon.labels r ON (((r.word_of = 'resolution'::text) AND (r.word = i.resolution))))
  WHERE ((i.status <> 'pending'::text) AND (i.opened_at IS NOT NULL))
  ORDER BY i.bill_date DESC, a.channel, a.account, i.code, i.item_id;

-- discrepancy_history; Type: VIEW; Schema: recon
CREATE VIEW recon.discrepancy_history AS
 SELECT e.item_id AS discrepancy_id,
    e.at,
    e.event,
    e.actor,
    e.run_id,
    e.note,
    e.resolution,
    (recon.yuan((e.difference_fen)::numeric))::numeric(18,2) AS difference,
    v.label_en AS event_en,
    v.label_zh AS event_zh,
    r.label_en AS resolution_en,
    r.label_zh AS resolution_zh,
    e.assignee,
    e.due_on
   FROM ((ledger.item_event e
     LEFT JOIN recon.labels v ON (((v.word_of = 'event'::text) AND (v.word = e.event))))
     LEFT JOIN recon.labels r ON (((r.word_of = 'resolution'::text) AND (r.word = e.resolution))))
  ORDER BY e.event_id;

-- entries_of(text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.entries_of(number text) RETURNS SETOF recon.bill_entries
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT s.*, c.label_en, c.label_zh FROM ledger.find_entries($1) e JOIN ledger.account a USING (account_id)
    CROSS JOIN LATERAL ledger.show_entry(e, a, ledger.shown_outcome(e)) s
    LEFT JOIN recon.codes c ON c.code = s.outcome
    ORDER BY e.occurred_at, e.bill_date, e.file_no, e.line_no $_$;

-- entry entry_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (account_id, bill_date, file_no, line_no);

-- entry; Type: TABLE; Schema: ledger
CREATE TABLE ledger.entry (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    file_no smallint NOT NULL,
    line_no integer NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    outcome ledger.outcome NOT NULL,
    flag ledger.outcome,
    payment_hash bigint NOT NULL,
    payment_no text NOT NULL,
    refund_no text NOT NULL,
    channel_trade_no text NOT NULL,
    channel_refund_no text NOT NULL,
    amount_fen bigint NOT NULL,
    settled_fen bigint NOT NULL,
    fee_e5 bigint NOT NULL,
    expected_fee_fen bigint,
    currency text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    is_classified boolean NOT NULL,
    is_executed boolean NOT NULL,
    CONSTRAINT a_fee_mismatch_says_what_was_expected CHECK ((((flag = 'fee_mismatch'::ledger.outcome) IS TRUE) = (expected_fee_fen IS NOT NULL))),
    CONSTRAINT a_payment_has_no_refund_number CHECK (((entry_type = 'refund'::ledger.entry_type) OR (refund_no = ''::text))),
    CONSTRAINT a_payment_that_is_listed_was_executed CHECK (((entry_type = 'refund'::ledger.entry_type) OR is_executed)),
    CONSTRAINT amounts_fit CHECK ((((amount_fen >= '-999999999999999999'::bigint) AND (amount_fen <= '999999999999999999'::bigint)) AND ((settled_fen >= '-999999999999999999'::bigint) AND (settled_fen <= '999999999999999999'::bigint)) AND ((expected_fee_fen >= '-999999999999999999'::bigint) AND (expected_fee_fen <= '999999999999999999'::bigint)))),
    CONSTRAINT an_order_only_is_no_entry CHECK ((outcome <> ALL (ARRAY['order_only'::ledger.outcome, 'fee_mismatch'::ledger.outcome, 'over_refund'::ledger.outcome]))),
    CONSTRAINT entry_amount_fen_check CHECK ((amount_fen >= 0)),
    CONSTRAINT entry_flag_check CHECK ((flag = ANY (ARRAY['fee_mismatch'::ledger.outcome, 'over_refund'::ledger.outcome]))),
    CONSTRAINT entry_line_no_check CHECK ((line_no >= 1)),
    CONSTRAINT money_is_another_kind CHECK ((outcome < 'not_booked'::ledger.outcome)),
    CONSTRAINT what_is_not_classified_is_said_to_be CHECK (((outcome = 'unclassified'::ledger.outcome) = (NOT is_classified)))
);

-- entry_channel_refund; Type: INDEX; Schema: ledger
CREATE INDEX entry_channel_refund ON ledger.entry USING btree (channel_refund_no) WHERE (channel_refund_no <> ''::text);

-- entry_day; Type: INDEX; Schema: ledger
CREATE INDEX entry_day ON ledger.entry USING btree (bill_date);

-- entry_open; Type: INDEX; Schema: ledger
CREATE INDEX entry_open ON ledger.entry USING btree (account_id, bill_date) WHERE ((outcome <> 'matched'::ledger.outcome) OR (flag IS NOT NULL));

-- entry_payment_hash; Type: INDEX; Schema: ledger
CREATE INDEX entry_payment_hash ON ledger.entry USING btree (payment_hash);

-- entry_refund; Type: INDEX; Schema: ledger
CREATE INDEX entry_refund ON ledger.entry USING btree (refund_no) WHERE (refund_no <> ''::text);

-- entry_trade; Type: INDEX; Schema: ledger
CREATE INDEX entry_trade ON ledger.entry USING btree (hashtextextended(channel_trade_no, (0)::bigint));

-- entry_type; Type: TYPE; Schema: ledger
CREATE TYPE ledger.entry_type AS ENUM (
    'payment',
    'refund'
);

-- explain(text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.explain(number text) RETURNS TABLE(at timestamp with time zone, source text, event text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT t.* FROM (SELECT recon.payments_of($1) AS payments OFFSET 0) known
    CROSS JOIN LATERAL ledger.shop_here($1, known.payments) s
    CROSS JOIN LATERAL ledger.tell($1, known.payments, s.shop, s.gap) t $_$;

-- explain(text, jsonb); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.explain(number text, shop jsonb) RETURNS TABLE(at timestamp with time zone, source text, event text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT * FROM ledger.tell($1, recon.payments_of($1), $2, NULL) $_$;

-- fen; Type: DOMAIN; Schema: ledger
CREATE DOMAIN ledger.fen AS bigint
	CONSTRAINT amounts_fit CHECK (((VALUE >= '-999999999999999999'::bigint) AND (VALUE <= '999999999999999999'::bigint)));

-- filter_condition(text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.filter_condition(filter text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    rest text := coalesce(filter, '');
    part text[];
    type text;
    operand text;
    one_value constant text := '(?:''(?:[^'']|'''')*''|[^\s,()'']+)';
    conditions text[] := '{}';
BEGIN
    LOOP
        -- Column, operator, value or list of values, and what follows an `and`.
        part := regexp_match(rest, '^\s*(\w+)\s*(<=|>=|<>|!=|=|<|>|\mnot\s+in\M|\min\M|\mis\s+not\s+null\M|\mis\s+null\M)\s*'
            || '(\(\s*' || one_value || '(?:\s*,\s*' || one_value || ')*\s*\)|' || one_value || ')?\s*(?:\mand\M\s*(\S.*))?$', 'i');
        EXIT WHEN part IS NULL;
        SELECT format_type(a.atttypid, NULL) INTO type FROM pg_attribute a
        WHERE a.attrelid = 'recon.open_items'::regclass AND a.attname = lower(part[1]) AND a.attnum > 0 AND NOT a.attisdropped;
        EXIT WHEN type IS NULL OR type LIKE '%[]';
        part[2] := lower(regexp_replace(part[2], '\s+', ' ', 'g'));
        IF part[2] LIKE 'is%' THEN
            EXIT WHEN part[3] IS NOT NULL;
            operand := '';
        ELSIF part[2] LIKE '%in' THEN
            EXIT WHEN part[3] IS NULL OR part[3] NOT LIKE '(%';
            SELECT '(' || string_agg(format('%L::%s', ledger.unquoted(v[1]), type), ', ') || ')' INTO operand
            FROM regexp_matches(part[3], one_value, 'g') AS v;
        ELSE
            EXIT WHEN part[3] IS NULL OR part[3] LIKE '(%';
            operand := format('%L::%s', ledger.unquoted(part[3]), type);
        END IF;
        BEGIN
            IF operand <> '' THEN EXECUTE 'SELECT ' || operand; END IF;
        EXCEPTION WHEN data_exception THEN
            RAISE EXCEPTION '% takes values of type %, not %', lower(part[1]), type, part[3] USING ERRCODE = 'RC422',
                HINT = 'Days are written as 2026-11-30, amounts in yuan as 0.05.';
        END;
        conditions := conditions || format('%I %s %s', lower(part[1]), part[2], operand);
        IF part[4] IS NULL THEN RETURN array_to_string(conditions, ' AND '); END IF;
        rest := part[4];
    END LOOP;
    RAISE EXCEPTION 'the filter is not understood at: %', coalesce(nullif(trim(rest), ''), 'its beginning') USING ERRCODE = 'RC422', HINT =
        'For example: code = fee_mismatch and age > 7 and amount <= 0.05 and account in (1900999001, 1900999002). Columns are those of recon.open_items; operators are =, <>, <, <=, >, >=, in, not in, is null and is not null.';
END $_$;

-- find_blocks(bigint[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.find_blocks(tags bigint[]) RETURNS TABLE(tag bigint, kind text, account_id integer, block_no integer)
    LANGUAGE sql STABLE ROWS 50
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET enable_seqscan TO 'off'
    AS $_$
    SELECT h.tag, g.kind, g.account_id, h.block_no
    FROM (SELECT t.tag, r.first_block + p.place AS block_no
          FROM unnest($1) AS t (tag) CROSS JOIN ledger.number_run r
          CROSS JOIN LATERAL (
              SELECT b.tags, b.blocks FROM ledger.number_bucket b
              WHERE b.run_no = r.run_no AND b.bucket = (t.tag >> (32 - r.bucket_bits))::integer
                AND position(substring(int8send(t.tag) FROM 5 + r.bucket_bits / 8) IN b.tags) > 0
              OFFSET 0) b
          CROSS JOIN LATERAL ledger.blocks_at(
              substring(int8send(t.tag) FROM 5 + r.bucket_bits / 8), b.tags, b.blocks, r.block_bytes) AS p (place)) h
    CROSS JOIN LATERAL (SELECT * FROM ledger.block_range g WHERE g.first_no <= h.block_no ORDER BY g.first_no DESC LIMIT 1) g
    WHERE g.last_no >= h.block_no $_$;

-- find_counted_pairs(text[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.find_counted_pairs(numbers text[]) RETURNS TABLE(account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, line_no integer, payment_no text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no,
           (SELECT l.line FROM generate_series(1, cardinality(b.line_runs), 2) AS first,
                   generate_series(b.line_runs[first], b.line_runs[first + 1]) AS l(line)
             ORDER BY l.line LIMIT 1 OFFSET p.place - 1), h.number
    FROM (SELECT DISTINCT number, int8send(hashtextextended(number, 0)) AS hash FROM unnest($1) AS number WHERE number <> '') h
    CROSS JOIN LATERAL ledger.trade_blocks(ARRAY[h.number]) t
    JOIN ledger.plain_block b USING (account_id, bill_date, entry_type, file_no, first_line)
    CROSS JOIN LATERAL generate_series(1, length(b.payment_tags) / 4) AS p(place)
    WHERE b.line_runs IS NOT NULL AND substring(b.payment_tags FROM 4 * p.place - 3 FOR 4) = substring(h.hash FROM 5)
      AND substring(b.other_tags FROM 4 * p.place - 3 FOR 4) = substring(h.hash FOR 4) $_$;

-- find_entries(text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.find_entries(number text) RETURNS SETOF ledger.entry
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT * FROM ledger.entry WHERE payment_hash = hashtextextended($1, 0) AND payment_no = $1
    UNION SELECT * FROM ledger.entry WHERE refund_no <> '' AND refund_no = $1
    UNION SELECT * FROM ledger.entry WHERE channel_refund_no <> '' AND channel_refund_no = $1
    UNION SELECT * FROM ledger.entry
     WHERE hashtextextended(channel_trade_no, 0) = hashtextextended($1, 0) AND channel_trade_no = $1
    UNION ALL
    SELECT p.* FROM ledger.trade_blocks(ARRAY[$1]) b CROSS JOIN LATERAL (
        SELECT (entry).* FROM ledger.plain_entry p
        WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
          AND p.file_no = b.file_no AND p.first_line = b.first_line
          AND $1 IN (p.payment_no, p.refund_no, p.channel_trade_no, p.channel_refund_no) OFFSET 0) p
    WHERE $1 <> '' $_$;

-- find_movements(text[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.find_movements(numbers text[]) RETURNS SETOF ledger.movement
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH wanted AS (SELECT DISTINCT number FROM unnest($1) AS number WHERE number <> '')
    SELECT m.* FROM wanted w CROSS JOIN ledger.account a
    JOIN ledger.movement m ON m.account_id = a.account_id AND m.business_no = w.number
    UNION SELECT m.* FROM wanted w CROSS JOIN ledger.account a
    JOIN ledger.movement m ON m.account_id = a.account_id AND m.voucher_no <> '' AND m.voucher_no = w.number
    UNION SELECT m.* FROM wanted w JOIN ledger.movement m ON m.flow_no <> '' AND m.flow_no = w.number
    UNION ALL
    SELECT p.* FROM ledger.funds_blocks($1) b CROSS JOIN LATERAL (
        SELECT (movement).* FROM ledger.packed_movement p
        WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.file_no = b.file_no
          AND p.first_line = b.first_line
          AND (p.business_no = ANY ($1) AND p.business_no <> '' OR p.voucher_no = ANY ($1) AND p.voucher_no <> '') OFFSET 0) p $_$;

-- funds_blocks(text[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.funds_blocks(numbers text[]) RETURNS TABLE(account_id integer, bill_date date, file_no smallint, first_line integer)
    LANGUAGE sql STABLE ROWS 50
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH wanted AS MATERIALIZED (SELECT array_agg(DISTINCT ledger.tag(n)) AS tags, array_agg(DISTINCT ledger.tag_no(n)) AS tag_nos
                                   FROM unnest($1) AS n WHERE n <> '')
    SELECT b.account_id, b.bill_date, b.file_no, b.first_line
    FROM wanted w CROSS JOIN LATERAL ledger.find_blocks(w.tag_nos) f
    JOIN ledger.movement_block b ON b.block_no = f.block_no AND b.account_id = f.account_id WHERE f.kind = 'funds'
    UNION
    SELECT b.account_id, b.bill_date, b.file_no, b.first_line
    FROM wanted w JOIN ledger.movement_block b ON b.block_no IS NULL
    WHERE EXISTS (SELECT FROM unnest(w.tags) AS tag WHERE position(tag IN b.tags) > 0) $_$;

-- funds_line funds_line_account_id_run_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.funds_line
    ADD CONSTRAINT funds_line_account_id_run_id_fkey FOREIGN KEY (account_id, run_id) REFERENCES ledger.run(account_id, run_id);

-- funds_line funds_line_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.funds_line
    ADD CONSTRAINT funds_line_pkey PRIMARY KEY (account_id, run_id, pot, line_no);

-- funds_line; Type: TABLE; Schema: ledger
CREATE TABLE ledger.funds_line (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    pot text NOT NULL,
    line_no smallint NOT NULL,
    line text NOT NULL,
    movements bigint NOT NULL,
    amount_fen ledger.fen,
    CONSTRAINT a_statement_closes_to_zero CHECK (((line <> 'residual'::text) OR ((amount_fen)::bigint = 0))),
    CONSTRAINT funds_line_line_no_check CHECK ((line_no >= 1)),
    CONSTRAINT funds_line_movements_check CHECK ((movements >= 0))
);

-- funds_statement; Type: VIEW; Schema: recon
CREATE VIEW recon.funds_statement AS
 SELECT d.bill_date,
    a.channel,
    a.account,
    f.pot,
    f.line_no,
    f.line,
    f.movements,
    (recon.yuan((f.amount_fen)::numeric))::numeric(18,2) AS amount,
    m.label_en,
    m.label_zh
   FROM (((ledger.day d
     JOIN ledger.account a USING (account_id))
     JOIN ledger.funds_line f ON (((f.account_id = d.account_id) AND (f.run_id = d.run_id))))
     LEFT JOIN recon.money_lines m ON (((m.statement = 'pot'::text) AND (m.line = f.line))))
  WHERE ((d.kind = 'funds'::text) AND d.concluded)
  ORDER BY d.bill_date DESC, a.channel, a.account, f.pot, f.line_no;

-- funds_summary; Type: VIEW; Schema: recon
CREATE VIEW recon.funds_summary AS
 SELECT v.bill_date,
    a.channel,
    a.account,
    p.pot,
    (recon.yuan((p.shown_opening_fen)::numeric))::numeric(18,2) AS opening,
    (recon.yuan((p.into_fen)::numeric))::numeric(18,2) AS money_in,
    (recon.yuan((p.out_fen)::numeric))::numeric(18,2) AS money_out,
    (recon.yuan((p.shown_closing_fen)::numeric))::numeric(18,2) AS closing,
    v.verdict,
    (p.is_proven IS TRUE) AS proven,
    p.into_rows AS movements_in,
    p.out_rows AS movements_out,
    (p.file_no IS NOT NULL) AS has_statement,
    p.is_controlled AS controlled,
    v.waiting AS pending,
    v.open AS open_discrepancies,
    v.run_id,
    v.last_attempt_run_id,
    (l.verdict)::text AS last_attempt_verdict,
    ledger.reason_text(l.reason, l.expected, l.found, l.place, l.because, ((a.channel || ':'::text) || a.account), l.bill_date) AS last_attempt_reason,
    l.reason_code AS last_attempt_reason_code,
    l.hint AS last_attempt_hint,
    (v.bill_date <= ( SELECT COALESCE(max(period.closed_through), '-infinity'::date) AS "coalesce"
           FROM ledger.period)) AS closed,
    w.label_en AS verdict_en,
    w.label_zh AS verdict_zh
   FROM ((((ledger.day_verdict v
     JOIN ledger.account a USING (account_id))
     JOIN ledger.run l ON (((l.account_id = v.account_id) AND (l.run_id = v.last_attempt_run_id))))
     CROSS JOIN LATERAL ( SELECT p_1.pot,
            p_1.shown_opening_fen,
            p_1.into_fen,
            p_1.out_fen,
            p_1.shown_closing_fen,
            p_1.is_proven,
            p_1.into_rows,
            p_1.out_rows,
            p_1.file_no,
            p_1.is_controlled
           FROM ledger.pot_day p_1
          WHERE ((p_1.account_id = v.account_id) AND (p_1.bill_date = v.bill_date) AND (v.verdict <> 'incomplete'::text))
        UNION ALL
         SELECT pot.pot,
            NULL::bigint,
            NULL::bigint,
            NULL::bigint,
            NULL::bigint,
            NULL::boolean,
            NULL::bigint,
            NULL::bigint,
            NULL::smallint,
            NULL::boolean
           FROM unnest(COALESCE(NULLIF(a.pots, '{}'::text[]), '{NULL}'::text[])) pot(pot)
          WHERE (v.verdict = 'incomplete'::text)) p)
     LEFT JOIN recon.labels w ON (((w.word_of = 'verdict'::text) AND (w.word = v.verdict))))
  WHERE (v.kind = 'funds'::text)
  ORDER BY v.bill_date DESC, a.channel, a.account, p.pot;

-- grant_rights(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.grant_rights() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    -- Those that exist; whoever owns the schemas, in a trial perhaps the service, keeps all its rights.
    roles text[] := ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname <> current_user
                             AND rolname IN ('recon_reader', 'recon_operator', 'reconciled') ORDER BY rolname);
    has_service boolean := 'reconciled' = ANY (roles);
    all_roles text := array_to_string(array_prepend('PUBLIC', roles), ', ');
    thing record;
BEGIN
    IF current_user = 'reconciled_owner' THEN
        -- In no schema: what PUBLIC has by default, no schema's defaults take away.
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    END IF;
    IF to_regrole('reconciled_shop_reader') IS NOT NULL AND pg_has_role('reconciled_shop_reader', 'MEMBER') THEN
        -- A function's owner must be able to create it; only for this moment.
        GRANT CREATE ON SCHEMA ledger TO reconciled_shop_reader;
        ALTER FUNCTION ledger.shop_rows OWNER TO reconciled_shop_reader;
        REVOKE CREATE ON SCHEMA ledger FROM reconciled_shop_reader;
    END IF;
    FOR thing IN SELECT p.oid::regprocedure AS name, n.nspname AS schema, p.proname, p.provolatile <> 'v' AS is_reading,
                        p.prorettype = 'trigger'::regtype AS is_trigger,
                        -- A view's functions, and what they call, are called with the rights of whoever asks the view.
                        p.proname IN ('lock_number', 'is_of_trade', 'wide_integer') OR EXISTS (SELECT FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid JOIN pg_class v ON v.oid = w.ev_class
                                 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_proc'::regclass
                                   AND d.refobjid = p.oid AND v.relnamespace IN ('ledger'::regnamespace, 'recon'::regnamespace)
                        ) AS is_in_view
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('ledger', 'recon')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', thing.name, all_roles);
        IF 'recon_reader' = ANY (roles) AND (thing.schema = 'recon' AND thing.is_reading OR thing.is_in_view) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO recon_reader', thing.name);
        END IF;
        IF 'recon_operator' = ANY (roles) AND (thing.schema = 'recon' OR thing.is_in_view) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO recon_operator', thing.name);
        END IF;
        -- Decisions are people's, and these parts of them and of recon.explain run as the owner.
        IF has_service AND NOT thing.is_trigger AND thing.proname NOT IN ('acknowledge', 'resolve', 'reopen', 'decide', 'close_period', 'assign', 'note', 'resolve_where', 'classify_code', 'decide_suggestion', 'grant_rights',
            'tell', 'shop_here', 'shop_rows', 'may_read_shop')
        THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reconciled', thing.name);
        END IF;
    END LOOP;
    IF NOT has_function_privilege('ledger.shop_rows(text,text,text,text[])', 'EXECUTE') THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger.shop_rows TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE ALL ON SCHEMA ledger, recon, ledger_migration FROM %s', all_roles);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA ledger, recon, ledger_migration FROM %s', all_roles);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA ledger FROM %s', all_roles);
    IF cardinality(roles) > 0 THEN
        EXECUTE format('GRANT USAGE ON SCHEMA recon TO %s', array_to_string(roles, ', '));
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA recon TO %s', array_to_string(roles, ', '));
    END IF;
    IF NOT has_service THEN RETURN; END IF;
    GRANT USAGE ON SCHEMA ledger, ledger_migration TO reconciled;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger_migration TO reconciled;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO reconciled;
    GRANT INSERT, UPDATE, DELETE ON ledger.entry, ledger.plain_block, ledger.record, ledger.refund, ledger.process,
        ledger.lease, ledger.setting, ledger.pot_day, ledger.movement_block, ledger.movement, ledger.bridge_part, ledger.share, ledger.share_record,
        ledger.block_range, ledger.number_run, ledger.number_bucket, ledger.open_key TO reconciled;
    GRANT INSERT, UPDATE ON ledger.channel, ledger.account, ledger.bill, ledger.bill_file, ledger.day, ledger.alarm TO reconciled;
    GRANT INSERT, UPDATE ON ledger.shop, ledger.seller_statement, ledger.seller_bundle, ledger.shop_order TO reconciled;
    GRANT INSERT, DELETE ON ledger.seller_row_left_out TO reconciled;
    -- The past is written once.
    GRANT INSERT ON ledger.order_number_hit, ledger.seller_kind, ledger.day_event, ledger.run_total, ledger.statement_line, ledger.run_change, ledger.late_effect,
        ledger.bridge_line, ledger.funds_line TO reconciled;
    -- Of requests, discrepancies and history: all but what a thing is for good, when it was, and what a person wrote.
    FOR thing IN
        SELECT r.relation, r.can, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM (VALUES
            ('ledger.run', 'INSERT', ARRAY['run_id', 'requested_at']),
            ('ledger.run', 'UPDATE', ARRAY['account_id', 'run_id', 'bill_date', 'kind', 'attempt', 'origin', 'requested_by',
                                           'requested_at', 'source', 'lift_share_limit_reason']),
            ('ledger.item', 'INSERT', ARRAY['item_id', 'resolved_at', 'resolution', 'resolved_by', 'note', 'assignee', 'due_on']),
            ('ledger.item', 'UPDATE', ARRAY['account_id', 'item_id', 'code', 'kind', 'entry_type', 'payment_no', 'refund_no',
                                            'channel_no', 'occurrence', 'pot', 'movement_class', 'first_run_id', 'note', 'assignee', 'due_on']),
            ('ledger.item_event', 'INSERT', ARRAY['event_id', 'at', 'note', 'resolution', 'assignee', 'due_on'])) AS r (relation, can, without)
        JOIN pg_attribute a ON a.attrelid = r.relation::regclass AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attname <> ALL (r.without)
        GROUP BY 1, 2
    LOOP
        EXECUTE format('GRANT %s (%s) ON %s TO reconciled', thing.can, thing.columns, thing.relation);
    END LOOP;
END $$;

-- is_alive(integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.is_alive(process integer) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (EXISTS (SELECT FROM pg_locks WHERE ((pg_locks.locktype = 'advisory'::text) AND ((pg_locks.classid)::bigint = ledger.lock_number('process'::ledger.lock_name)) AND ((pg_locks.objid)::bigint = is_alive.process) AND (pg_locks.objsubid = 2) AND (pg_locks.database = (SELECT pg_database.oid FROM pg_database WHERE (pg_database.datname = current_database()))))));

-- is_held(ledger.lease); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.is_held(lease ledger.lease) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (((lease).held_until > clock_timestamp()) AND ledger.is_alive((lease).process_id));

-- is_of_trade(text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.is_of_trade(movement_class text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (movement_class = ANY (ARRAY['payment'::text, 'fee'::text, 'fee_return'::text, 'refund'::text, 'refund_returned'::text]));

-- item a_run_leaves_decisions_alone; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_run_leaves_decisions_alone BEFORE UPDATE ON ledger.item FOR EACH ROW WHEN (((((new.note IS DISTINCT FROM old.note) OR (new.assignee IS DISTINCT FROM old.assignee)) OR (new.due_on IS DISTINCT FROM old.due_on)) OR
        CASE
            WHEN ((old.status = 'resolved'::text) AND (new.status = 'resolved'::text)) THEN (((new.resolution IS DISTINCT FROM old.resolution) OR (new.resolved_by IS DISTINCT FROM old.resolved_by)) OR (new.resolved_at IS DISTINCT FROM old.resolved_at))
            WHEN (new.status = 'resolved'::text) THEN (((new.resolution IS DISTINCT FROM 'superseded'::text) OR (new.resolved_by IS DISTINCT FROM 'reconciled'::text)) OR (new.found IS DISTINCT FROM false))
            WHEN (old.status = 'resolved'::text) THEN ((new.status = 'acknowledged'::text) OR ((old.resolution <> ALL (ARRAY['superseded'::text, 'corrected'::text])) AND (NOT ((((new.order_fen)::bigint IS DISTINCT FROM (old.order_fen)::bigint) OR ((new.channel_fen)::bigint IS DISTINCT FROM (old.channel_fen)::bigint)) OR ((new.difference_fen)::bigint IS DISTINCT FROM (old.difference_fen)::bigint)))))
            ELSE ((new.status = 'acknowledged'::text) <> (old.status = 'acknowledged'::text))
        END)) EXECUTE FUNCTION ledger.refuse_decision();

-- item a_run_makes_items_undecided; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_run_makes_items_undecided BEFORE INSERT ON ledger.item FOR EACH ROW WHEN (((new.status <> ALL (ARRAY['pending'::text, 'open'::text])) OR (num_nonnulls(new.note, new.assignee, new.due_on) > 0))) EXECUTE FUNCTION ledger.refuse_decision();

-- item an_item_keeps_its_identity; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.item
    ADD CONSTRAINT an_item_keeps_its_identity UNIQUE (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence, kind, movement_class, pot);

-- item item_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.item
    ADD CONSTRAINT item_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- item item_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.item
    ADD CONSTRAINT item_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- item item_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (account_id, item_id);

-- item items_are_never_deleted; Type: TRIGGER; Schema: ledger
CREATE TRIGGER items_are_never_deleted BEFORE DELETE ON ledger.item FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

-- item; Type: TABLE; Schema: ledger
CREATE TABLE ledger.item (
    account_id integer NOT NULL,
    item_id bigint NOT NULL,
    status text NOT NULL,
    code ledger.outcome NOT NULL,
    bill_date date,
    kind text DEFAULT 'trade'::text NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    payment_no text NOT NULL,
    refund_no text NOT NULL,
    channel_no text NOT NULL,
    occurrence integer NOT NULL,
    order_nos text[],
    channel_trade_no text,
    channel_refund_no text,
    order_fen ledger.fen,
    channel_fen ledger.fen,
    difference_fen ledger.fen NOT NULL,
    currency text NOT NULL,
    occurred_at timestamp with time zone,
    due_date date,
    found boolean NOT NULL,
    opened_at timestamp with time zone,
    resolved_at timestamp with time zone,
    resolution text,
    resolved_by text,
    note text,
    first_run_id bigint NOT NULL,
    last_run_id bigint NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    late_on date,
    pot text DEFAULT ''::text NOT NULL,
    movement_class text DEFAULT ''::text NOT NULL,
    assignee text,
    due_on date,
    CONSTRAINT a_code_of_an_item CHECK ((code <> ALL (ARRAY['matched'::ledger.outcome, 'cross_day'::ledger.outcome, 'pending'::ledger.outcome, 'not_executed'::ledger.outcome]))),
    CONSTRAINT a_code_of_its_kind CHECK (
CASE kind
    WHEN 'funds'::text THEN ((code >= 'not_booked'::ledger.outcome) AND (code <= 'balance_break'::ledger.outcome))
    WHEN 'sharing'::text THEN ((code > 'balance_break'::ledger.outcome) OR (code = 'unclassified'::ledger.outcome))
    ELSE (code < 'not_booked'::ledger.outcome)
END),
    CONSTRAINT item_assignee_check CHECK ((assignee ~ '\S'::text)),
    CONSTRAINT item_occurrence_check CHECK ((occurrence >= 1)),
    CONSTRAINT item_resolution_check CHECK ((resolution = ANY (ARRAY['corrected'::text, 'refunded'::text, 'made_up'::text, 'written_off'::text, 'accepted'::text, 'superseded'::text]))),
    CONSTRAINT item_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'open'::text, 'acknowledged'::text, 'resolved'::text]))),
    CONSTRAINT only_one_sided_items_wait CHECK (((status <> 'pending'::text) OR (kind = 'sharing'::text) OR (code = ANY (ARRAY['channel_only'::ledger.outcome, 'order_only'::ledger.outcome, 'not_booked'::ledger.outcome])))),
    CONSTRAINT opened_unless_only_ever_pending CHECK (((status <> ALL (ARRAY['open'::text, 'acknowledged'::text])) OR (opened_at IS NOT NULL))),
    CONSTRAINT resolved_with_all_that_belongs_to_it CHECK (((status = 'resolved'::text) = ((resolved_at IS NOT NULL) AND (resolution IS NOT NULL) AND (resolved_by IS NOT NULL)))),
    CONSTRAINT what_is_open_is_found CHECK (((status = 'resolved'::text) OR found))
);

-- item_channel_refund; Type: INDEX; Schema: ledger
CREATE INDEX item_channel_refund ON ledger.item USING btree (channel_refund_no);

-- item_channel_trade; Type: INDEX; Schema: ledger
CREATE INDEX item_channel_trade ON ledger.item USING btree (channel_trade_no);

-- item_day; Type: INDEX; Schema: ledger
CREATE INDEX item_day ON ledger.item USING btree (account_id, bill_date);

-- item_event a_run_tells_what_it_did; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_run_tells_what_it_did BEFORE INSERT ON ledger.item_event FOR EACH ROW WHEN (((new.actor <> 'reconciled'::text) OR (new.event = ANY (ARRAY['acknowledged'::text, 'resolved'::text, 'reopened'::text, 'assigned'::text, 'noted'::text])) OR (new.run_id IS NULL) OR (new.note IS NOT NULL) OR (new.resolution IS NOT NULL) OR (new.assignee IS NOT NULL) OR (new.due_on IS NOT NULL))) EXECUTE FUNCTION ledger.refuse_decision();

-- item_event item_event_account_id_item_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.item_event
    ADD CONSTRAINT item_event_account_id_item_id_fkey FOREIGN KEY (account_id, item_id) REFERENCES ledger.item(account_id, item_id);

-- item_event item_event_is_append_only; Type: TRIGGER; Schema: ledger
CREATE TRIGGER item_event_is_append_only BEFORE DELETE OR UPDATE ON ledger.item_event FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

-- item_event item_event_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.item_event
    ADD CONSTRAINT item_event_pkey PRIMARY KEY (account_id, event_id);

-- item_event; Type: TABLE; Schema: ledger
CREATE TABLE ledger.item_event (
    account_id integer NOT NULL,
    event_id bigint NOT NULL,
    item_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    event text NOT NULL,
    actor text NOT NULL,
    run_id bigint,
    note text,
    resolution text,
    difference_fen ledger.fen,
    assignee text,
    due_on date,
    CONSTRAINT item_event_event_check CHECK ((event = ANY (ARRAY['pending'::text, 'opened'::text, 'changed'::text, 'superseded'::text, 'settled'::text, 'reopened_by_run'::text, 'acknowledged'::text, 'resolved'::text, 'reopened'::text, 'assigned'::text, 'noted'::text])))
);

-- item_event_event_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.item_event ALTER COLUMN event_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.item_event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- item_event_item; Type: INDEX; Schema: ledger
CREATE INDEX item_event_item ON ledger.item_event USING btree (account_id, item_id);

-- item_event_number; Type: INDEX; Schema: ledger
CREATE INDEX item_event_number ON ledger.item_event USING btree (item_id);

-- item_item_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.item ALTER COLUMN item_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.item_item_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- item_late; Type: INDEX; Schema: ledger
CREATE INDEX item_late ON ledger.item USING btree (account_id, late_on) WHERE (late_on IS NOT NULL);

-- item_money; Type: INDEX; Schema: ledger
CREATE INDEX item_money ON ledger.item USING btree (account_id, channel_no) WHERE (kind = 'funds'::text);

-- item_number; Type: INDEX; Schema: ledger
CREATE INDEX item_number ON ledger.item USING btree (item_id);

-- item_orders; Type: INDEX; Schema: ledger
CREATE INDEX item_orders ON ledger.item USING gin (order_nos);

-- item_over_refund; Type: INDEX; Schema: ledger
CREATE INDEX item_over_refund ON ledger.item USING btree (account_id) WHERE ((code = 'over_refund'::ledger.outcome) AND found);

-- item_payment; Type: INDEX; Schema: ledger
CREATE INDEX item_payment ON ledger.item USING btree (payment_no);

-- item_refund; Type: INDEX; Schema: ledger
CREATE INDEX item_refund ON ledger.item USING btree (refund_no) WHERE (refund_no <> ''::text);

-- item_sharing; Type: INDEX; Schema: ledger
CREATE INDEX item_sharing ON ledger.item USING btree (account_id, split_part(channel_no, '	'::text, 1)) WHERE (kind = 'sharing'::text);

-- item_unresolved; Type: INDEX; Schema: ledger
CREATE INDEX item_unresolved ON ledger.item USING btree (account_id, bill_date) WHERE (status <> 'resolved'::text);

-- items_where(text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.items_where(filter text) RETURNS SETOF recon.open_items
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM recon.open_items WHERE ' || ledger.filter_condition(filter);
END $$;

-- key_tag(ledger.entry_type, text, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.key_tag(entry_type ledger.entry_type, payment_no text, refund_no text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ledger.tag((payment_no || CASE entry_type WHEN 'refund'::ledger.entry_type THEN ('
'::text || refund_no) ELSE ''::text END));

-- labels; Type: VIEW; Schema: recon
CREATE VIEW recon.labels AS
 SELECT "*VALUES*".column1 AS word_of,
    "*VALUES*".column2 AS word,
    "*VALUES*".column3 AS label_en,
    "*VALUES*".column4 AS label_zh
   FROM (VALUES ('verdict'::text,'balanced'::text,'balanced'::text,'平'::text), ('verdict'::text,'pending'::text,'pending'::text,'仅存疑'::text), ('verdict'::text,'discrepancies'::text,'discrepancies'::text,'有差错'::text), ('verdict'::text,'incomplete'::text,'incomplete'::text,'无法下结论'::text), ('verdict'::text,'failed'::text,'failed'::text,'失败'::text), ('verdict'::text,'not run'::text,'not run'::text,'未对账'::text), ('state'::text,'queued'::text,'queued'::text,'排队中'::text), ('state'::text,'fetching'::text,'fetching the bill'::text,'取账单'::text), ('state'::text,'matching'::text,'matching'::text,'对账中'::text), ('state'::text,'done'::text,'done'::text,'完成'::text), ('state'::text,'failed'::text,'failed'::text,'失败'::text), ('status'::text,'pending'::text,'in doubt'::text,'存疑'::text), ('status'::text,'open'::text,'open'::text,'待处理'::text), ('status'::text,'acknowledged'::text,'acknowledged'::text,'已认领'::text), ('status'::text,'resolved'::text,'resolved'::text,'已核销'::text), ('resolution'::text,'corrected'::text,'corrected'::text,'更正'::text), ('resolution'::text,'refunded'::text,'refunded'::text,'已退款'::text), ('resolution'::text,'made_up'::text,'made up'::text,'已补单'::text), ('resolution'::text,'written_off'::text,'written off'::text,'核销'::text), ('resolution'::text,'accepted'::text,'accepted'::text,'认可'::text), ('resolution'::text,'superseded'::text,'superseded by a run'::text,'重跑消除'::text), ('event'::text,'pending'::text,'in doubt'::text,'存疑'::text), ('event'::text,'opened'::text,'opened'::text,'产生'::text), ('event'::text,'changed'::text,'changed'::text,'变动'::text), ('event'::text,'superseded'::text,'superseded by a run'::text,'重跑消除'::text), ('event'::text,'settled'::text,'settled by a bill'::text,'到账消除'::text), ('event'::text,'reopened_by_run'::text,'reopened by a run'::text,'重跑重开'::text), ('event'::text,'acknowledged'::text,'acknowledged'::text,'认领'::text), ('event'::text,'resolved'::text,'resolved'::text,'核销'::text), ('event'::text,'reopened'::text,'reopened'::text,'重开'::text), ('event'::text,'assigned'::text,'assigned'::text,'指派'::text), ('event'::text,'noted'::text,'noted'::text,'备注'::text), ('change'::text,'new'::text,'new'::text,'新增'::text), ('change'::text,'persisting'::text,'persisting'::text,'仍在'::text), ('change'::text,'resolved'::text,'resolved'::text,'消除'::text), ('line'::text,'orders'::text,'orders of the shop'::text,'我方记账'::text), ('line'::text,'booked_other_day'::text,'paired in another day''s bill'::text,'在他日账单'::text), ('line'::text,'from_other_day'::text,'booked on another day'::text,'他日记账'::text), ('line'::text,'pending_orders'::text,'waiting for a bill'::text,'我方存疑'::text), ('line'::text,'order_only'::text,'only in the shop'::text,'我方有渠道无'::text), ('line'::text,'channel_only'::text,'only at the channel'::text,'渠道有我方无'::text), ('line'::text,'pending_channel'::text,'waiting for the shop'::text,'渠道存疑'::text), ('line'::text,'account_mismatch'::text,'another account''s number'::text,'商户号不一致'::text), ('line'::text,'duplicate_in_channel'::text,'listed or paid twice'::text,'渠道重复'::text), ('line'::text,'unclassified'::text,'unknown kind'::text,'未识别'::text), ('line'::text,'status_mismatch'::text,'states differ'::text,'状态不一致'::text), ('line'::text,'currency_mismatch'::text,'currencies differ'::text,'币种不一致'::text), ('line'::text,'not_executed'::text,'not executed'::text,'未执行'::text), ('line'::text,'amount_mismatch'::text,'amounts differ'::text,'金额不一致'::text), ('line'::text,'channel'::text,'rows of the bill'::text,'渠道明细合计'::text), ('line'::text,'other_discounts'::text,'other discounts'::text,'其他优惠'::text), ('line'::text,'channel_total'::text,'the bill''s own total'::text,'渠道账单总额'::text), ('line'::text,'residual'::text,'residual'::text,'差额'::text), ('entry_type'::text,'payment'::text,'payment'::text,'支付'::text), ('entry_type'::text,'refund'::text,'refund'::text,'退款'::text), ('origin'::text,'schedule'::text,'the schedule'::text,'定时'::text), ('origin'::text,'catch_up'::text,'catching up'::text,'补跑'::text), ('origin'::text,'rematch'::text,'a change of another day'::text,'联动重跑'::text), ('origin'::text,'import'::text,'an import'::text,'导入'::text), ('origin'::text,'person'::text,'a person'::text,'人工'::text), ('source'::text,'channel'::text,'fetched from the channel'::text,'渠道下载'::text), ('source'::text,'archived'::text,'the bill at hand'::text,'存档账单'::text), ('source'::text,'files'::text,'files that a person named'::text,'人工文件'::text), ('source'::text,'import'::text,'imported'::text,'导入'::text), ('outcome'::text,'booked'::text,'booked'::text,'已入账'::text), ('outcome'::text,'booked_twice'::text,'booked twice'::text,'重复入账'::text), ('outcome'::text,'booked_only'::text,'booked without an entry'::text,'账单无此入账'::text), ('outcome'::text,'waiting_for_trade'::text,'its trade bill is not there yet'::text,'待交易账单'::text), ('outcome'::text,'unlinked'::text,'no entry expects it'::text,'无需勾对'::text), ('movement_class'::text,'payment'::text,'payment'::text,'支付入账'::text), ('movement_class'::text,'fee'::text,'fee'::text,'手续费'::text), ('movement_class'::text,'fee_return'::text,'fee given back'::text,'手续费退回'::text), ('movement_class'::text,'refund'::text,'refund'::text,'退款'::text), ('movement_class'::text,'refund_returned'::text,'refund that came back'::text,'退款退回'::text), ('movement_class'::text,'withdrawal'::text,'withdrawal'::text,'提现'::text), ('movement_class'::text,'withdrawal_returned'::text,'withdrawal that came back'::text,'提现退回'::text), ('movement_class'::text,'top_up'::text,'top-up'::text,'充值'::text), ('movement_class'::text,'transfer'::text,'transfer'::text,'转账'::text), ('movement_class'::text,'sharing'::text,'share'::text,'分账'::text), ('movement_class'::text,'voucher'::text,'voucher'::text,'代金券'::text), ('movement_class'::text,'deposit'::text,'deposit'::text,'保证金'::text), ('movement_class'::text,'platform'::text,'platform deduction'::text,'平台扣款'::text), ('movement_class'::text,'own_funds'::text,'own funds moved'::text,'自有资金调拨'::text), ('movement_class'::text,'other'::text,'other, of an unknown word'::text,'其他'::text), ('seller_pot'::text,'aggregated'::text,'aggregated account'::text,'聚合账户'::text), ('seller_pot'::text,'deposit'::text,'deposit'::text,'保证金'::text), ('seller_pot'::text,'alipay'::text,'Alipay account'::text,'支付宝账户'::text), ('money_class'::text,'order'::text,'orders of the month'::text,'本期订单'::text), ('money_class'::text,'other_period'::text,'orders of another month'::text,'其他期间订单'::text), ('money_class'::text,'own_funds'::text,'own funds'::text,'自有资金'::text), ('money_class'::text,'fee'::text,'deduction'::text,'平台扣款'::text), ('money_class'::text,'suggested'::text,'suggested pair'::text,'建议配对'::text), ('money_class'::text,'unresolved'::text,'to be looked at'::text,'待查'::text), ('money_class'::text,'copy'::text,'copies of the aggregated account'::text,'聚合账户镜像'::text), ('money_class'::text,'repeated'::text,'in an earlier file already'::text,'重复导入'::text), ('reason'::text,'settled'::text,'settled'::text,'已结清'::text), ('reason'::text,'not_settled'::text,'not received yet'::text,'未收款'::text), ('reason'::text,'difference'::text,'not what the shop expects'::text,'差额'::text), ('reason'::text,'refund_without_source'::text,'refund without source: the deposit''s statement is missing'::text,'退款无来源，缺保证金账单'::text), ('reason'::text,'refund_recorded_twice'::text,'refund recorded twice'::text,'退款重复登记'::text), ('reason'::text,'not_paid'::text,'no pot has paid it'::text,'未支付'::text), ('reason'::text,'not_recorded'::text,'the shop has no such refund'::text,'商城未登记'::text), ('reason'::text,'unknown_order'::text,'the shop has no such order'::text,'商城无此订单'::text), ('reason'::text,'numbers_disagree'::text,'two order numbers that disagree'::text,'单号冲突'::text), ('reason'::text,'several_orders'::text,'names several orders'::text,'多个订单'::text), ('reason'::text,'no_order_number'::text,'names no order'::text,'无订单号'::text), ('reason'::text,'unknown_code'::text,'unknown business code'::text,'未知业务码'::text), ('reason'::text,'unknown_type'::text,'unknown type'::text,'未知类型'::text), ('refund_step'::text,'asked'::text,'asked for'::text,'申请中'::text), ('refund_step'::text,'recorded'::text,'recorded, in no statement'::text,'已登记'::text), ('refund_step'::text,'booked'::text,'paid and booked'::text,'已入账'::text), ('refund_step'::text,'in_parts'::text,'paid in parts'::text,'分笔支付'::text), ('refund_step'::text,'before_settlement'::text,'before settlement: the receipt came without it'::text,'结算前退款'::text), ('refund_step'::text,'returned'::text,'came back'::text,'已退回'::text), ('cash'::text,'over'::text,'the channel has more'::text,'长款'::text), ('cash'::text,'short'::text,'the channel has less'::text,'短款'::text)) "*VALUES*";

-- late_effect late_effect_account_id_item_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.late_effect
    ADD CONSTRAINT late_effect_account_id_item_id_fkey FOREIGN KEY (account_id, item_id) REFERENCES ledger.item(account_id, item_id);

-- late_effect late_effect_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.late_effect
    ADD CONSTRAINT late_effect_pkey PRIMARY KEY (account_id, closed_day, item_id);

-- late_effect; Type: TABLE; Schema: ledger
CREATE TABLE ledger.late_effect (
    account_id integer NOT NULL,
    item_id bigint NOT NULL,
    closed_day date NOT NULL,
    status text,
    difference_fen ledger.fen,
    shown_on date NOT NULL,
    run_id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT late_effect_check CHECK ((shown_on > closed_day)),
    CONSTRAINT late_effect_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'open'::text, 'acknowledged'::text, 'resolved'::text])))
);

-- late_effect_item; Type: INDEX; Schema: ledger
CREATE INDEX late_effect_item ON ledger.late_effect USING btree (account_id, item_id);

-- late_effects; Type: VIEW; Schema: recon
CREATE VIEW recon.late_effects AS
 SELECT e.shown_on,
    e.closed_day,
    a.channel,
    a.account,
    e.item_id AS discrepancy_id,
    (i.code)::text AS code,
        CASE
            WHEN (i.code <> 'balance_break'::ledger.outcome) THEN (i.entry_type)::text
            ELSE NULL::text
        END AS entry_type,
    i.payment_no,
    NULLIF(i.refund_no, ''::text) AS refund_no,
    e.status AS closed_status,
    i.status,
    (recon.yuan((e.difference_fen)::numeric))::numeric(18,2) AS closed_difference,
    (recon.yuan((i.difference_fen)::numeric))::numeric(18,2) AS difference,
    e.run_id,
    e.at,
    i.kind,
    NULLIF(i.pot, ''::text) AS pot,
    c.label_en AS code_en,
    c.label_zh AS code_zh,
    s.label_en AS status_en,
    s.label_zh AS status_zh
   FROM ((((ledger.late_effect e
     JOIN ledger.item i USING (account_id, item_id))
     JOIN ledger.account a USING (account_id))
     LEFT JOIN recon.codes c ON ((c.code = (i.code)::text)))
     LEFT JOIN recon.labels s ON (((s.word_of = 'status'::text) AND (s.word = i.status))))
  ORDER BY e.shown_on DESC, e.closed_day, a.channel, a.account, e.item_id;

-- lease lease_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.lease
    ADD CONSTRAINT lease_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- lease lease_is_told; Type: TRIGGER; Schema: ledger
CREATE TRIGGER lease_is_told AFTER DELETE ON ledger.lease FOR EACH ROW EXECUTE FUNCTION ledger.tell_of_lease();

-- lease lease_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (account_id);

-- lease lease_process_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.lease
    ADD CONSTRAINT lease_process_id_fkey FOREIGN KEY (process_id) REFERENCES ledger.process(process_id) ON DELETE CASCADE;

-- lease; Type: TABLE; Schema: ledger
CREATE TABLE ledger.lease (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    process_id integer NOT NULL,
    held_until timestamp with time zone NOT NULL,
    backend integer NOT NULL,
    progress text DEFAULT ''::text NOT NULL
);

-- ledger; Type: SCHEMA; Schema: -
CREATE SCHEMA ledger;

-- lock_attempts(integer, date, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.lock_attempts(account integer, day date, kind text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$ SELECT pg_advisory_xact_lock(ledger.attempts_key($1, $2, $3)) $_$;

-- lock_name; Type: TYPE; Schema: ledger
CREATE TYPE ledger.lock_name AS ENUM (
    'settlement',
    'process',
    'alarm'
);

-- lock_number(ledger.lock_name); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.lock_number(name ledger.lock_name) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE name WHEN 'settlement'::ledger.lock_name THEN ('0111001001100101011000110110111101101110000000000000000000000000'::"bit")::bigint WHEN 'process'::ledger.lock_name THEN ('01110010011001010110001101101111'::"bit")::bigint WHEN 'alarm'::ledger.lock_name THEN ('01110010011001010110001101100001'::"bit")::bigint ELSE NULL::bigint END;

-- look_over_sellers(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.look_over_sellers() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    grown regclass;
BEGIN
    PERFORM brin_summarize_new_values('ledger.seller_bundle_place');
    FOR grown IN
        SELECT c.oid FROM pg_class c
        WHERE c.oid IN ('ledger.seller_bundle'::regclass, 'ledger.seller_kind'::regclass, 'ledger.seller_row_left_out'::regclass,
                        'ledger.shop_order'::regclass)
          AND (c.reltuples < 0 OR pg_relation_size(c.oid) > 1.2 * c.relpages * current_setting('block_size')::integer)
    LOOP
        EXECUTE format('ANALYZE %s', grown);
    END LOOP;
END $$;

-- may_read_shop(text, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.may_read_shop(payment_relation text, refund_relation text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    -- With a role of its own it holds nothing. Without, in a trial, all that is run belongs to the ledger's owner as well,
    -- or to a superuser: then there is nobody to keep apart.
    SELECT CASE WHEN NOT pg_has_role(p.proowner, current_user, 'MEMBER') THEN true ELSE NOT EXISTS (
        WITH RECURSIVE reached (classid, objid) AS (
            SELECT 'pg_class'::regclass::oid, r.relation::regclass::oid FROM unnest(ARRAY[$1, $2]) AS r(relation)
            UNION
            SELECT d.refclassid, d.refobjid FROM reached r
            LEFT JOIN pg_rewrite w ON r.classid = 'pg_class'::regclass AND w.ev_class = r.objid
            JOIN pg_depend d ON (d.classid, d.objid) = (r.classid, r.objid)
                OR (d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid))
        SELECT FROM reached r JOIN pg_shdepend s USING (classid, objid) JOIN pg_roles o ON o.oid = s.refobjid
        WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND NOT o.rolsuper AND o.rolname <> current_user
          AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())) END
    FROM pg_proc p WHERE p.proname = 'shop_rows' AND p.pronamespace = 'ledger'::regnamespace $_$;

-- metrics; Type: VIEW; Schema: recon
CREATE VIEW recon.metrics AS
 WITH kind AS (
         SELECT a.account_id,
            a.channel,
            a.account,
            k.kind,
            (((now() AT TIME ZONE 'Asia/Shanghai'::text))::date - 1) AS yesterday,
            GREATEST(a.start_date, ( SELECT (max(period.closed_through) + 1)
                   FROM ledger.period)) AS first_day
           FROM (ledger.account a
             CROSS JOIN LATERAL unnest(a.kinds) k(kind))
          WHERE a.is_served
        ), last_run AS (
         SELECT k.account_id,
            k.channel,
            k.account,
            k.kind,
            k.yesterday,
            k.first_day,
            EXTRACT(epoch FROM (r.finished_at - r.started_at)) AS seconds,
            COALESCE(r.entries, (0)::bigint) AS lines
           FROM (kind k
             CROSS JOIN LATERAL ( SELECT r_1.account_id,
                    r_1.run_id,
                    r_1.bill_date,
                    r_1.kind,
                    r_1.attempt,
                    r_1.origin,
                    r_1.requested_by,
                    r_1.state,
                    r_1.verdict,
                    r_1.reason_code,
                    r_1.reason,
                    r_1.expected,
                    r_1.found,
                    r_1.place,
                    r_1.hint,
                    r_1.because_code,
                    r_1.because,
                    r_1.bill_id,
                    r_1.entries,
                    r_1.matched,
                    r_1.cross_day,
                    r_1.pending,
                    r_1.discrepancies,
                    r_1.requested_at,
                    r_1.started_at,
                    r_1.finished_at,
                    r_1.source,
                    r_1.lift_share_limit_reason,
                    r_1.tries,
                    r_1.next_try_at,
                    r_1.begun_by,
                    r_1.crashes
                   FROM ledger.run r_1
                  WHERE ((r_1.account_id = k.account_id) AND (r_1.kind = k.kind) AND (r_1.state = 'done'::text) AND (r_1.bill_date = ( SELECT max(d.bill_date) AS max
                           FROM ledger.day d
                          WHERE ((d.account_id = k.account_id) AND (d.kind = k.kind) AND d.concluded))))
                  ORDER BY r_1.run_id DESC
                 LIMIT 1) r)
        ), item AS (
         SELECT a.channel,
            a.account,
            i.kind,
            (i.code)::text AS code,
            count(*) AS items,
            sum(abs((i.difference_fen)::numeric)) AS fen
           FROM (ledger.item i
             JOIN ledger.account a USING (account_id))
          WHERE (i.status = ANY (ARRAY['open'::text, 'acknowledged'::text]))
          GROUP BY a.channel, a.account, i.kind, (i.code)::text
        )
 SELECT m.metric,
    m.channel,
    m.account,
    m.kind,
    m.label,
    m.word,
    m.value,
    n.meaning
   FROM (( SELECT 'daemons'::text AS metric,
            NULL::text AS channel,
            NULL::text AS account,
            NULL::text AS kind,
            NULL::text AS label,
            NULL::text AS word,
            (count(*))::numeric AS value
           FROM recon.daemons
        UNION ALL
         SELECT 'days_behind'::text,
            k.channel,
            k.account,
            k.kind,
            NULL::text,
            NULL::text,
            (GREATEST(0, ((k.yesterday - k.first_day) + 1)) - ( SELECT count(*) AS count
                   FROM ledger.day d
                  WHERE ((d.account_id = k.account_id) AND (d.kind = k.kind) AND d.concluded AND ((d.bill_date >= k.first_day) AND (d.bill_date <= k.yesterday)))))
           FROM kind k
        UNION ALL
         SELECT 'last_verdict'::text,
            k.channel,
            k.account,
            k.kind,
            'verdict'::text,
            v.verdict,
            1
           FROM (kind k
             JOIN ledger.day_verdict v ON (((v.account_id = k.account_id) AND (v.kind = k.kind) AND (v.bill_date = ( SELECT max(d.bill_date) AS max
                   FROM ledger.day d
                  WHERE ((d.account_id = k.account_id) AND (d.kind = k.kind) AND (d.run_id IS NOT NULL)))))))
        UNION ALL
         SELECT 'last_run_seconds'::text,
            last_run.channel,
            last_run.account,
            last_run.kind,
            NULL::text,
            NULL::text,
            last_run.seconds
           FROM last_run
        UNION ALL
         SELECT 'last_run_lines'::text,
            last_run.channel,
            last_run.account,
            last_run.kind,
            NULL::text,
            NULL::text,
            last_run.lines
           FROM last_run
        UNION ALL
         SELECT 'open_items'::text,
            item.channel,
            item.account,
            item.kind,
            'code'::text,
            item.code,
            item.items
           FROM item
        UNION ALL
         SELECT 'open_amount_yuan'::text,
            item.channel,
            item.account,
            item.kind,
            'code'::text,
            item.code,
            recon.yuan(item.fen) AS yuan
           FROM item
        UNION ALL
         SELECT 'runs'::text,
            NULL::text,
            NULL::text,
            NULL::text,
            'state'::text,
            s.state,
            ( SELECT count(*) AS count
                   FROM ledger.run r
                  WHERE ((r.state = s.state) AND (r.state = ANY (ARRAY['queued'::text, 'fetching'::text, 'matching'::text])))) AS count
           FROM ( VALUES ('queued'::text), ('fetching'::text), ('matching'::text)) s(state)
        UNION ALL
         SELECT 'alarms'::text,
            a.channel,
            a.account,
            NULL::text,
            'code'::text,
            m_1.reason_code,
            count(*) AS count
           FROM (ledger.alarm m_1
             LEFT JOIN ledger.account a USING (account_id))
          WHERE (m_1.ended_at IS NULL)
          GROUP BY a.channel, a.account, m_1.reason_code
        UNION ALL
         SELECT 'key_days_left'::text,
            account.channel,
            account.account,
            NULL::text,
            NULL::text,
            NULL::text,
            round((EXTRACT(epoch FROM (account.key_expires_at - now())) / (86400)::numeric), 2) AS round
           FROM ledger.account
          WHERE (account.is_served AND (account.key_expires_at IS NOT NULL))) m
     JOIN ( VALUES ('daemons'::text,'Services at work on the database'::text), ('days_behind'::text,'Days that are over and not concluded; one is usual until the morning''s bill is there'::text), ('last_verdict'::text,'The verdict of the newest day that has one'::text), ('last_run_seconds'::text,'How long the last run of the newest concluded day took'::text), ('last_run_lines'::text,'Entries of the bill in that run'::text), ('open_items'::text,'Discrepancies that nobody has resolved'::text), ('open_amount_yuan'::text,'The sum of their differences, each without its sign'::text), ('runs'::text,'Runs that wait or are under way'::text), ('alarms'::text,'Alarms that stand'::text), ('key_days_left'::text,'Days until the first of the account''s keys and certificates expires'::text)) n(metric, meaning) USING (metric));

-- mix; Type: VIEW; Schema: ledger
CREATE VIEW ledger.mix AS
 SELECT d.bill_date,
    a.channel,
    sum(p.rows) AS payments,
    sum((p.amount_fen)::bigint) AS payment_fen,
    sum(f.rows) AS refunds,
    sum((f.amount_fen)::bigint) AS refund_fen,
    (sum(p.fees_e5) + sum(f.fees_e5)) AS fees_e5,
    count(*) AS account_days
   FROM (((ledger.day d
     JOIN ledger.account a USING (account_id))
     JOIN ledger.run_total p ON (((p.account_id = d.account_id) AND (p.run_id = d.run_id) AND (p.entry_type = 'payment'::ledger.entry_type))))
     JOIN ledger.run_total f ON (((f.account_id = d.account_id) AND (f.run_id = d.run_id) AND (f.entry_type = 'refund'::ledger.entry_type))))
  WHERE ((d.kind = 'trade'::text) AND d.concluded)
  GROUP BY d.bill_date, a.channel;

-- mix_of_span; Type: VIEW; Schema: ledger
CREATE VIEW ledger.mix_of_span AS
 SELECT m.span,
    m.first_day,
    m.channel,
    (LEAST(GREATEST(m.payments, ('-9223372036854775808'::bigint)::numeric), ('9223372036854775807'::bigint)::numeric))::bigint AS payments,
    round((m.payments / NULLIF(sum(m.payments) OVER whole, (0)::numeric)), 6) AS payment_share,
    (recon.yuan(m.payment_fen))::numeric(18,2) AS payment_amount,
    round((m.payment_fen / NULLIF(sum(m.payment_fen) OVER whole, (0)::numeric)), 6) AS amount_share,
    (LEAST(GREATEST(m.refunds, ('-9223372036854775808'::bigint)::numeric), ('9223372036854775807'::bigint)::numeric))::bigint AS refunds,
    round((m.refunds / NULLIF(m.payments, (0)::numeric)), 6) AS refund_rate,
    (recon.yuan(m.refund_fen))::numeric(18,2) AS refund_amount,
    round((m.refund_fen / NULLIF(m.payment_fen, (0)::numeric)), 6) AS refund_amount_rate,
    (recon.yuan_of_e5(m.fees_e5))::numeric(20,5) AS fees,
    round(((m.fees_e5 / 1000.0) / NULLIF((m.payment_fen - m.refund_fen), (0)::numeric)), 6) AS fee_rate,
    m.account_days
   FROM ( SELECT 'day'::text AS span,
            mix.bill_date AS first_day,
            mix.channel,
            mix.payments,
            mix.payment_fen,
            mix.refunds,
            mix.refund_fen,
            mix.fees_e5,
            mix.account_days
           FROM ledger.mix
        UNION ALL
         SELECT s.span,
            (date_trunc(s.span, (mix.bill_date)::timestamp without time zone))::date AS date_trunc,
            mix.channel,
            sum(mix.payments) AS sum,
            sum(mix.payment_fen) AS sum,
            sum(mix.refunds) AS sum,
            sum(mix.refund_fen) AS sum,
            sum(mix.fees_e5) AS sum,
            (sum(mix.account_days))::bigint AS sum
           FROM (ledger.mix
             CROSS JOIN ( VALUES ('week'::text), ('month'::text)) s(span))
          GROUP BY s.span, ((date_trunc(s.span, (mix.bill_date)::timestamp without time zone))::date), mix.channel) m
  WINDOW whole AS (PARTITION BY m.span, m.first_day);

-- money_lines; Type: VIEW; Schema: recon
CREATE VIEW recon.money_lines AS
 SELECT "*VALUES*".column1 AS statement,
    "*VALUES*".column2 AS line,
    "*VALUES*".column3 AS label_en,
    "*VALUES*".column4 AS label_zh
   FROM (VALUES ('pot'::text,'opening'::text,'opening balance'::text,'期初余额'::text), ('pot'::text,'payment'::text,'payments of this day'::text,'当日支付入账'::text), ('pot'::text,'payment_other_day'::text,'payments of other days'::text,'他日支付入账'::text), ('pot'::text,'fee'::text,'fees of this day'::text,'当日手续费'::text), ('pot'::text,'fee_other_day'::text,'fees of other days'::text,'他日手续费'::text), ('pot'::text,'fee_return'::text,'fees given back'::text,'手续费退回'::text), ('pot'::text,'refund'::text,'refunds of this day'::text,'当日退款'::text), ('pot'::text,'refund_other_day'::text,'refunds of other days'::text,'他日退款'::text), ('pot'::text,'refund_returned'::text,'refunds that came back'::text,'退款退回'::text), ('pot'::text,'withdrawal'::text,'withdrawals'::text,'提现'::text), ('pot'::text,'withdrawal_returned'::text,'withdrawals that came back'::text,'提现退回'::text), ('pot'::text,'top_up'::text,'top-ups'::text,'充值'::text), ('pot'::text,'transfer'::text,'transfers'::text,'转账'::text), ('pot'::text,'sharing'::text,'shares'::text,'分账'::text), ('pot'::text,'voucher'::text,'vouchers'::text,'代金券'::text), ('pot'::text,'deposit'::text,'deposit'::text,'保证金'::text), ('pot'::text,'platform'::text,'platform deductions'::text,'平台扣款'::text), ('pot'::text,'own_funds'::text,'own funds moved'::text,'自有资金调拨'::text), ('pot'::text,'other'::text,'others, of unknown words'::text,'其他'::text), ('pot'::text,'closing'::text,'closing balance'::text,'期末余额'::text), ('pot'::text,'residual'::text,'residual'::text,'差额'::text), ('bridge'::text,'expected'::text,'expected by the trade bill'::text,'应入账'::text), ('bridge'::text,'waiting'::text,'waiting to be booked'::text,'待入账'::text), ('bridge'::text,'not_booked'::text,'not booked'::text,'未入账'::text), ('bridge'::text,'booked_other_day'::text,'booked on another day'::text,'他日入账'::text), ('bridge'::text,'from_other_day'::text,'booked here for another day'::text,'入账他日交易'::text), ('bridge'::text,'booked_only'::text,'booked without an entry'::text,'账单无此入账'::text), ('bridge'::text,'booked_twice'::text,'booked twice'::text,'重复入账'::text), ('bridge'::text,'booked_amount_mismatch'::text,'booked with another amount'::text,'入账金额不符'::text), ('bridge'::text,'booked_fee_mismatch'::text,'booked with another fee'::text,'入账手续费不符'::text), ('bridge'::text,'refund_returned'::text,'refunds that came back'::text,'退款退回'::text), ('bridge'::text,'waiting_for_trade'::text,'their trade bill is not there yet'::text,'待交易账单'::text), ('bridge'::text,'booked'::text,'booked'::text,'实际入账'::text), ('bridge'::text,'residual'::text,'residual'::text,'差额'::text)) "*VALUES*";

-- month_money; Type: VIEW; Schema: recon
CREATE VIEW recon.month_money AS
 WITH unresolved AS MATERIALIZED (
         SELECT seller_row_unresolved.shop_id,
            seller_row_unresolved.statement_id,
            seller_row_unresolved.line_no,
            seller_row_unresolved.month,
            seller_row_unresolved.pot,
            seller_row_unresolved.amount_fen
           FROM ledger.seller_row_unresolved
        )
 SELECT h.shop,
    m.month,
    m.pot,
    m.class,
    m.counted,
    m.rows,
    (recon.yuan(m.amount_fen))::numeric(18,2) AS amount,
    c.text AS code_text
   FROM ((( SELECT seller_sum.shop_id,
            seller_sum.month,
            seller_sum.pot,
            seller_sum.class,
            (seller_sum.left_out IS NULL) AS counted,
            (sum(seller_sum.rows))::bigint AS rows,
            sum(seller_sum.amount_fen) AS amount_fen
           FROM ledger.seller_sum
          WHERE (seller_sum.class <> 'unresolved'::text)
          GROUP BY seller_sum.shop_id, seller_sum.month, seller_sum.pot, seller_sum.class, (seller_sum.left_out IS NULL)
        UNION ALL
         SELECT r.shop_id,
            r.month,
            r.pot,
                CASE
                    WHEN (p.shop_id IS NULL) THEN 'unresolved'::text
                    ELSE 'suggested'::text
                END AS "case",
            true,
            count(*) AS count,
            sum(r.amount_fen) AS sum
           FROM (unresolved r
             LEFT JOIN ( SELECT seller_pair.shop_id,
                    unnest(ARRAY[seller_pair.plus_item, seller_pair.minus_item]) AS item
                   FROM ledger.seller_pair
                  WHERE ((seller_pair.decision IS DISTINCT FROM 'refused'::text) AND (EXISTS ( SELECT
                           FROM unresolved)))) p ON (((p.shop_id = r.shop_id) AND (p.item = format('row %s:%s'::text, r.statement_id, r.line_no)))))
          GROUP BY r.shop_id, r.month, r.pot,
                CASE
                    WHEN (p.shop_id IS NULL) THEN 'unresolved'::text
                    ELSE 'suggested'::text
                END) m
     JOIN ledger.shop h USING (shop_id))
     LEFT JOIN ledger.business_code c ON (((m.class ~~ 'fee:%'::text) AND (c.code = substr(m.class, 5)))))
  ORDER BY h.shop, m.month DESC, m.pot, m.counted DESC,
        CASE
            WHEN (m.class = 'unresolved'::text) THEN 0
            WHEN (m.class = 'suggested'::text) THEN 1
            WHEN (m.class = 'order'::text) THEN 2
            WHEN (m.class = 'other_period'::text) THEN 3
            WHEN (m.class = 'own_funds'::text) THEN 4
            ELSE 5
        END, m.class;

-- monthly_fees; Type: VIEW; Schema: recon
CREATE VIEW recon.monthly_fees AS
 SELECT t.month,
    a.channel,
    a.account,
    round(((a.contracted_rate_e7)::numeric / 10000000.0), 7) AS contracted_rate,
    round(((t.fees_e5 / 1000.0) / NULLIF(t.settled_fen, (0)::numeric)), 6) AS charged_rate,
    (recon.yuan(t.settled_fen))::numeric(18,2) AS settled_amount,
    recon.short(recon.yuan_of_e5(t.fees_e5)) AS charged_fees,
        CASE
            WHEN (a.contracted_rate_e7 IS NOT NULL) THEN recon.short(recon.yuan_of_e5((t.fees_e5 - (COALESCE(m.difference_fen, (0)::numeric) * (1000)::numeric))))
            ELSE NULL::numeric
        END AS contracted_fees,
    (
        CASE
            WHEN (a.contracted_rate_e7 IS NOT NULL) THEN recon.yuan(COALESCE(m.difference_fen, (0)::numeric))
            ELSE NULL::numeric
        END)::numeric(18,2) AS difference,
    COALESCE(m.items, (0)::bigint) AS fee_mismatches,
    recon.short(recon.yuan_of_e5((- t.returned_e5))) AS returned_fees
   FROM ((( SELECT d.account_id,
            (date_trunc('month'::text, (d.bill_date)::timestamp without time zone))::date AS month,
            sum((r.settled_fen)::bigint) FILTER (WHERE (r.entry_type = 'payment'::ledger.entry_type)) AS settled_fen,
            sum(r.fees_e5) FILTER (WHERE (r.entry_type = 'payment'::ledger.entry_type)) AS fees_e5,
            sum(r.fees_e5) FILTER (WHERE (r.entry_type = 'refund'::ledger.entry_type)) AS returned_e5
           FROM (ledger.day d
             JOIN ledger.run_total r ON (((r.account_id = d.account_id) AND (r.run_id = d.run_id))))
          WHERE ((d.kind = 'trade'::text) AND d.concluded)
          GROUP BY d.account_id, ((date_trunc('month'::text, (d.bill_date)::timestamp without time zone))::date)) t
     JOIN ledger.account a USING (account_id))
     LEFT JOIN ( SELECT item.account_id,
            (date_trunc('month'::text, (item.bill_date)::timestamp without time zone))::date AS month,
            count(*) AS items,
            sum((item.difference_fen)::bigint) AS difference_fen
           FROM ledger.item
          WHERE ((item.code = 'fee_mismatch'::ledger.outcome) AND item.found)
          GROUP BY item.account_id, ((date_trunc('month'::text, (item.bill_date)::timestamp without time zone))::date)) m USING (account_id, month))
  ORDER BY t.month DESC, a.channel, a.account;

-- monthly_funds_statement; Type: VIEW; Schema: recon
CREATE VIEW recon.monthly_funds_statement AS
 WITH line AS (
         SELECT days.month,
            days.channel,
            days.account,
            days.pot,
            days.line_no,
            days.line,
            days.label_en,
            days.label_zh,
            count(*) AS days,
            sum(days.movements) AS movements,
            sum(days.amount) FILTER (WHERE
                CASE days.line
                    WHEN 'opening'::text THEN (days.bill_date = days.first_day)
                    WHEN 'closing'::text THEN (days.bill_date = days.last_day)
                    ELSE true
                END) AS amount
           FROM ( SELECT s.bill_date,
                    s.channel,
                    s.account,
                    s.pot,
                    s.line_no,
                    s.line,
                    s.movements,
                    s.amount,
                    s.label_en,
                    s.label_zh,
                    s.month,
                    min(s.bill_date) OVER pot_month AS first_day,
                    max(s.bill_date) OVER pot_month AS last_day
                   FROM ( SELECT funds_statement.bill_date,
                            funds_statement.channel,
                            funds_statement.account,
                            funds_statement.pot,
                            funds_statement.line_no,
                            funds_statement.line,
                            funds_statement.movements,
                            funds_statement.amount,
                            funds_statement.label_en,
                            funds_statement.label_zh,
                            (date_trunc('month'::text, (funds_statement.bill_date)::timestamp without time zone))::date AS month
                           FROM recon.funds_statement) s
                  WINDOW pot_month AS (PARTITION BY s.month, s.channel, s.account, s.pot)) days
          GROUP BY days.month, days.channel, days.account, days.pot, days.line_no, days.line, days.label_en, days.label_zh
        )
 SELECT line.month,
    line.channel,
    line.account,
    line.pot,
    line.line_no,
    line.line,
    line.label_en,
    line.label_zh,
    line.days,
    (LEAST(line.movements, ('9223372036854775807'::bigint)::numeric))::bigint AS movements,
    (recon.yuan(((100)::numeric *
        CASE line.line
            WHEN 'residual'::text THEN (sum(
            CASE
                WHEN (line.line = ANY (ARRAY['closing'::text, 'residual'::text])) THEN (0)::numeric
                ELSE line.amount
            END) OVER pot_month - sum(line.amount) FILTER (WHERE (line.line = 'closing'::text)) OVER pot_month)
            ELSE line.amount
        END)))::numeric(18,2) AS amount
   FROM line
  WINDOW pot_month AS (PARTITION BY line.month, line.channel, line.account, line.pot)
  ORDER BY line.month DESC, line.channel, line.account, line.pot, line.line_no;

-- monthly_statement; Type: VIEW; Schema: recon
CREATE VIEW recon.monthly_statement AS
 SELECT (date_trunc('month'::text, (statement.bill_date)::timestamp without time zone))::date AS month,
    statement.channel,
    statement.account,
    statement.entry_type,
    statement.line_no,
    statement.line,
    statement.label_en,
    statement.label_zh,
    count(*) AS days,
    (LEAST(GREATEST(sum(statement.entries), ('-9223372036854775808'::bigint)::numeric), ('9223372036854775807'::bigint)::numeric))::bigint AS entries,
    (recon.yuan((sum(statement.amount) * (100)::numeric)))::numeric(18,2) AS amount
   FROM recon.statement
  GROUP BY ((date_trunc('month'::text, (statement.bill_date)::timestamp without time zone))::date), statement.channel, statement.account, statement.entry_type, statement.line_no, statement.line, statement.label_en, statement.label_zh
  ORDER BY ((date_trunc('month'::text, (statement.bill_date)::timestamp without time zone))::date) DESC, statement.channel, statement.account, statement.entry_type, statement.line_no;

-- monthly_summary; Type: VIEW; Schema: recon
CREATE VIEW recon.monthly_summary AS
 SELECT s.month,
    s.channel,
    s.account,
    s.concluded_days,
    s.balanced_days,
    COALESCE(n.days, (0)::bigint) AS missing_days,
    s.payments,
    s.payment_amount,
    s.refunds,
    s.refund_amount,
    s.fees,
    s.received_amount,
    s.booked_amount,
    s.open_discrepancies,
    s.pending,
    s.closed
   FROM (( SELECT (date_trunc('month'::text, (daily_summary.bill_date)::timestamp without time zone))::date AS month,
            daily_summary.channel,
            daily_summary.account,
            count(*) FILTER (WHERE (daily_summary.verdict <> 'incomplete'::text)) AS concluded_days,
            count(*) FILTER (WHERE (daily_summary.verdict = 'balanced'::text)) AS balanced_days,
            (LEAST(GREATEST(sum(daily_summary.payments), ('-9223372036854775808'::bigint)::numeric), ('9223372036854775807'::bigint)::numeric))::bigint AS payments,
            (recon.yuan((sum(daily_summary.payment_amount) * (100)::numeric)))::numeric(18,2) AS payment_amount,
            (LEAST(GREATEST(sum(daily_summary.refunds), ('-9223372036854775808'::bigint)::numeric), ('9223372036854775807'::bigint)::numeric))::bigint AS refunds,
            (recon.yuan((sum(daily_summary.refund_amount) * (100)::numeric)))::numeric(18,2) AS refund_amount,
            recon.short(sum(daily_summary.fees)) AS fees,
            recon.short(sum(daily_summary.received_amount)) AS received_amount,
            (recon.yuan((sum(daily_summary.booked_amount) * (100)::numeric)))::numeric(18,2) AS booked_amount,
            (sum(daily_summary.open_discrepancies))::bigint AS open_discrepancies,
            (sum(daily_summary.pending))::bigint AS pending,
            bool_and(daily_summary.closed) AS closed
           FROM recon.daily_summary
          GROUP BY ((date_trunc('month'::text, (daily_summary.bill_date)::timestamp without time zone))::date), daily_summary.channel, daily_summary.account) s
     LEFT JOIN ( SELECT (date_trunc('month'::text, (days_not_green.bill_date)::timestamp without time zone))::date AS month,
            days_not_green.channel,
            days_not_green.account,
            count(*) AS days
           FROM recon.days_not_green
          WHERE ((days_not_green.kind = 'trade'::text) AND (days_not_green.verdict = ANY (ARRAY['incomplete'::text, 'failed'::text, 'not run'::text])))
          GROUP BY ((date_trunc('month'::text, (days_not_green.bill_date)::timestamp without time zone))::date), days_not_green.channel, days_not_green.account) n USING (month, channel, account))
  ORDER BY s.month DESC, s.channel, s.account;

-- movement movement_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.movement
    ADD CONSTRAINT movement_pkey PRIMARY KEY (account_id, bill_date, file_no, line_no);

-- movement; Type: TABLE; Schema: ledger
CREATE TABLE ledger.movement (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    file_no smallint NOT NULL,
    line_no integer NOT NULL,
    movement_class text NOT NULL,
    business_no text NOT NULL,
    voucher_no text NOT NULL,
    flow_no text NOT NULL,
    amount_fen ledger.fen NOT NULL,
    balance_fen ledger.fen,
    booked_at timestamp with time zone NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    code text NOT NULL,
    outcome text NOT NULL,
    entry_date date,
    entry_file_no smallint,
    entry_line_no integer,
    CONSTRAINT movement_line_no_check CHECK ((line_no >= 1)),
    CONSTRAINT movement_outcome_check CHECK ((outcome = ANY (ARRAY['booked'::text, 'booked_twice'::text, 'booked_only'::text, 'waiting_for_trade'::text, 'unlinked'::text])))
);

-- movement_block movement_block_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.movement_block
    ADD CONSTRAINT movement_block_pkey PRIMARY KEY (account_id, bill_date, file_no, first_line);

-- movement_block; Type: TABLE; Schema: ledger
CREATE TABLE ledger.movement_block (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    file_no smallint NOT NULL,
    first_line integer NOT NULL,
    last_line integer NOT NULL,
    entry_date date,
    movements integer NOT NULL,
    kinds text[] NOT NULL,
    counts integer[] NOT NULL,
    sums_fen bigint[] NOT NULL,
    taken_out integer[],
    tags bytea NOT NULL,
    lines text NOT NULL,
    packed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    block_no integer,
    CONSTRAINT lines_are_in_order CHECK ((first_line <= last_line)),
    CONSTRAINT movement_block_check CHECK ((cardinality(counts) = cardinality(kinds))),
    CONSTRAINT movement_block_check1 CHECK ((cardinality(sums_fen) = cardinality(kinds))),
    CONSTRAINT movement_block_first_line_check CHECK ((first_line >= 1)),
    CONSTRAINT movement_block_movements_check CHECK ((movements >= 0))
);
ALTER TABLE ONLY ledger.movement_block ALTER COLUMN tags SET STATISTICS 0;
ALTER TABLE ONLY ledger.movement_block ALTER COLUMN tags SET STORAGE PLAIN;
ALTER TABLE ONLY ledger.movement_block ALTER COLUMN lines SET STATISTICS 0;
ALTER TABLE ONLY ledger.movement_block ALTER COLUMN lines SET COMPRESSION lz4;

-- movement_block_day; Type: INDEX; Schema: ledger
CREATE INDEX movement_block_day ON ledger.movement_block USING btree (bill_date);

-- movement_block_no; Type: INDEX; Schema: ledger
CREATE UNIQUE INDEX movement_block_no ON ledger.movement_block USING btree (block_no, account_id);

-- movement_business; Type: INDEX; Schema: ledger
CREATE INDEX movement_business ON ledger.movement USING btree (account_id, business_no);

-- movement_day; Type: INDEX; Schema: ledger
CREATE INDEX movement_day ON ledger.movement USING btree (bill_date);

-- movement_flow; Type: INDEX; Schema: ledger
CREATE INDEX movement_flow ON ledger.movement USING btree (flow_no) WHERE (flow_no <> ''::text);

-- movement_of_day; Type: INDEX; Schema: ledger
CREATE INDEX movement_of_day ON ledger.movement USING btree (account_id, entry_date) WHERE (entry_date IS NOT NULL);

-- movement_open; Type: INDEX; Schema: ledger
CREATE INDEX movement_open ON ledger.movement USING btree (account_id) WHERE (outcome = ANY (ARRAY['booked_only'::text, 'waiting_for_trade'::text]));

-- movement_voucher; Type: INDEX; Schema: ledger
CREATE INDEX movement_voucher ON ledger.movement USING btree (account_id, voucher_no) WHERE (voucher_no <> ''::text);

-- movements; Type: VIEW; Schema: recon
CREATE VIEW recon.movements AS
 SELECT s.bill_date,
    s.channel,
    s.account,
    s.pot,
    s.line_no,
    s.movement_class,
    s.amount,
    s.balance,
    s.booked_at,
    s.name,
    s.type,
    s.code,
    s.business_no,
    s.voucher_no,
    s.flow_no,
    s.outcome,
    s.entry_date,
    s.entry_line_no,
    s.entry_file_no,
    s.file_no,
    c.label_en AS class_en,
    c.label_zh AS class_zh,
    o.label_en AS outcome_en,
    o.label_zh AS outcome_zh
   FROM (((((ledger.packed_movement p
     JOIN ledger.account a USING (account_id))
     JOIN ledger.pot_day d ON (((d.account_id = p.account_id) AND (d.bill_date = p.bill_date) AND (d.file_no = p.file_no))))
     CROSS JOIN LATERAL ledger.show_movement(p.movement, a.*, d.pot) s(bill_date, channel, account, pot, line_no, movement_class, amount, balance, booked_at, name, type, code, business_no, voucher_no, flow_no, outcome, entry_date, entry_line_no, entry_file_no, file_no))
     LEFT JOIN recon.labels c ON (((c.word_of = 'movement_class'::text) AND (c.word = s.movement_class))))
     LEFT JOIN recon.labels o ON (((o.word_of = 'outcome'::text) AND (o.word = s.outcome))))
UNION ALL
 SELECT s.bill_date,
    s.channel,
    s.account,
    s.pot,
    s.line_no,
    s.movement_class,
    s.amount,
    s.balance,
    s.booked_at,
    s.name,
    s.type,
    s.code,
    s.business_no,
    s.voucher_no,
    s.flow_no,
    s.outcome,
    s.entry_date,
    s.entry_line_no,
    s.entry_file_no,
    s.file_no,
    c.label_en AS class_en,
    c.label_zh AS class_zh,
    o.label_en AS outcome_en,
    o.label_zh AS outcome_zh
   FROM (((((ledger.movement m
     JOIN ledger.account a USING (account_id))
     JOIN ledger.pot_day d ON (((d.account_id = m.account_id) AND (d.bill_date = m.bill_date) AND (d.file_no = m.file_no))))
     CROSS JOIN LATERAL ledger.show_movement(m.*, a.*, d.pot) s(bill_date, channel, account, pot, line_no, movement_class, amount, balance, booked_at, name, type, code, business_no, voucher_no, flow_no, outcome, entry_date, entry_line_no, entry_file_no, file_no))
     LEFT JOIN recon.labels c ON (((c.word_of = 'movement_class'::text) AND (c.word = s.movement_class))))
     LEFT JOIN recon.labels o ON (((o.word_of = 'outcome'::text) AND (o.word = s.outcome))));

-- movements_of(text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.movements_of(number text) RETURNS SETOF recon.movements
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT s.*, c.label_en, c.label_zh, o.label_en, o.label_zh FROM ledger.find_movements(ARRAY[$1]) m JOIN ledger.account a USING (account_id)
    JOIN ledger.pot_day d ON (d.account_id, d.bill_date, d.file_no) = (m.account_id, m.bill_date, m.file_no)
    CROSS JOIN LATERAL ledger.show_movement(m, a, d.pot) s
    LEFT JOIN recon.labels c ON c.word_of = 'movement_class' AND c.word = s.movement_class
    LEFT JOIN recon.labels o ON o.word_of = 'outcome' AND o.word = s.outcome
    ORDER BY s.booked_at, s.bill_date, s.pot, s.line_no $_$;

-- note(bigint, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.note(discrepancy_id bigint, note text) RETURNS TABLE(at timestamp with time zone, actor text, event text, said text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    item ledger.item;
BEGIN
    PERFORM ledger.require_decision('noted', NULL, $2);
    item := ledger.require_item($1);
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, difference_fen)
    VALUES (item.account_id, item.item_id, 'noted', session_user, $2, item.difference_fen);
    RETURN QUERY SELECT n.at, n.actor, n.event, n.note FROM recon.notes n WHERE n.discrepancy_id = $1;
END $_$;

-- notes; Type: VIEW; Schema: recon
CREATE VIEW recon.notes AS
 SELECT e.item_id AS discrepancy_id,
    e.at,
    e.actor,
    e.event,
    v.label_en AS event_en,
    v.label_zh AS event_zh,
    e.note
   FROM (ledger.item_event e
     LEFT JOIN recon.labels v ON (((v.word_of = 'event'::text) AND (v.word = e.event))))
  WHERE (e.note IS NOT NULL)
  ORDER BY e.item_id, e.event_id;

-- number_bucket number_bucket_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.number_bucket
    ADD CONSTRAINT number_bucket_pkey PRIMARY KEY (run_no, bucket);

-- number_bucket number_bucket_run_no_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.number_bucket
    ADD CONSTRAINT number_bucket_run_no_fkey FOREIGN KEY (run_no) REFERENCES ledger.number_run(run_no) ON DELETE CASCADE;

-- number_bucket; Type: TABLE; Schema: ledger
CREATE TABLE ledger.number_bucket (
    run_no integer NOT NULL,
    bucket integer NOT NULL,
    tags bytea NOT NULL,
    blocks bytea NOT NULL,
    CONSTRAINT number_bucket_bucket_check CHECK ((bucket >= 0))
);
ALTER TABLE ONLY ledger.number_bucket ALTER COLUMN tags SET STATISTICS 0;
ALTER TABLE ONLY ledger.number_bucket ALTER COLUMN tags SET STORAGE EXTERNAL;
ALTER TABLE ONLY ledger.number_bucket ALTER COLUMN blocks SET STATISTICS 0;
ALTER TABLE ONLY ledger.number_bucket ALTER COLUMN blocks SET STORAGE EXTERNAL;

-- number_run number_run_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.number_run
    ADD CONSTRAINT number_run_pkey PRIMARY KEY (run_no);

-- number_run; Type: TABLE; Schema: ledger
CREATE TABLE ledger.number_run (
    run_no integer NOT NULL,
    first_block integer NOT NULL,
    last_block integer NOT NULL,
    numbers bigint NOT NULL,
    bucket_bits smallint NOT NULL,
    block_bytes smallint NOT NULL,
    CONSTRAINT number_run_block_bytes_check CHECK (((block_bytes >= 1) AND (block_bytes <= 4))),
    CONSTRAINT number_run_bucket_bits_check CHECK (((bucket_bits >= 0) AND (bucket_bits <= 24))),
    CONSTRAINT number_run_numbers_check CHECK ((numbers >= 0))
);

-- number_run_run_no_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.number_run ALTER COLUMN run_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.number_run_run_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- one_alarm_for_each_cause; Type: INDEX; Schema: ledger
CREATE UNIQUE INDEX one_alarm_for_each_cause ON ledger.alarm USING btree (account_id, service, cause) NULLS NOT DISTINCT WHERE (ended_at IS NULL);

-- one_scheduled_run_of_a_day_waits; Type: INDEX; Schema: ledger
CREATE UNIQUE INDEX one_scheduled_run_of_a_day_waits ON ledger.run USING btree (account_id, bill_date, kind) WHERE ((state = 'queued'::text) AND (origin = ANY (ARRAY['schedule'::text, 'catch_up'::text, 'rematch'::text])));

-- open_items; Type: VIEW; Schema: recon
CREATE VIEW recon.open_items AS
 SELECT i.item_id AS discrepancy_id,
    i.status,
    (i.code)::text AS code,
    d.age,
    (abs(recon.yuan((i.difference_fen)::numeric)))::numeric(18,2) AS amount,
    (recon.yuan((i.difference_fen)::numeric))::numeric(18,2) AS difference,
    i.bill_date,
    a.channel,
    a.account,
    i.kind,
    NULLIF(i.pot, ''::text) AS pot,
        CASE
            WHEN (i.code <> 'balance_break'::ledger.outcome) THEN (i.entry_type)::text
            ELSE NULL::text
        END AS entry_type,
    NULLIF(i.payment_no, ''::text) AS payment_no,
    NULLIF(i.refund_no, ''::text) AS refund_no,
    i.order_nos,
    i.currency,
    i.assignee,
    i.due_on,
    COALESCE((i.due_on < d.today), false) AS overdue,
    n.notes,
    n.last_note,
    c.label_en AS code_en,
    c.label_zh AS code_zh,
    s.label_en AS status_en,
    s.label_zh AS status_zh
   FROM (((((ledger.item i
     JOIN ledger.account a USING (account_id))
     CROSS JOIN LATERAL ( SELECT ((now() AT TIME ZONE 'Asia/Shanghai'::text))::date AS today,
            COALESCE((((now() AT TIME ZONE 'Asia/Shanghai'::text))::date - i.bill_date), 0) AS age) d)
     LEFT JOIN LATERAL ( SELECT count(*) AS notes,
            (array_agg(e.note ORDER BY e.event_id DESC))[1] AS last_note
           FROM ledger.item_event e
          WHERE ((e.account_id = i.account_id) AND (e.item_id = i.item_id) AND (e.note IS NOT NULL))) n ON (true))
     LEFT JOIN recon.codes c ON ((c.code = (i.code)::text)))
     LEFT JOIN recon.labels s ON (((s.word_of = 'status'::text) AND (s.word = i.status))))
  WHERE (i.status = ANY (ARRAY['open'::text, 'acknowledged'::text]))
  ORDER BY d.age DESC, (abs((i.difference_fen)::numeric)) DESC, i.item_id;

-- open_key open_key_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.open_key
    ADD CONSTRAINT open_key_pkey PRIMARY KEY (note_no);

-- open_key; Type: TABLE; Schema: ledger
CREATE TABLE ledger.open_key (
    note_no bigint NOT NULL,
    tags bytea NOT NULL,
    numbers bytea NOT NULL
);
ALTER TABLE ONLY ledger.open_key ALTER COLUMN tags SET STATISTICS 0;
ALTER TABLE ONLY ledger.open_key ALTER COLUMN tags SET STORAGE EXTERNAL;
ALTER TABLE ONLY ledger.open_key ALTER COLUMN numbers SET STATISTICS 0;
ALTER TABLE ONLY ledger.open_key ALTER COLUMN numbers SET STORAGE EXTERNAL;

-- open_key_note_no_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.open_key ALTER COLUMN note_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.open_key_note_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- open_seller_item; Type: VIEW; Schema: ledger
CREATE VIEW ledger.open_seller_item AS
 SELECT b.shop_id,
        CASE
            WHEN (b.orders > 1) THEN ('payment '::text || b.payment_no)
            ELSE ('order '::text || b.order_no)
        END AS item,
    min(b.order_no) AS order_no,
    min(b.difference_fen) AS amount_fen,
    max(b.last_at) AS at,
    min(b.reason) AS reason
   FROM ledger.order_balance b
  WHERE (b.reason IS NOT NULL)
  GROUP BY b.shop_id,
        CASE
            WHEN (b.orders > 1) THEN ('payment '::text || b.payment_no)
            ELSE ('order '::text || b.order_no)
        END
UNION ALL
 SELECT r.shop_id,
    format('row %s:%s'::text, r.statement_id, r.line_no) AS item,
    r.order_no,
    r.amount_fen,
    r.booked_at AS at,
    r.reason
   FROM ledger.seller_row_unresolved r;

-- order_balance; Type: VIEW; Schema: ledger
CREATE VIEW ledger.order_balance AS
 SELECT d.shop_id,
    d.order_no,
    d.payment_no,
    d.paid_at,
    d.paid_fen,
    d.orders,
    d.refunds_fen,
    d.first_at,
    d.last_at,
    d.received_fen,
    d.refunded_fen,
    d.deposit_fen,
    d.deducted_fen,
    d.subsidy_fen,
    d.net_fen,
    d.deductions,
    d.refunds_total_fen,
    d.moved_fen,
    d.difference_fen,
        CASE
            WHEN ((d.difference_fen IS NULL) OR (d.difference_fen = (0)::numeric)) THEN NULL::text
            WHEN
            CASE
                WHEN (d.orders > 1) THEN (d.moved_fen <= (0)::numeric)
                ELSE (d.received_fen = (0)::numeric)
            END THEN 'not_settled'::text
            WHEN ((d.difference_fen <> ALL ((d.refunds_fen)::numeric[])) AND ((d.received_fen <> (d.paid_fen)::numeric) OR (d.difference_fen < (0)::numeric))) THEN 'difference'::text
            WHEN (NOT (EXISTS ( SELECT
               FROM ledger.seller_statement s
              WHERE ((s.shop_id = d.shop_id) AND (s.pot = 'deposit'::text) AND (s.last_at >= d.first_at))))) THEN 'refund_without_source'::text
            WHEN (( SELECT count(*) AS count
               FROM unnest(d.refunds_fen) f(f)
              WHERE ((f.f)::numeric = d.difference_fen)) > 1) THEN 'refund_recorded_twice'::text
            ELSE 'difference'::text
        END AS reason
   FROM ( SELECT b.shop_id,
            b.order_no,
            b.payment_no,
            b.paid_at,
            b.paid_fen,
            b.orders,
            b.refunds_fen,
            b.first_at,
            b.last_at,
            b.received_fen,
            b.refunded_fen,
            b.deposit_fen,
            b.deducted_fen,
            b.subsidy_fen,
            b.net_fen,
            b.deductions,
            b.refunds_total_fen,
            b.moved_fen,
            ((b.moved_fen - (b.paid_fen)::numeric) + b.refunds_total_fen) AS difference_fen
           FROM ( SELECT m.shop_id,
                    m.order_no,
                    o.payment_no,
                    o.paid_at,
                    o.paid_fen,
                    o.orders,
                    o.refunds_fen,
                    m.first_at,
                    m.last_at,
                    m.received_fen,
                    m.refunded_fen,
                    m.deposit_fen,
                    m.deducted_fen,
                    m.subsidy_fen,
                    m.net_fen,
                    m.deductions,
                        CASE
                            WHEN (o.refunds_fen = '{}'::bigint[]) THEN (0)::numeric
                            ELSE ( SELECT COALESCE(sum(f.f), (0)::numeric) AS "coalesce"
                               FROM unnest(o.refunds_fen) f(f))
                        END AS refunds_total_fen,
                        CASE
                            WHEN (o.orders > 1) THEN ( SELECT sum(r.amount_fen) AS sum
                               FROM (ledger.shop_order g
                                 JOIN ledger.seller_row_class r ON (((r.shop_id = g.shop_id) AND (r.order_no = g.order_no))))
                              WHERE ((g.shop_id = o.shop_id) AND (g.payment_no = o.payment_no) AND (g.orders > 1) AND (r.order_no <> ''::text) AND (r.left_out IS NULL) AND (r.code_class = ANY (ARRAY['receipt'::text, 'refund'::text, 'deposit_refund'::text]))))
                            ELSE ((m.received_fen + m.refunded_fen) + m.deposit_fen)
                        END AS moved_fen
                   FROM (( SELECT s.shop_id,
                            s.order_no,
                            min(s.first_at) AS first_at,
                            max(s.last_at) AS last_at,
                            sum(s.net_fen) AS net_fen,
                            COALESCE(sum(s.net_fen) FILTER (WHERE (s.code_class = 'receipt'::text)), (0)::numeric) AS received_fen,
                            COALESCE(sum(s.net_fen) FILTER (WHERE (s.code_class = 'refund'::text)), (0)::numeric) AS refunded_fen,
                            COALESCE(sum(s.net_fen) FILTER (WHERE (s.code_class = 'deposit_refund'::text)), (0)::numeric) AS deposit_fen,
                            COALESCE(sum(s.net_fen) FILTER (WHERE ((s.fee_code IS NOT NULL) AND (s.code_class IS DISTINCT FROM 'subsidy'::text))), (0)::numeric) AS deducted_fen,
                            COALESCE(sum(s.net_fen) FILTER (WHERE (s.code_class = 'subsidy'::text)), (0)::numeric) AS subsidy_fen,
                            jsonb_object_agg(s.fee_code, recon.yuan(s.net_fen)) FILTER (WHERE (s.fee_code IS NOT NULL)) AS deductions
                           FROM ( SELECT seller_row_class.shop_id,
                                    seller_row_class.order_no,
                                    seller_row_class.code_class,
                                    seller_row_class.fee_code,
                                    sum(seller_row_class.amount_fen) AS net_fen,
                                    min(seller_row_class.booked_at) AS first_at,
                                    max(seller_row_class.booked_at) AS last_at
                                   FROM ledger.seller_row_class
                                  WHERE ((seller_row_class.left_out IS NULL) AND (seller_row_class.order_no <> ''::text))
                                  GROUP BY seller_row_class.shop_id, seller_row_class.order_no, seller_row_class.code_class, seller_row_class.fee_code) s
                          GROUP BY s.shop_id, s.order_no) m
                     LEFT JOIN ledger.shop_order o USING (shop_id, order_no))) b) d;

-- order_money; Type: VIEW; Schema: recon
CREATE VIEW recon.order_money AS
 SELECT h.shop,
    b.order_no,
    b.paid_at,
    (recon.yuan((b.paid_fen)::numeric))::numeric(18,2) AS paid,
    (recon.yuan(b.refunds_total_fen))::numeric(18,2) AS refunds,
    (recon.yuan(b.received_fen))::numeric(18,2) AS received,
    (recon.yuan(b.refunded_fen))::numeric(18,2) AS refunded_from_balance,
    (recon.yuan(b.deposit_fen))::numeric(18,2) AS refunded_from_deposit,
    (recon.yuan(b.deducted_fen))::numeric(18,2) AS deducted,
    (recon.yuan(b.subsidy_fen))::numeric(18,2) AS subsidies,
    (recon.yuan(b.net_fen))::numeric(18,2) AS net,
    (recon.yuan(b.difference_fen))::numeric(18,2) AS difference,
        CASE
            WHEN (b.payment_no IS NULL) THEN 'unknown_order'::text
            ELSE COALESCE(b.reason, 'settled'::text)
        END AS state,
    b.deductions,
    b.orders AS orders_of_payment,
    b.payment_no,
    b.first_at,
    b.last_at
   FROM (ledger.order_balance b
     JOIN ledger.shop h USING (shop_id));

-- order_number_hit order_number_hit_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.order_number_hit
    ADD CONSTRAINT order_number_hit_pkey PRIMARY KEY (shop_id, statement_id, rule);

-- order_number_hit order_number_hit_shop_id_statement_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.order_number_hit
    ADD CONSTRAINT order_number_hit_shop_id_statement_id_fkey FOREIGN KEY (shop_id, statement_id) REFERENCES ledger.seller_statement(shop_id, statement_id);

-- order_number_hit; Type: TABLE; Schema: ledger
CREATE TABLE ledger.order_number_hit (
    shop_id integer NOT NULL,
    statement_id bigint NOT NULL,
    rule text NOT NULL,
    place smallint NOT NULL,
    hits bigint NOT NULL,
    CONSTRAINT order_number_hit_hits_check CHECK ((hits >= 0))
);

-- order_number_rules; Type: VIEW; Schema: recon
CREATE VIEW recon.order_number_rules AS
 SELECT h.shop,
    s.pot,
    (date_trunc('month'::text, (s.first_at AT TIME ZONE 'Asia/Shanghai'::text)))::date AS month,
    n.rule,
    min(n.place) AS place,
    (sum(n.hits))::bigint AS hits
   FROM ((ledger.order_number_hit n
     JOIN ledger.seller_statement s USING (shop_id, statement_id))
     JOIN ledger.shop h USING (shop_id))
  GROUP BY h.shop, s.pot, ((date_trunc('month'::text, (s.first_at AT TIME ZONE 'Asia/Shanghai'::text)))::date), n.rule
  ORDER BY h.shop, ((date_trunc('month'::text, (s.first_at AT TIME ZONE 'Asia/Shanghai'::text)))::date) DESC, s.pot, (min(n.place));

-- outcome; Type: TYPE; Schema: ledger
CREATE TYPE ledger.outcome AS ENUM (
    'matched',
    'cross_day',
    'pending',
    'not_executed',
    'unclassified',
    'account_mismatch',
    'duplicate_in_channel',
    'channel_only',
    'order_only',
    'currency_mismatch',
    'status_mismatch',
    'amount_mismatch',
    'fee_mismatch',
    'over_refund',
    'not_booked',
    'booked_amount_mismatch',
    'booked_fee_mismatch',
    'booked_twice',
    'booked_only',
    'refund_returned',
    'balance_break',
    'share_only',
    'share_missing',
    'share_amount_mismatch',
    'share_frozen'
);

-- packed_entry; Type: VIEW; Schema: ledger
CREATE VIEW ledger.packed_entry AS
 SELECT p.account_id,
    p.bill_date,
    p.file_no,
    ledger.packed_line(p.first_line, p.passed, p.passed_bits, p.entries, p.at) AS line_no,
    p.entry_type,
    'matched'::ledger.outcome AS outcome,
    NULL::ledger.outcome AS flag,
    hashtextextended(ledger.packed_number(p.payment_coding, p.payment_padding, p.payment_head, p.payment_first, p.payment_first_bytes, p.payment_middle, p.payment_second, p.payment_second_bytes, p.entries, p.at), (0)::bigint) AS payment_hash,
    ledger.packed_number(p.payment_coding, p.payment_padding, p.payment_head, p.payment_first, p.payment_first_bytes, p.payment_middle, p.payment_second, p.payment_second_bytes, p.entries, p.at) AS payment_no,
    ledger.packed_number(p.refund_coding, p.refund_padding, p.refund_head, p.refund_first, p.refund_first_bytes, p.refund_middle, p.refund_second, p.refund_second_bytes, p.entries, p.at) AS refund_no,
    ledger.packed_number(p.trade_coding, p.trade_padding, p.trade_head, p.trade_first, p.trade_first_bytes, p.trade_middle, p.trade_second, p.trade_second_bytes, p.entries, p.at) AS channel_trade_no,
    ledger.packed_number(p.channel_refund_coding, p.channel_refund_padding, p.channel_refund_head, p.channel_refund_first, p.channel_refund_first_bytes, p.channel_refund_middle, p.channel_refund_second, p.channel_refund_second_bytes, p.entries, p.at) AS channel_refund_no,
    ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) AS amount_fen,
    (p.sign * (ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at))) AS settled_fen,
    (p.sign * ((((((ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at)) * p.fee_rate) + p.fee_rounding) / 10000) * 1000) + (p.fee_unit_e5 * ledger.packed_integer(p.fees, p.fees_bits, p.entries, p.at)))) AS fee_e5,
    NULL::bigint AS expected_fee_fen,
    'CNY'::text AS currency,
    to_timestamp(((p.times_from_seconds + ledger.packed_integer(p.times, p.times_bits, p.entries, p.at)))::double precision) AS occurred_at,
    p.state,
    true AS is_classified,
    true AS is_executed,
    p.first_line,
    p.payment_tags,
    p.other_tags,
    ((p.at + 1))::bigint AS place,
    ROW(p.account_id, p.bill_date, p.file_no, ledger.packed_line(p.first_line, p.passed, p.passed_bits, p.entries, p.at), p.entry_type, 'matched'::ledger.outcome, NULL::ledger.outcome, hashtextextended(ledger.packed_number(p.payment_coding, p.payment_padding, p.payment_head, p.payment_first, p.payment_first_bytes, p.payment_middle, p.payment_second, p.payment_second_bytes, p.entries, p.at), (0)::bigint), ledger.packed_number(p.payment_coding, p.payment_padding, p.payment_head, p.payment_first, p.payment_first_bytes, p.payment_middle, p.payment_second, p.payment_second_bytes, p.entries, p.at), ledger.packed_number(p.refund_coding, p.refund_padding, p.refund_head, p.refund_first, p.refund_first_bytes, p.refund_middle, p.refund_second, p.refund_second_bytes, p.entries, p.at), ledger.packed_number(p.trade_coding, p.trade_padding, p.trade_head, p.trade_first, p.trade_first_bytes, p.trade_middle, p.trade_second, p.trade_second_bytes, p.entries, p.at), ledger.packed_number(p.channel_refund_coding, p.channel_refund_padding, p.channel_refund_head, p.channel_refund_first, p.channel_refund_first_bytes, p.channel_refund_middle, p.channel_refund_second, p.channel_refund_second_bytes, p.entries, p.at), ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at), (p.sign * (ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at))), (p.sign * ((((((ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at)) * p.fee_rate) + p.fee_rounding) / 10000) * 1000) + (p.fee_unit_e5 * ledger.packed_integer(p.fees, p.fees_bits, p.entries, p.at)))), NULL::bigint, 'CNY'::text, to_timestamp(((p.times_from_seconds + ledger.packed_integer(p.times, p.times_bits, p.entries, p.at)))::double precision), p.state, true, true)::ledger.entry AS entry,
    p.account_channel,
    p.account_no,
        CASE
            WHEN p.is_money THEN (((ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at))::numeric * 0.01))::numeric(18,2)
            ELSE (recon.yuan((ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at))::numeric))::numeric(18,2)
        END AS amount,
        CASE
            WHEN p.is_money THEN ((((p.sign * (ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at))))::numeric * 0.01))::numeric(18,2)
            ELSE (recon.yuan(((p.sign * (ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at))))::numeric))::numeric(18,2)
        END AS settled_amount,
        CASE
            WHEN p.is_money THEN ((((p.sign * ((((((ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at)) * p.fee_rate) + p.fee_rounding) / 10000) * 1000) + (p.fee_unit_e5 * ledger.packed_integer(p.fees, p.fees_bits, p.entries, p.at)))))::numeric * 0.00001))::numeric(20,5)
            ELSE (recon.yuan_of_e5(((p.sign * ((((((ledger.packed_integer(p.amounts, p.amounts_bits, p.entries, p.at) - ledger.packed_integer(p.less, p.less_bits, p.entries, p.at)) * p.fee_rate) + p.fee_rounding) / 10000) * 1000) + (p.fee_unit_e5 * ledger.packed_integer(p.fees, p.fees_bits, p.entries, p.at)))))::numeric))::numeric(20,5)
        END AS fee
   FROM ( SELECT b.account_id,
            b.bill_date,
            b.file_no,
            b.entry_type,
            b.first_line,
            b.payment_tags,
            b.other_tags,
            b.state,
            b.taken_out,
            b.times_from_seconds,
            b.fee_rate,
            b.fee_rounding,
            b.fee_unit_e5,
            a.channel AS account_channel,
            a.account AS account_no,
            f.entries,
            f.sign,
            f.is_money,
            f.amounts,
            f.amounts_bits,
            f.times,
            f.times_bits,
            f.passed,
            f.passed_bits,
            f.less,
            f.less_bits,
            f.fees,
            f.fees_bits,
            f.payment_coding,
            f.payment_padding,
            f.payment_head,
            f.payment_middle,
            f.payment_first,
            f.payment_first_bytes,
            f.payment_second,
            f.payment_second_bytes,
            f.trade_coding,
            f.trade_padding,
            f.trade_head,
            f.trade_middle,
            f.trade_first,
            f.trade_first_bytes,
            f.trade_second,
            f.trade_second_bytes,
            f.refund_coding,
            f.refund_padding,
            f.refund_head,
            f.refund_middle,
            f.refund_first,
            f.refund_first_bytes,
            f.refund_second,
            f.refund_second_bytes,
            f.channel_refund_coding,
            f.channel_refund_padding,
            f.channel_refund_head,
            f.channel_refund_middle,
            f.channel_refund_first,
            f.channel_refund_first_bytes,
            f.channel_refund_second,
            f.channel_refund_second_bytes,
            generate_series(0, (f.entries - 1)) AS at
           FROM ((ledger.plain_block b
             LEFT JOIN ledger.account a USING (account_id))
             CROSS JOIN LATERAL ( SELECT n.entries,
                        CASE b.entry_type
                            WHEN 'refund'::ledger.entry_type THEN '-1'::integer
                            ELSE 1
                        END AS sign,
                    (GREATEST(b.sections[2], b.sections[8], b.sections[10]) <= 32) AS is_money,
                    ledger.packed_section(b.packed, b.steps, b.sections[1], b.sections[2], n.entries) AS amounts,
                    b.sections[2] AS amounts_bits,
                    ledger.packed_section(b.packed, b.steps, b.sections[3], b.sections[4], n.entries) AS times,
                    b.sections[4] AS times_bits,
                    ledger.packed_section(b.packed, b.steps, b.sections[5], b.sections[6], n.entries) AS passed,
                    b.sections[6] AS passed_bits,
                    ledger.packed_section(b.packed, b.steps, b.sections[7], b.sections[8], n.entries) AS less,
                    b.sections[8] AS less_bits,
                    ledger.packed_section(b.packed, b.steps, b.sections[9], b.sections[10], n.entries) AS fees,
                    b.sections[10] AS fees_bits,
                    b.forms[1] AS payment_coding,
                    b.forms[2] AS payment_padding,
                    b.forms[3] AS payment_head,
                    b.forms[4] AS payment_middle,
                    ledger.packed_section(b.packed, b.steps, b.sections[11], b.sections[12], n.entries) AS payment_first,
                    (b.sections[12] / 8) AS payment_first_bytes,
                    ledger.packed_section(b.packed, b.steps, b.sections[13], b.sections[14], n.entries) AS payment_second,
                    (b.sections[14] / 8) AS payment_second_bytes,
                    b.forms[5] AS trade_coding,
                    b.forms[6] AS trade_padding,
                    b.forms[7] AS trade_head,
                    b.forms[8] AS trade_middle,
                    ledger.packed_section(b.packed, b.steps, b.sections[15], b.sections[16], n.entries) AS trade_first,
                    (b.sections[16] / 8) AS trade_first_bytes,
                    ledger.packed_section(b.packed, b.steps, b.sections[17], b.sections[18], n.entries) AS trade_second,
                    (b.sections[18] / 8) AS trade_second_bytes,
                    b.forms[9] AS refund_coding,
                    b.forms[10] AS refund_padding,
                    b.forms[11] AS refund_head,
                    b.forms[12] AS refund_middle,
                    ledger.packed_section(b.packed, b.steps, b.sections[19], b.sections[20], n.entries) AS refund_first,
                    (b.sections[20] / 8) AS refund_first_bytes,
                    ledger.packed_section(b.packed, b.steps, b.sections[21], b.sections[22], n.entries) AS refund_second,
                    (b.sections[22] / 8) AS refund_second_bytes,
                    b.forms[13] AS channel_refund_coding,
                    b.forms[14] AS channel_refund_padding,
                    b.forms[15] AS channel_refund_head,
                    b.forms[16] AS channel_refund_middle,
                    ledger.packed_section(b.packed, b.steps, b.sections[23], b.sections[24], n.entries) AS channel_refund_first,
                    (b.sections[24] / 8) AS channel_refund_first_bytes,
                    ledger.packed_section(b.packed, b.steps, b.sections[25], b.sections[26], n.entries) AS channel_refund_second,
                    (b.sections[26] / 8) AS channel_refund_second_bytes
                   FROM ( SELECT (b.entries + COALESCE(cardinality(b.taken_out), 0)) AS entries) n
                 OFFSET 0) f)
          WHERE (b.packed IS NOT NULL)) p
  WHERE ((p.taken_out IS NULL) OR (ledger.packed_line(p.first_line, p.passed, p.passed_bits, p.entries, p.at) <> ALL (p.taken_out)));

-- packed_integer(bytea, integer, integer, integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.packed_integer(planes bytea, bits integer, entries integer, place integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE bits WHEN 17 THEN (((get_byte(planes, place) + (get_byte(planes, (entries + place)) << 8)) + (get_bit(planes, (((16 * entries) + place))::bigint) << 16)))::bigint WHEN 0 THEN (0)::bigint WHEN 8 THEN (get_byte(planes, place))::bigint WHEN 16 THEN ((get_byte(planes, place) + (get_byte(planes, (entries + place)) << 8)))::bigint WHEN 24 THEN (((get_byte(planes, place) + (get_byte(planes, (entries + place)) << 8)) + (get_byte(planes, ((2 * entries) + place)) << 16)))::bigint ELSE ledger.wide_integer(planes, entries, place) END;

-- packed_line(integer, bytea, integer, integer, integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.packed_line(first_line integer, planes bytea, bits integer, entries integer, place integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((first_line + place) + CASE bits WHEN 0 THEN 0 WHEN 8 THEN get_byte(planes, place) ELSE (ledger.wide_integer(planes, entries, place))::integer END);

-- packed_movement; Type: VIEW; Schema: ledger
CREATE VIEW ledger.packed_movement AS
 SELECT (r.movement).account_id AS account_id,
    (r.movement).bill_date AS bill_date,
    (r.movement).file_no AS file_no,
    (r.movement).line_no AS line_no,
    (r.movement).movement_class AS movement_class,
    (r.movement).business_no AS business_no,
    (r.movement).voucher_no AS voucher_no,
    (r.movement).flow_no AS flow_no,
    (r.movement).amount_fen AS amount_fen,
    (r.movement).balance_fen AS balance_fen,
    (r.movement).booked_at AS booked_at,
    (r.movement).name AS name,
    (r.movement).type AS type,
    (r.movement).code AS code,
    (r.movement).outcome AS outcome,
    (r.movement).entry_date AS entry_date,
    (r.movement).entry_file_no AS entry_file_no,
    (r.movement).entry_line_no AS entry_line_no,
    b.first_line,
    b.tags,
    r.movement
   FROM ((ledger.movement_block b
     CROSS JOIN LATERAL string_to_table(b.lines, '
'::text) l(line))
     CROSS JOIN LATERAL ( SELECT ledger.unpack_movement(b.*, l.line) AS movement) r)
  WHERE ((b.taken_out IS NULL) OR ((split_part(l.line, '	'::text, 1))::integer <> ALL (b.taken_out)));

-- packed_number(text, text, text, bytea, integer, text, bytea, integer, integer, integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.packed_number(coding text, padding text, head text, first bytea, first_bytes integer, middle text, second bytea, second_bytes integer, entries integer, place integer) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN rtrim((((head || encode(substr(first, (1 + (place * first_bytes)), first_bytes), coding)) || middle) || CASE second_bytes WHEN 0 THEN ''::text WHEN 2 THEN encode((substr(second, (1 + place), 1) || substr(second, ((1 + entries) + place), 1)), coding) ELSE encode(substr(second, (1 + (place * second_bytes)), second_bytes), coding) END), padding);

-- packed_section(bytea, bytea, integer, integer, integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.packed_section(packed bytea, steps bytea, place integer, bits integer, entries integer) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (place > 0) THEN substr(packed, place, (((bits * entries) + 7) / 8)) ELSE substr(steps, (- place), (((bits * entries) + 7) / 8)) END;

-- payments_of(text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.payments_of(number text) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH direct (payment_no) AS MATERIALIZED (
        SELECT e.payment_no FROM ledger.find_entries($1) e
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.payment_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.refund_no <> '' AND i.refund_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_trade_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_refund_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.order_nos @> ARRAY[$1]),
    -- A flow number leads to an entry over the numbers that its movement bears.
    moved AS (
        SELECT e.payment_no FROM ledger.find_movements(ARRAY[$1]) m
        CROSS JOIN LATERAL unnest(ARRAY[m.business_no, m.voucher_no]) AS n CROSS JOIN LATERAL ledger.find_entries(n) e
        WHERE n NOT IN ('', $1))
    SELECT ARRAY(SELECT payment_no FROM direct WHERE payment_no <> ''
                 UNION SELECT payment_no FROM moved WHERE payment_no <> '' AND NOT EXISTS (SELECT FROM direct)) $_$;

-- pending; Type: VIEW; Schema: recon
CREATE VIEW recon.pending AS
 SELECT i.item_id AS discrepancy_id,
    i.status,
    (i.code)::text AS code,
    i.bill_date,
    a.channel,
    a.account,
    (i.entry_type)::text AS entry_type,
    i.payment_no,
    NULLIF(i.refund_no, ''::text) AS refund_no,
    i.order_nos,
    i.channel_trade_no,
    i.channel_refund_no,
    (recon.yuan((i.order_fen)::numeric))::numeric(18,2) AS order_amount,
    (recon.yuan((i.channel_fen)::numeric))::numeric(18,2) AS channel_amount,
    (recon.yuan((i.difference_fen)::numeric))::numeric(18,2) AS difference,
    i.currency,
    i.occurred_at,
    i.due_date,
    i.late_on,
    i.kind,
    NULLIF(i.pot, ''::text) AS pot,
    c.label_en AS code_en,
    c.label_zh AS code_zh,
    i.assignee,
    i.due_on
   FROM ((ledger.item i
     JOIN ledger.account a USING (account_id))
     LEFT JOIN recon.codes c ON ((c.code = (i.code)::text)))
  WHERE (i.status = 'pending'::text)
  ORDER BY i.due_date, a.channel, a.account, i.item_id;

-- period a_closed_period_stays_closed; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_closed_period_stays_closed BEFORE DELETE OR UPDATE ON ledger.period FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

-- period period_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.period
    ADD CONSTRAINT period_pkey PRIMARY KEY (closed_through);

-- period; Type: TABLE; Schema: ledger
CREATE TABLE ledger.period (
    closed_through date NOT NULL,
    closed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    closed_by text NOT NULL,
    reason text,
    days_not_green bigint,
    open_items bigint,
    open_fen ledger.fen,
    waiting_items bigint
);

-- plain_block an_entry_is_in_one_place; Type: CHECK CONSTRAINT; Schema: ledger
ALTER TABLE ledger.plain_block
    ADD CONSTRAINT an_entry_is_in_one_place CHECK (((length(payment_tags) = (4 * (entries + COALESCE(cardinality(taken_out), 0)))) OR ((block_no IS NOT NULL) AND (payment_tags = '\x'::bytea)))) NOT VALID;

-- plain_block plain_block_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.plain_block
    ADD CONSTRAINT plain_block_pkey PRIMARY KEY (account_id, bill_date, entry_type, file_no, first_line);

-- plain_block; Type: TABLE; Schema: ledger
CREATE TABLE ledger.plain_block (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    file_no smallint NOT NULL,
    first_line integer NOT NULL,
    last_line integer NOT NULL,
    entries integer NOT NULL,
    amount_fen ledger.fen NOT NULL,
    settled_fen ledger.fen NOT NULL,
    fee_e5 bigint NOT NULL,
    taken_out integer[],
    payment_tags bytea NOT NULL,
    other_tags bytea NOT NULL,
    state text NOT NULL,
    lines text,
    packed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    line_runs integer[],
    block_no integer,
    times_from_seconds bigint,
    fee_rate integer,
    fee_rounding integer,
    fee_unit_e5 integer,
    forms text[],
    sections integer[],
    packed bytea,
    steps bytea,
    CONSTRAINT lines_are_in_order CHECK ((first_line <= last_line)),
    CONSTRAINT lines_are_kept_once CHECK (((lines IS NULL) OR (packed IS NULL))),
    CONSTRAINT lines_are_known CHECK ((num_nonnulls(lines, packed, line_runs) > 0)),
    CONSTRAINT plain_block_amount_fen_check CHECK (((amount_fen)::bigint >= 0)),
    CONSTRAINT plain_block_entries_check CHECK ((entries >= 0)),
    CONSTRAINT plain_block_first_line_check CHECK ((first_line >= 1)),
    CONSTRAINT what_is_packed_is_whole CHECK ((num_nulls(times_from_seconds, fee_rate, fee_rounding, fee_unit_e5, forms, sections, packed, steps) = ANY (ARRAY[0, 8])))
)
WITH (toast_tuple_target='1024');
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN payment_tags SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN payment_tags SET STORAGE EXTERNAL;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN other_tags SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN other_tags SET STORAGE EXTERNAL;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN state SET STORAGE MAIN;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN lines SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN lines SET COMPRESSION lz4;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN forms SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN forms SET STORAGE MAIN;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN forms SET COMPRESSION lz4;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN sections SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN sections SET STORAGE MAIN;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN sections SET COMPRESSION lz4;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN packed SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN packed SET STORAGE EXTERNAL;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN steps SET STATISTICS 0;
ALTER TABLE ONLY ledger.plain_block ALTER COLUMN steps SET COMPRESSION lz4;

-- plain_block_counted; Type: INDEX; Schema: ledger
CREATE INDEX plain_block_counted ON ledger.plain_block USING btree (account_id, bill_date) WHERE (line_runs IS NOT NULL);

-- plain_block_day; Type: INDEX; Schema: ledger
CREATE INDEX plain_block_day ON ledger.plain_block USING btree (bill_date);

-- plain_block_no; Type: INDEX; Schema: ledger
CREATE UNIQUE INDEX plain_block_no ON ledger.plain_block USING btree (block_no, account_id);

-- plain_entry; Type: VIEW; Schema: ledger
CREATE VIEW ledger.plain_entry AS
 SELECT packed_entry.account_id,
    packed_entry.bill_date,
    packed_entry.file_no,
    packed_entry.line_no,
    packed_entry.entry_type,
    packed_entry.outcome,
    packed_entry.flag,
    packed_entry.payment_hash,
    packed_entry.payment_no,
    packed_entry.refund_no,
    packed_entry.channel_trade_no,
    packed_entry.channel_refund_no,
    packed_entry.amount_fen,
    packed_entry.settled_fen,
    packed_entry.fee_e5,
    packed_entry.expected_fee_fen,
    packed_entry.currency,
    packed_entry.occurred_at,
    packed_entry.state,
    packed_entry.is_classified,
    packed_entry.is_executed,
    packed_entry.first_line,
    packed_entry.payment_tags,
    packed_entry.other_tags,
    packed_entry.place,
    packed_entry.entry,
    packed_entry.account_channel,
    packed_entry.account_no,
    packed_entry.amount,
    packed_entry.settled_amount,
    packed_entry.fee
   FROM ledger.packed_entry
UNION ALL
 SELECT (r.entry).account_id AS account_id,
    (r.entry).bill_date AS bill_date,
    (r.entry).file_no AS file_no,
    (r.entry).line_no AS line_no,
    (r.entry).entry_type AS entry_type,
    (r.entry).outcome AS outcome,
    (r.entry).flag AS flag,
    (r.entry).payment_hash AS payment_hash,
    (r.entry).payment_no AS payment_no,
    (r.entry).refund_no AS refund_no,
    (r.entry).channel_trade_no AS channel_trade_no,
    (r.entry).channel_refund_no AS channel_refund_no,
    (r.entry).amount_fen AS amount_fen,
    (r.entry).settled_fen AS settled_fen,
    (r.entry).fee_e5 AS fee_e5,
    (r.entry).expected_fee_fen AS expected_fee_fen,
    (r.entry).currency AS currency,
    (r.entry).occurred_at AS occurred_at,
    (r.entry).state AS state,
    (r.entry).is_classified AS is_classified,
    (r.entry).is_executed AS is_executed,
    b.first_line,
    b.payment_tags,
    b.other_tags,
    l.place,
    r.entry,
    b.account_channel,
    b.account_no,
    (recon.yuan(((r.entry).amount_fen)::numeric))::numeric(18,2) AS amount,
    (recon.yuan(((r.entry).settled_fen)::numeric))::numeric(18,2) AS settled_amount,
    (recon.yuan_of_e5(((r.entry).fee_e5)::numeric))::numeric(20,5) AS fee
   FROM ((( SELECT b_1.*::ledger.plain_block AS block,
            b_1.account_id,
            b_1.bill_date,
            b_1.file_no,
            b_1.entry_type,
            b_1.first_line,
            b_1.payment_tags,
            b_1.other_tags,
            b_1.lines,
            b_1.taken_out,
            a.channel AS account_channel,
            a.account AS account_no
           FROM (ledger.plain_block b_1
             LEFT JOIN ledger.account a USING (account_id))
          WHERE (b_1.lines IS NOT NULL)) b
     CROSS JOIN LATERAL string_to_table(b.lines, '
'::text) WITH ORDINALITY l(line, place))
     CROSS JOIN LATERAL ( SELECT ledger.unpack_entry(b.block, l.line) AS entry) r)
  WHERE ((b.taken_out IS NULL) OR ((split_part(l.line, '	'::text, 1))::integer <> ALL (b.taken_out)));

-- pot_day pot_day_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.pot_day
    ADD CONSTRAINT pot_day_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- pot_day pot_day_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.pot_day
    ADD CONSTRAINT pot_day_pkey PRIMARY KEY (account_id, pot, bill_date);

-- pot_day; Type: TABLE; Schema: ledger
CREATE TABLE ledger.pot_day (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    pot text NOT NULL,
    file_no smallint,
    into_rows bigint NOT NULL,
    into_fen ledger.fen NOT NULL,
    out_rows bigint NOT NULL,
    out_fen ledger.fen NOT NULL,
    opening_fen ledger.fen,
    closing_fen ledger.fen,
    is_chained boolean NOT NULL,
    is_controlled boolean NOT NULL,
    shown_opening_fen ledger.fen,
    shown_closing_fen ledger.fen,
    last_closing_fen ledger.fen,
    is_proven boolean,
    CONSTRAINT a_day_without_a_file_has_no_movement CHECK (((file_no IS NOT NULL) OR ((into_rows + out_rows) = 0))),
    CONSTRAINT pot_day_into_fen_check CHECK (((into_fen)::bigint >= 0)),
    CONSTRAINT pot_day_into_rows_check CHECK ((into_rows >= 0)),
    CONSTRAINT pot_day_out_fen_check CHECK (((out_fen)::bigint >= 0)),
    CONSTRAINT pot_day_out_rows_check CHECK ((out_rows >= 0)),
    CONSTRAINT pot_day_pot_check CHECK ((pot ~ '^[A-Z]{1,32}$'::text))
);

-- pot_day_date; Type: INDEX; Schema: ledger
CREATE INDEX pot_day_date ON ledger.pot_day USING btree (account_id, bill_date);

-- problems; Type: VIEW; Schema: recon
CREATE VIEW recon.problems AS
 SELECT "*VALUES*".column1 AS code,
    "*VALUES*".column2 AS exit_status,
    "*VALUES*".column3 AS meaning_en,
    "*VALUES*".column4 AS meaning_zh,
    "*VALUES*".column5 AS hint
   FROM (VALUES ('account.busy'::text,75,'A run of the account is queued or under way.'::text,'该账户有对账任务在排队或执行中。'::text,'Wait until `reconciled status` shows none of it, then try again. A run that no service is configured for any more waits until one is.'::text), ('account.changed_since'::text,65,'The account is not what it was when the file was made.'::text,'账户自导出后已发生变化。'::text,'Nothing was removed. What the file does not have would be lost: see what came since, or export and move again.'::text), ('account.closed_otherwise'::text,65,'Days of the account are closed in one database and open in the other.'::text,'该账户的部分日期在一个数据库已月结，在另一个未月结。'::text,'Close the period in the other database too (`recon.close_period`), then export and import again.'::text), ('account.file_damaged'::text,65,'The file is not one that an account was exported to, or not all of it.'::text,'文件不是账户导出文件，或已损坏。'::text,'Export the account again, and copy the file whole.'::text), ('account.has_history'::text,65,'The database has a history of the account already.'::text,'数据库中已有该账户的历史。'::text,'Import into a database in which the account was never reconciled; two histories cannot become one.'::text), ('account.other_schema'::text,78,'The account was exported from another version of the schema.'::text,'导出文件来自不同版本的数据库结构。'::text,'Install one program on both sides, run `reconciled migrate` on both, and export again.'::text), ('account.served'::text,78,'A service at work has the account in its configuration.'::text,'正在运行的服务配置中仍有该账户。'::text,'Take it out of the configuration, `systemctl reload reconciled`, and see that nothing of it is left in the queue.'::text), ('account.unknown'::text,64,'The database has no such account.'::text,'数据库中没有这个账户。'::text,'See `SELECT DISTINCT channel, account FROM recon.runs`, and recon.account_moves for those that went.'::text), ('alarm.bill_overdue'::text,69,'The bill of a day is overdue.'::text,'账单逾期未到。'::text,'See recon.runs for the day''s tries, or import a bill that was downloaded by hand.'::text), ('alarm.command_failed'::text,78,'The program of on_alarm failed.'::text,'告警程序执行失败。'::text,'Run it by hand as the service''s user. The alarm is told again until the program ends with 0, or its cause is gone.'::text), ('alarm.configuration_refused'::text,78,'The configuration on disk is not the one in use.'::text,'磁盘上的配置未被采用。'::text,'Correct the file, then run `systemctl reload reconciled`; after a restart the service would not start.'::text), ('alarm.day_leaves_reach'::text,69,'The channel gives an unconcluded day''s bill out for 30 days more at most.'::text,'未完成对账的账单即将超出渠道保留期。'::text,'Reconcile the day, or download its bill by hand while that is possible.'::text), ('alarm.key_expires'::text,78,'A key or certificate expires within 30 days.'::text,'密钥或证书将在 30 天内到期。'::text,'Get a new one from the merchant console and put it in its place.'::text), ('alarm.test'::text,69,'A test alarm that somebody asked for.'::text,'人工触发的测试告警。'::text,'Nothing is to be done: that it is read shows that alarms arrive.'::text), ('archive.altered'::text,2,'An archived bill is not the file that came in.'::text,'归档的账单被改动过。'::text,'See who changed the archive. Fetch this day again without --archived, or import the bill: that puts the right file back, and keeps the altered one beside it.'::text), ('archive.ambiguous'::text,2,'Several bills of a day that the ledger knows nothing of lie in the archive.'::text,'归档目录中有该日的多份账单，无法判断以哪份为准。'::text,'Import the one that is to be in force with `reconciled import`, or fetch the day again.'::text), ('archive.cannot_create'::text,73,'A file in the bill archive cannot be made.'::text,'无法在账单归档目录中创建文件。'::text,'Let the daemon''s user write to the archive directory (see archive in the configuration).'::text), ('archive.full'::text,75,'The archive''s file system, or the user''s quota on it, is full.'::text,'归档磁盘（或配额）已满。'::text,'Make room on the archive''s file system, or raise the quota.'::text), ('archive.input_output'::text,74,'A file of the bill archive cannot be written or read.'::text,'账单归档读写失败。'::text,'Let the daemon''s user use the archive, and see that its file system is intact.'::text), ('archive.lost'::text,65,'A former file of a day''s bill is not in the archive any more.'::text,'该日账单的旧文件已丢失。'::text,'Another file has taken its place, and nothing in force rests on the one that is lost. Find out who changed the archive; recon.bill_files says when the loss was noted.'::text), ('archive.read_only'::text,75,'The archive''s file system takes no writes.'::text,'归档文件系统是只读的。'::text,'Let the archive''s file system be written to again; the kernel''s log says why it may not.'::text), ('archive.source_unreadable'::text,74,'The file to be imported cannot be read.'::text,'无法读取要导入的文件。'::text,'Give the path of a bill file that this user can read.'::text), ('archive.unrecorded'::text,65,'A file lies in the bill archive that the ledger does not know.'::text,'归档目录中有账本未记录的文件。'::text,'Where the database is older than the archive: `reconciled reconcile CHANNEL DATE --archived` takes the bill up. A file that is no bill does not belong there.'::text), ('bill.accounts_mixed'::text,2,'A statement is of more than one account.'::text,'一份对账单含有多个账户。'::text,'Export the statement of each account by itself.'::text), ('bill.archive_damaged'::text,2,'The bill''s ZIP or gzip is damaged or cut off.'::text,'账单压缩包损坏或不完整。'::text,'Fetch the bill again; if it stays so, ask the channel.'::text), ('bill.archive_unsafe'::text,2,'The bill''s ZIP holds what no bill''s does: too many members, strange names, encryption.'::text,'账单压缩包内容异常（成员过多、名称可疑或已加密）。'::text,'Fetch the bill again; give the files of one bill and nothing else.'::text), ('bill.bad_amount'::text,2,'An amount is not of the form that the channel uses.'::text,'金额格式不正确。'::text,'Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet.'::text), ('bill.bad_count'::text,2,'A count in the bill''s totals is missing or no number.'::text,'账单汇总笔数缺失或不是数字。'::text,'Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet.'::text), ('bill.bad_identifier'::text,2,'An order, payment or refund number is empty, too long or not printable.'::text,'单号为空、过长或含不可打印字符。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.bad_text'::text,2,'A currency is not three capital letters, or a movement flows neither in nor out.'::text,'币种不是三个大写字母，或收支类型既非收入也非支出。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.bad_time'::text,2,'A time is not of the form that the channel uses.'::text,'时间格式不正确。'::text,'Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet.'::text), ('bill.balance_chain'::text,2,'A balance of the funds bill does not follow from the one before: a row is missing, doubled or changed.'::text,'资金账单的账户结余与上一行不衔接，可能缺行、重复或被改动。'::text,'Fetch the bill again; if it stays so, ask the channel.'::text), ('bill.cells_missing'::text,2,'A row of the bill has fewer cells than its header.'::text,'账单某一行的单元格少于表头。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.cells_surplus'::text,2,'A row has more cells than the header, and its columns cannot be told for certain.'::text,'账单某一行的单元格多于表头，无法确定各列。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.changed'::text,65,'The channel''s bill of a concluded day has other content than before.'::text,'已完成对账的账单内容发生了变化。'::text,'See recon.run_changes for what that changed.'::text), ('bill.column_missing'::text,2,'The bill''s header lacks a column that is needed.'::text,'账单表头缺少必需的列。'::text,'Check that this is the right kind of bill; if the channel changed its form, the program must learn it.'::text), ('bill.column_repeated'::text,2,'The bill''s header names one column twice.'::text,'账单表头有重复的列。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.empty'::text,2,'The bill has no bytes at all.'::text,'账单文件是空的。'::text,'A day without business has an answer of its own, never an empty file; fetch again.'::text), ('bill.files_incomplete'::text,2,'The files that were given do not make up one bill.'::text,'所给文件不能组成一份完整账单。'::text,'Give one ZIP of Alipay, or WeChat Pay''s one ALL file, or its SUCCESS and REFUND files together; of funds bills one for a pot.'::text), ('bill.line_too_long'::text,2,'A line of the bill is longer than any row can be.'::text,'账单某一行过长。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.not_a_bill'::text,2,'The file is not a bill of the channel.'::text,'文件不是该渠道的账单。'::text,'Give the bill as the channel''s console or interface delivers it.'::text), ('bill.number_as_amount'::text,2,'A workbook keeps an order or serial number as an amount, so its last digits are lost.'::text,'工作簿把单号存成了数值，末尾数字已丢失。'::text,'Export the statement from the console again and import it as it is, without opening it in a spreadsheet.'::text), ('bill.other_product'::text,2,'The file is another kind of bill than the one that it was given as.'::text,'文件是另一种账单，不是所需的账单。'::text,'Download the bill of the kind that was asked for: the trade bill (交易账单) or the funds bill (资金账单) of the day.'::text), ('bill.pot_missing'::text,2,'The funds bill at hand says nothing of one of the account''s pots.'::text,'手头的资金账单缺少某个账户的文件。'::text,'Fetch the day, or import the file of that pot, too: what was imported so far is kept.'::text), ('bill.resaved'::text,2,'A spreadsheet program has changed the bill.'::text,'账单被电子表格软件另存过。'::text,'Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet.'::text), ('bill.row_misplaced'::text,2,'A row stands in a file that has no place for its kind.'::text,'账单某一行不属于这种文件。'::text,'The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it.'::text), ('bill.statements_several'::text,2,'A workbook or ZIP holds more than one statement.'::text,'一个工作簿或压缩包里有多份对账单。'::text,'Give one statement in a file; import the others by themselves.'::text), ('bill.too_large'::text,2,'The bill is larger than the limits allow, in bytes or in money.'::text,'账单超过允许的大小，或金额超出范围。'::text,'If the bill is truly that large, raise limits.inflated in the configuration; otherwise it is no bill.'::text), ('bill.total_mismatch'::text,2,'The rows do not add up to the bill''s own totals.'::text,'账单明细与其汇总不符。'::text,'Fetch the bill again; if it stays so, ask the channel.'::text), ('bill.trailing_text'::text,2,'There is text behind the bill''s totals.'::text,'账单汇总之后还有多余内容。'::text,'Fetch the bill again; if it stays so, ask the channel.'::text), ('bill.truncated'::text,2,'The bill ends before its own totals.'::text,'账单在汇总行之前中断。'::text,'Fetch the bill again; if it stays so, ask the channel.'::text), ('bill.unreadable'::text,74,'The bill''s file cannot be read.'::text,'无法读取账单文件。'::text,'Check that the file is there and that this user may read it.'::text), ('bill.vanished'::text,2,'The day has a bill in force, and the channel or a file now says that there is none.'::text,'该日已有生效账单，渠道现在却称没有账单。'::text,'What is in force stays. Ask the channel why it gives no bill any more for a day that it once had one for.'::text), ('bill.workbook_damaged'::text,2,'A workbook is damaged, cut off, or holds what no export does.'::text,'工作簿损坏、不完整或内容异常。'::text,'Export the statement from the console again and import it as it is, without opening it in a spreadsheet.'::text), ('bill.workbook_encrypted'::text,2,'A workbook has a password.'::text,'工作簿已加密。'::text,'Export the statement without a password, or take the password off and save it as a workbook again.'::text), ('bill.wrong_account'::text,2,'The bill, or a row of it, belongs to another account.'::text,'账单（或其中一行）属于其他商户号。'::text,'Check which account the bill was asked for; for a bill downloaded by hand, --account.'::text), ('bill.wrong_day'::text,2,'The bill is of another day.'::text,'账单属于其他日期。'::text,'Check the date that was asked for against the bill; for a bill downloaded by hand, --date.'::text), ('channel.answer_key_unknown'::text,78,'The channel signs with a key or certificate that is not configured.'::text,'渠道使用了未配置的密钥或证书签名。'::text,'Download the channel''s current key or certificate from its console and configure it.'::text), ('channel.answer_signature_invalid'::text,69,'The signatures of the channel''s answers do not hold.'::text,'渠道应答的签名验证失败。'::text,'See that the configured key is the channel''s current one and that nobody is in between.'::text), ('channel.answer_signature_missing'::text,69,'The channel''s answers carry no signature where one is due.'::text,'渠道应答缺少签名。'::text,'See that no proxy answers in the channel''s place or strips headers.'::text), ('channel.apiv3_key_wrong'::text,78,'The APIv3 key does not open what the channel sealed with it.'::text,'APIv3 密钥无法解密平台证书。'::text,'Copy the APIv3 key from the merchant console again; a new one there replaces the old one.'::text), ('channel.bill_not_ready'::text,75,'The channel has not made the day''s bill yet.'::text,'当日账单尚未生成。'::text,'A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.clock_off'::text,78,'This machine''s clock and the channel''s differ too much.'::text,'本机时钟与渠道相差过大。'::text,'Set the clock right (timedatectl, chrony). A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.download_address_refused'::text,65,'The address that the channel gives for the download is none that is followed.'::text,'渠道给出的下载地址不可信，未下载。'::text,'Nothing was fetched; if the host is right, add it to the account''s download_hosts.'::text), ('channel.download_damaged'::text,2,'The bill arrived damaged.'::text,'下载的账单已损坏。'::text,'Look at the network if it stays so. A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.download_failed'::text,69,'The bill could not be downloaded from its link.'::text,'账单下载失败。'::text,'A link lives for 30 seconds. A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.download_hash_mismatch'::text,2,'The bill does not hash to what its signed answer says.'::text,'账单的哈希与签名应答不符。'::text,'The bill was refused; see who changes it on its way.'::text), ('channel.download_too_large'::text,2,'The download is larger than allowed.'::text,'下载内容超过允许的大小。'::text,'If the account really has such bills, raise limits.download in the configuration.'::text), ('channel.fault'::text,69,'The channel says that it has a fault.'::text,'渠道系统故障。'::text,'A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.malformed_answer'::text,69,'An answer is not of the form that the channel''s protocol demands.'::text,'应答不符合渠道协议的格式。'::text,'See that no proxy answers in the channel''s place; if it stays so, report it: the protocol may have changed.'::text), ('channel.no_data'::text,75,'The channel says that there was no business on this day.'::text,'渠道称当日没有交易。'::text,'Believed when it is signed, or at the day''s last try; then the shop must have none either.'::text), ('channel.no_permission'::text,77,'The merchant or app may not fetch this bill.'::text,'商户或应用没有下载账单的权限。'::text,'Have the permission for this bill granted in the merchant console; a pot that the merchant does not have goes out of `pots` of the account.'::text), ('channel.no_platform_certificate'::text,78,'The channel has no platform certificate for this merchant.'::text,'该商户没有平台证书。'::text,'Merchants in public-key mode have none: set key_mode to public_key, and public_key_id and public_key.'::text), ('channel.own_key_as_channel_key'::text,78,'The channel''s public key in the configuration is the merchant''s own.'::text,'配置的渠道公钥其实是商户自己的公钥。'::text,'Download the channel''s public key from its console; it is shown beside the merchant''s.'::text), ('channel.refused'::text,78,'The channel refuses the request, and would again.'::text,'渠道拒绝了请求，重试无用。'::text,'See the account''s options in the configuration against the merchant console, and the day: it may lie outside what the channel keeps.'::text), ('channel.request_signature_refused'::text,78,'The channel does not accept our signature.'::text,'渠道不接受我方签名。'::text,'See that the account''s numbers, certificate and private key belong together, and that the clock is right.'::text), ('channel.rows_cut'::text,2,'The channel''s answer may lack rows, and it cannot be asked for less.'::text,'渠道应答行数已达上限，可能不全。'::text,'Nothing was imported. Import the statement of these days that the console exports.'::text), ('channel.settings_invalid'::text,78,'An option of the account cannot be right.'::text,'账户配置项有误。'::text,'Copy the account''s numbers from the merchant console into the configuration.'::text), ('channel.tls_untrusted'::text,69,'The server''s TLS certificate is not trusted.'::text,'服务器的 TLS 证书不受信任。'::text,'See that nobody intercepts TLS, and that ca-certificates or the account''s ca_file is right.'::text), ('channel.too_fast'::text,75,'The channel is asked more often than it allows.'::text,'请求过于频繁，渠道限流。'::text,'See what else uses this merchant number or app. A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.unknown_answer'::text,69,'The channel gives an answer that its documents do not name.'::text,'渠道返回了文档中没有的应答。'::text,'See that no proxy answers in the channel''s place. A run of the schedule asks again by itself; any other run is to be started again.'::text), ('channel.unreachable'::text,69,'No whole answer came from the channel.'::text,'无法连接渠道，或应答不完整。'::text,'See that this machine can reach the host (DNS, firewall, proxy). A run of the schedule asks again by itself; any other run is to be started again.'::text), ('check.certificate_not_valid'::text,78,'A certificate is not valid today.'::text,'证书不在有效期内。'::text,'Get a new certificate from the channel''s console, or set the clock right.'::text), ('check.clock'::text,78,'This machine''s clock and the database''s differ.'::text,'本机时钟与数据库时钟不一致。'::text,'See that both run a time service (timedatectl).'::text), ('check.disk_space'::text,73,'Little room is left for bills.'::text,'归档磁盘空间不足。'::text,'Move old bills away, or enlarge the file system.'::text), ('check.duplicate_key'::text,65,'An order relation gives a key more than once.'::text,'订单视图中单号重复。'::text,'Mend the view: a join in it multiplies rows, most likely.'::text), ('check.keys_do_not_pair'::text,78,'A key and a certificate of the account do not belong together.'::text,'密钥与证书不匹配。'::text,'Take key and certificate from the same download of the console.'::text), ('check.read_only'::text,78,'The results database is a standby.'::text,'结果数据库是备库，不可写。'::text,'Point results.conninfo at the primary; orders may be read from a standby.'::text), ('check.rights_missing'::text,77,'The role lacks a right that a run needs.'::text,'数据库角色缺少必要权限。'::text,'Run /usr/share/reconciled/roles.sql, or `reconciled migrate` as this role.'::text), ('check.server_too_old'::text,78,'PostgreSQL is too old.'::text,'PostgreSQL 版本过旧。'::text,'Upgrade the server.'::text), ('check.standby_lags'::text,75,'The standby that is read lags behind.'::text,'订单备库延迟过大。'::text,'See pg_stat_replication on the primary.'::text), ('check.unknown_value'::text,65,'An order relation holds words that the contract does not know.'::text,'订单视图含有未知取值。'::text,'Map the shop''s own words to these in the view.'::text), ('cluster.directory'::text,73,'A directory for the private PostgreSQL cannot be made.'::text,'无法为临时 PostgreSQL 创建目录。'::text,'Set TMPDIR to a short path that exists and can be written to.'::text), ('cluster.failed'::text,69,'The private PostgreSQL did not start.'::text,'临时 PostgreSQL 启动失败。'::text,'Start it by hand with the same directory to see more, or choose another one by TMPDIR.'::text), ('cluster.no_user'::text,77,'PostgreSQL does not run as root, and there is no way to another user.'::text,'PostgreSQL 不能以 root 运行，且无法切换用户。'::text,'Run this as an ordinary user, or: apt-get install postgresql util-linux'::text), ('cluster.not_installed'::text,69,'PostgreSQL''s server programs are not installed.'::text,'未安装 PostgreSQL 服务器程序。'::text,'Install them: apt-get install postgresql'::text), ('command.day_not_over'::text,64,'The business day is not over.'::text,'该营业日尚未结束。'::text,'Bills appear in the morning after: about 09:00 at Alipay, 10:00 at WeChat Pay.'::text), ('command.day_too_early'::text,64,'The day lies before the account''s start_date.'::text,'该日早于账户的启用日期。'::text,'Set start_date of the account to an earlier day if this one is to be reconciled.'::text), ('command.import_files'::text,64,'The files of an import, and their pots, do not go together.'::text,'导入的文件与账户（--pot）不相符。'::text,'Name the file of one trade bill, or each file of a funds bill with its --pot, in the same order.'::text), ('command.instance'::text,64,'The name of a systemd instance does not name a run.'::text,'systemd 实例名不是一次对账。'::text,'Run `systemctl start reconciled-run@CHANNEL:ACCOUNT:DATE`.'::text), ('command.kind_not_configured'::text,64,'The account has no bill of that kind.'::text,'该账户没有配置这种账单。'::text,'Name the account''s pots in the configuration: with them it has a funds bill.'::text), ('command.no_daemon'::text,69,'No daemon is at work on this database.'::text,'没有正在运行的守护进程。'::text,'Start it with `systemctl start reconciled`, or do the work here with --local.'::text), ('command.request_refused'::text,64,'The database refuses the request for a run.'::text,'对账请求被拒绝。'::text,'See `\df+ recon.reconcile` and the configuration of the daemon.'::text), ('command.unknown'::text,64,'There is no such command.'::text,'没有这个命令。'::text,'Run `reconciled --help` for what each of them does.'::text), ('configuration.api_key_v3'::text,78,'The file does not hold an APIv3 key.'::text,'文件中不是 APIv3 密钥。'::text,'Write the 32 characters that were set in the merchant console into the file, and nothing else.'::text), ('configuration.conflict'::text,78,'Two things in the configuration exclude each other.'::text,'配置项互相冲突。'::text,'Remove one of the two.'::text), ('configuration.duplicate_key'::text,78,'A key of the configuration is given twice.'::text,'配置中同一选项出现两次。'::text,'Remove one of the two; nothing tells which of them was meant.'::text), ('configuration.invalid_value'::text,78,'A value of the configuration is not valid.'::text,'配置值无效。'::text,'See `man reconciled.yaml` for the option''s meaning and an example.'::text), ('configuration.missing'::text,78,'An option that is needed is missing.'::text,'缺少必需的配置项。'::text,'See `man reconciled.yaml` for the option''s meaning and an example.'::text), ('configuration.no_such_account'::text,64,'The configuration has no such account.'::text,'配置中没有该账户。'::text,'Correct --account, or add the account to the file.'::text), ('configuration.secret_in_file'::text,78,'The configuration holds a secret.'::text,'配置文件中含有密码。'::text,'Put the password into a file in the format of ~/.pgpass, mode 0600, and add passfile=/that/file.'::text), ('configuration.syntax'::text,78,'The configuration is not YAML.'::text,'配置文件不是有效的 YAML。'::text,'See `man reconciled.yaml` for the form.'::text), ('configuration.unknown_key'::text,78,'The configuration has a key that means nothing.'::text,'配置中有未知的选项。'::text,'See `man reconciled.yaml` for every option there is.'::text), ('configuration.unreadable'::text,78,'The configuration cannot be read.'::text,'无法读取配置文件。'::text,'Name it with --config FILE or RECONCILED_CONFIG, or start from /usr/share/doc/reconciled/examples/reconciled.yaml.'::text), ('configuration.wrong_type'::text,78,'A value of the configuration is of the wrong kind.'::text,'配置值的类型不正确。'::text,'See `man reconciled.yaml` for the option''s meaning and an example.'::text), ('database.disk_full'::text,75,'The database server''s disks are full.'::text,'数据库服务器磁盘已满。'::text,'Make room on the database server''s disks.'::text), ('database.encoding'::text,78,'The database is not in UTF-8.'::text,'数据库编码不是 UTF-8。'::text,'Create the database anew with ENCODING ''UTF8'', and name that one in the configuration.'::text), ('database.error'::text,70,'The database refused a statement, or something else happened that no other code names.'::text,'数据库拒绝了语句，或发生了未归类的错误。'::text,'Nothing was changed. See the server''s log; if it says no more, report this with the SQLSTATE.'::text), ('database.input_output'::text,69,'The database server cannot read or write its files.'::text,'数据库服务器文件读写失败。'::text,'See the server''s log: its own files or disks are at fault.'::text), ('database.lock_timeout'::text,75,'Somebody holds a lock for too long.'::text,'等待数据库锁超时。'::text,'See pg_locks for who holds the lock.'::text), ('database.no_permission'::text,77,'The role may not do this, or may not log in.'::text,'数据库角色没有权限或无法登录。'::text,'Give the role the rights that /usr/share/reconciled/roles.sql gives, then run `reconciled check`.'::text), ('database.object_missing'::text,78,'A table, view, column or function is not there.'::text,'数据库对象不存在。'::text,'Run `reconciled migrate` if the schema is older than the program.'::text), ('database.out_of_memory'::text,75,'The database server has no memory left.'::text,'数据库服务器内存不足。'::text,'See what takes the server''s memory, and its work_mem.'::text), ('database.out_of_resources'::text,75,'The database server has met another limit of its own.'::text,'数据库服务器资源不足。'::text,'See the server''s log for the limit that was met.'::text), ('database.read_only'::text,75,'The database takes no changes.'::text,'数据库处于只读状态。'::text,'See whether somebody made the database read-only (default_transaction_read_only), or whether this is a standby.'::text), ('database.starting'::text,69,'The database is starting, stopping or recovering.'::text,'数据库正在启动、停止或恢复。'::text,'Wait until the server has started.'::text), ('database.statement_cancelled'::text,75,'A statement was cancelled, or took too long.'::text,'数据库语句被取消或超时。'::text,'Somebody cancelled the statement, or it took too long; see the server''s log.'::text), ('database.too_many_connections'::text,69,'The database takes no more connections.'::text,'数据库连接数已满。'::text,'Raise max_connections, or the role''s or database''s CONNECTION LIMIT.'::text), ('database.try_again'::text,75,'Two transactions stood in each other''s way.'::text,'数据库事务冲突。'::text,'Nothing was changed; run it again.'::text), ('database.unavailable'::text,69,'The database cannot be reached, or ended the session.'::text,'无法连接数据库，或连接已中断。'::text,'See that PostgreSQL runs and that the connection string in the configuration is right.'::text), ('key.certificate_unreadable'::text,78,'A certificate cannot be read as one.'::text,'无法解析证书。'::text,'Give the certificate file as it was downloaded, or get a new one from the channel''s console.'::text), ('key.certificate_untrusted'::text,78,'A certificate does not come from where it should.'::text,'证书来源不可信。'::text,'Download the channel''s certificates from its console and configure them.'::text), ('key.file_exposed'::text,77,'Others can read a key file.'::text,'其他用户可读取密钥文件。'::text,'Run `chmod 0400` on it, and take the key for known to others if the machine is shared.'::text), ('key.file_missing'::text,78,'A key file is not there.'::text,'密钥文件不存在。'::text,'Set the path in the configuration right and let the daemon''s user read the file.'::text), ('key.file_unreadable'::text,77,'A key file cannot be read.'::text,'无法读取密钥文件。'::text,'Set the path in the configuration to the key file, and let the daemon''s user read it.'::text), ('key.file_writable'::text,77,'Others can write a key file.'::text,'其他用户可改写密钥文件。'::text,'Run `chmod go-w` on it, and compare its content with the channel''s console: it may be another''s.'::text), ('key.library_failed'::text,70,'The cryptographic library failed.'::text,'加密库调用失败。'::text,'This should not happen with a working libcrypto; see that the system''s OpenSSL is intact.'::text), ('key.unreadable'::text,78,'A key cannot be read as one.'::text,'无法解析密钥。'::text,'Give the key file as the channel''s tool wrote it, without a pass phrase.'::text), ('key.unsuitable'::text,78,'A key is of the wrong kind or size, or belongs to something else.'::text,'密钥类型、长度或用途不符。'::text,'Give an RSA key of 2048 bits or more, the one that the option asks for.'::text), ('ledger.bill_differs'::text,65,'The ledger does not hold what the archived bill in force says.'::text,'账本内容与归档的生效账单不一致。'::text,'See who changed the ledger. `reconciled reconcile CHANNEL DATE --archived` reads the day anew from its bill; a closed day can only come from a backup.'::text), ('ledger.day_thinned'::text,2,'Retention has removed the plain entries and movements that the day''s money rests on.'::text,'该日资金核对所依据的明细已过保留期被清除。'::text,'What was concluded stays in force; such a day is not reconciled again.'::text), ('ledger.migration_changed'::text,78,'The database''s schema was made with another text than the program has.'::text,'数据库结构与程序自带的脚本不一致。'::text,'Use the release that made this schema; a released migration is never edited.'::text), ('ledger.pairs_unreadable'::text,2,'Plain pairs that are only counted cannot be read again from their bill.'::text,'仅计数的配对无法从原账单重新读出。'::text,'Reconcile that day again, fetched or imported, and then this one.'::text), ('ledger.period_closed'::text,65,'The day is in a closed period.'::text,'该日已月结，不再改动。'::text,'What is closed stays closed; run an open day, and see recon.late_effects for what it finds.'::text), ('ledger.recount_differs'::text,70,'The rows in the ledger are not the ones that were decoded.'::text,'入库的明细与解析结果不一致。'::text,'Nothing was written. This is a fault of the program: please report it with the bill.'::text), ('ledger.schema_in_use'::text,78,'Something of others uses views or functions that have to be made anew.'::text,'其他对象依赖于需要重建的视图或函数。'::text,'Drop it, run `reconciled migrate`, and make it again; nothing was changed.'::text), ('ledger.schema_newer'::text,78,'The database''s schema is newer than the program.'::text,'数据库结构比程序新。'::text,'Install the program that made this schema.'::text), ('ledger.schema_outdated'::text,78,'The database has an older schema than the program, or none.'::text,'数据库结构过旧或尚未建立。'::text,'Run `reconciled migrate`.'::text), ('ledger.spool'::text,75,'A temporary file of the settlement failed.'::text,'临时文件读写失败。'::text,'Free space in the directory that TMPDIR names, then run it again.'::text), ('ledger.statement_differs'::text,65,'A statement in force is not what the rows in the ledger add up to.'::text,'生效的调节表与账本明细合计不一致。'::text,'See who changed the ledger. `reconciled reconcile CHANNEL DATE --archived` states the day anew; a closed day can only come from a backup.'::text), ('ledger.statement_open'::text,2,'The statement does not close to zero.'::text,'余额调节表不平。'::text,'Compare the bill''s own totals with its rows: money stands in them that no rule explains.'::text), ('ledger.sum_too_large'::text,2,'A sum is beyond all money.'::text,'合计金额超出范围。'::text,'Nothing was written. Look for absurd amounts in the bill and in the order relations.'::text), ('orders.column_missing'::text,2,'An order relation lacks a column of the contract.'::text,'订单视图缺少约定的列。'::text,'Give the view the column with the type that is expected.'::text), ('orders.column_type'::text,2,'A column is of a type whose meaning would have to be guessed.'::text,'订单视图的列类型不明确。'::text,'Let the view give the column as the type that is expected, by a conversion that you choose.'::text), ('orders.count_differs'::text,2,'The shop''s records that were counted are not all that there are.'::text,'商城记录的笔数或金额前后不一致。'::text,'See whether the view gives other rows each time that it is read; if not, report this with the bill.'::text), ('orders.duplicate_key'::text,2,'An order relation gives one key more than once.'::text,'订单视图中同一单号出现多次。'::text,'Correct the view that stands for the order relation: its key must be unique, often a join doubles rows.'::text), ('orders.empty'::text,2,'The bill has payments and the shop has no money record at all.'::text,'账单有交易，而商城没有任何收款记录。'::text,'See that the order relations are filled, with channel and account spelt as in the configuration.'::text), ('orders.lagging'::text,2,'The standby that is read has not replayed the whole day yet.'::text,'订单备库尚未同步完当日数据。'::text,'Wait until the standby has caught up, or point `orders` at the primary, and run it again.'::text), ('orders.missing_value'::text,2,'A shop record lacks a value that it must have.'::text,'商城记录缺少必填的值。'::text,'Correct the view: only channel numbers, times and order numbers may be NULL.'::text), ('orders.record_without_account'::text,2,'A shop record names no channel or no account.'::text,'商城记录没有渠道或商户号。'::text,'Let the view give channel and account of every record; no day that it may be of can be concluded.'::text), ('orders.record_without_time'::text,2,'A shop record counts as money but has no time, and no bill lists it.'::text,'商城记录已入账却没有时间，且账单中没有。'::text,'Let the order view give paid_at or refunded_at for every paid or succeeded record.'::text), ('orders.records_on_zero_day'::text,2,'The channel says that the day had no business, and the shop booked money on it.'::text,'渠道称当日无交易，商城却有收款。'::text,'Ask the channel for the day''s bill once more; if it stays empty, the shop''s records are wrong.'::text), ('orders.relation_missing'::text,69,'An order relation is not there, or may not be used.'::text,'订单视图不存在或无权使用。'::text,'Create it, or set the relation''s option to a view with the columns of the contract, and run `reconciled check`.'::text), ('orders.relation_unusable'::text,78,'An order relation cannot be read.'::text,'订单视图无法读取。'::text,'Set the relation''s option to a view with the columns of the contract, then run `reconciled check`.'::text), ('orders.rows_hidden'::text,2,'Row-level security would hide rows of an order relation.'::text,'行级安全策略会隐藏部分订单记录。'::text,'Give the role of orders.conninfo BYPASSRLS, or point the relation''s option at a view of an owner whom no policy binds.'::text), ('orders.unknown_state'::text,2,'A shop record is in a state that the contract does not know.'::text,'商城记录的状态未知。'::text,'Map the shop''s states to the ones of the contract in the view.'::text), ('orders.unmatched_share'::text,2,'Too many entries of the bill have no shop record.'::text,'账单中无对应商城记录的比例过高。'::text,'See that the order relations hold this day, with channel and account spelt as in the configuration; if they do, run it again with --lift-share-limit and the reason.'::text), ('orders.value_out_of_bounds'::text,2,'An amount or time of a shop record is none that a payment can have.'::text,'商城记录的金额或时间超出范围。'::text,'Correct the record, or the view: amount_fen is a whole number of fen, positive for refunds too; no time is NULL.'::text), ('output.cannot_create'::text,73,'A file or directory to write to cannot be made.'::text,'无法创建输出文件或目录。'::text,'Name a file in a directory that exists and that you may write to.'::text), ('output.failed'::text,74,'Standard output cannot be written to.'::text,'无法写入标准输出。'::text,'See that the disk has room and the reader is still there.'::text), ('report.encoding'::text,70,'The report cannot be put into the form that was asked for.'::text,'报告无法按所选格式输出。'::text,'Use another --format, and report this.'::text), ('report.nothing'::text,2,'There is no result of what was asked for.'::text,'没有可供报告的对账结果。'::text,'Run `reconciled reconcile` first.'::text), ('run.abandoned'::text,75,'The process that worked on the run ended before it did.'::text,'执行对账的进程中途退出。'::text,'It is done again by itself; an import is to be started again, since only you know its files.'::text), ('run.bill_not_due'::text,75,'The channel has no bill, which is not yet an answer.'::text,'渠道暂无账单，尚不能作数。'::text,'Run it again later.'::text), ('run.ended_process'::text,70,'The run ended the processes that worked on it, and is not begun again.'::text,'该次对账多次使进程终止，不再重试。'::text,'See the journal of that time, and report it; when the cause is gone, ask for the day again with `reconciled reconcile`.'::text), ('run.lease_lost'::text,75,'Another process has taken the run over.'::text,'该次对账已由其他进程接手。'::text,'Nothing was changed by this process; see recon.runs for the other one''s result.'::text), ('run.no_archived_bill'::text,69,'No bill of the day is at hand.'::text,'手头没有该日的账单。'::text,'Fetch it without --archived, or import a file that was downloaded by hand.'::text), ('run.stopped'::text,75,'The service stopped in the midst of the run.'::text,'服务在对账途中停止。'::text,'The run goes on when it has started again.'::text), ('run.unknown_bill_kind'::text,78,'The program cannot run bills of this kind.'::text,'本程序不支持此类账单。'::text,'Have every daemon on this database be of the newest release that one of them is of.'::text), ('simulation.compression'::text,70,'The simulator''s compression failed.'::text,'模拟器压缩失败。'::text,'This is a fault of the simulator.'::text), ('simulation.encoding'::text,70,'A text of the simulated world cannot be put into GB18030.'::text,'模拟文本无法编码为 GB18030。'::text,'Install the C library''s gconv modules (Debian: libc-bin and libc6).'::text), ('simulation.output'::text,73,'A file of the simulated world cannot be written.'::text,'无法写入模拟数据文件。'::text,'Give a directory that exists or can be made, that you may write to, on a disk with room.'::text), ('simulation.settings'::text,64,'The settings of the simulated world are not valid.'::text,'模拟世界的设置无效。'::text,'Correct the simulated world''s settings; `channel-simulator generate --help` explains each.'::text), ('simulator.argument'::text,64,'An argument of the simulator is not understood.'::text,'模拟器参数无法识别。'::text,'See `channel-simulator help serve`.'::text), ('simulator.cannot_listen'::text,69,'The simulator cannot listen on its port.'::text,'模拟器无法监听端口。'::text,'Choose another port, or 0 for any that is free.'::text), ('simulator.fault_plan'::text,78,'The plan of faults is not understood.'::text,'故障计划无法识别。'::text,'See `channel-simulator help serve` for the kinds of faults and what each needs.'::text), ('simulator.keys'::text,73,'The simulator''s keys cannot be written.'::text,'无法写入模拟器的密钥。'::text,'Give a directory that you may write to.'::text), ('simulator.keys_incomplete'::text,78,'The keys that the simulator kept are not whole.'::text,'模拟器保存的密钥不完整。'::text,'Remove the directory, or name another: new keys are made, which every caller has to take.'::text), ('statement.other_account'::text,65,'The statement is of another Alipay account than the shop''s others.'::text,'账单属于其他支付宝账户。'::text,'See which shop the file is of. One that has moved to another account is imported as another shop.'::text), ('statement.serial_conflict'::text,65,'Two statements say different things of one movement.'::text,'同一流水号在两份账单中金额或时间不同。'::text,'Nothing was imported. Download both files again and compare them; one of them was changed.'::text), ('statement.sources_disagree'::text,65,'A file of the deposit and the channel''s own answer tell the same time differently.'::text,'保证金文件与渠道接口的同期流水不一致。'::text,'Nothing was imported, so that no movement counts twice. Take one source for these days: see that the file lists every movement, or fetch days before or behind it.'::text), ('statement.unknown_code'::text,65,'A statement has a business code that nobody has given a class.'::text,'账单中出现未归类的业务码。'::text,'Say what it is of: SELECT * FROM recon.classify_code(code, class, text). Until then its rows are unresolved.'::text), ('statement.unknown_shop'::text,64,'No statement was imported for a shop of this name.'::text,'没有该名称的店铺。'::text,'Give the name as recon.seller_statements has it; for the first statement of a shop add --new-shop.'::text)) "*VALUES*";

-- process process_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.process
    ADD CONSTRAINT process_pkey PRIMARY KEY (process_id);

-- process; Type: TABLE; Schema: ledger
CREATE TABLE ledger.process (
    process_id integer NOT NULL,
    kind text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    accounts integer[] NOT NULL,
    status text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT process_kind_check CHECK ((kind = ANY (ARRAY['daemon'::text, 'command'::text])))
);

-- process_process_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.process ALTER COLUMN process_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.process_process_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- reason_text(text, text, text, jsonb, text, text, date); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.reason_text(what text, expected text, found text, place jsonb, because text, account text, day date) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT what || coalesce('; expected ' || expected, '')
           || coalesce(CASE WHEN expected IS NULL THEN ';' ELSE ',' END || ' found ' || found, '')
           || coalesce(' (' || nullif(concat_ws(', ', place->>'file', 'line ' || (place->>'line'),
                  'column ' || (place->>'column'), place->>'address', nullif(place->>'account', account),
                  nullif(place->>'day', day::text), 'pot ' || (place->>'pot')), '') || ')', '')
           || coalesce(', because ' || because, '')
$$;

-- recon; Type: SCHEMA; Schema: -
CREATE SCHEMA recon;

-- reconcile(text, date, text, boolean, text, text); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.reconcile(channel text, bill_date date, account text DEFAULT NULL::text, archived boolean DEFAULT false, lift_share_limit_reason text DEFAULT NULL::text, kind text DEFAULT NULL::text) RETURNS SETOF ledger.requested_run
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    one record;
    row ledger.requested_run;
    found_one boolean := false;
    person text := left(regexp_replace(coalesce(current_setting('reconciled.person', true), ''), '[[:cntrl:]]', '', 'g'), 100);
    asked_by text := session_user;
BEGIN
    -- Whom the session names stands behind a role that several use; the role itself stands for it, so that nobody speaks in
    -- the name of somebody else.
    IF person NOT IN ('', session_user) THEN asked_by := format('%s (as %s)', person, session_user); END IF;
    IF reconcile.channel IS NULL OR NOT EXISTS (SELECT FROM ledger.channel c WHERE c.channel = reconcile.channel) THEN
        RAISE EXCEPTION 'unknown channel: %', reconcile.channel
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Channels are ' || coalesce((SELECT string_agg(c.channel, ' and ' ORDER BY c.place) FROM ledger.channel c),
                                                     'known once a daemon has started') || '.';
    END IF;
    IF reconcile.kind NOT IN (SELECT k.kind FROM ledger.bill_kind k) THEN
        RAISE EXCEPTION 'unknown kind of bill: %', reconcile.kind USING ERRCODE = 'invalid_parameter_value',
            HINT = format('Kinds are %s.', (SELECT string_agg(k.kind, ', ' ORDER BY k.kind) FROM ledger.bill_kind k));
    END IF;
    IF reconcile.bill_date IS NULL OR reconcile.bill_date >= (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'the day % has not ended in Asia/Shanghai', reconcile.bill_date
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A bill is made when its day is over.';
    END IF;
    IF reconcile.lift_share_limit_reason = '' THEN
        RAISE EXCEPTION 'lifting the limit needs a reason' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR one IN SELECT a.account_id, a.account, a.start_date, k.kind
        FROM ledger.account a CROSS JOIN unnest(a.kinds) WITH ORDINALITY AS k(kind, place)
        WHERE a.is_served AND a.channel = reconcile.channel AND a.account = coalesce(reconcile.account, a.account)
          AND k.kind = coalesce(reconcile.kind, k.kind) ORDER BY a.account, k.place
    LOOP
        found_one := true;
        IF reconcile.bill_date < one.start_date THEN
            RAISE EXCEPTION 'account % is reconciled from % on', one.account, one.start_date
                USING ERRCODE = 'invalid_parameter_value', HINT = 'Change start_date in the configuration.';
        END IF;
        row := (ledger.request_run(
            one.account_id, reconcile.bill_date, one.kind, 'person', asked_by,
            CASE WHEN reconcile.archived THEN 'archived' ELSE 'channel' END, reconcile.lift_share_limit_reason),
            one.account, one.kind);
        RETURN NEXT row;
    END LOOP;
    IF NOT found_one THEN
        RAISE EXCEPTION 'no account % of % is served%', coalesce(reconcile.account, ''), reconcile.channel,
            coalesce(' with its ' || reconcile.kind || ' bill', '') USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Accounts are known once a daemon has started with them in its configuration; one that names its pots there has a funds bill.';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.process p WHERE p.kind = 'daemon' AND ledger.is_alive(p.process_id)) THEN
        RAISE WARNING 'no daemon is running: the request waits until one does';
    END IF;
END $$;

-- record an_entry_is_in_one_pair; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.record
    ADD CONSTRAINT an_entry_is_in_one_pair UNIQUE (account_id, paired_bill_date, paired_file_no, paired_line_no);

-- record record_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.record
    ADD CONSTRAINT record_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- record record_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (account_id, entry_type, payment_no, refund_no);

-- record; Type: TABLE; Schema: ledger
CREATE TABLE ledger.record (
    account_id integer NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    payment_no text NOT NULL,
    refund_no text NOT NULL,
    channel_no text NOT NULL,
    amount_fen ledger.fen NOT NULL,
    currency text NOT NULL,
    state text NOT NULL,
    is_money boolean GENERATED ALWAYS AS ((state = ANY (ARRAY['paid'::text, 'succeeded'::text, 'processing'::text]))) STORED,
    occurred_at timestamp with time zone,
    booked_on date GENERATED ALWAYS AS (((occurred_at AT TIME ZONE 'Asia/Shanghai'::text))::date) STORED,
    order_nos text[],
    outcome ledger.outcome NOT NULL,
    due_date date,
    paired_bill_date date,
    paired_file_no smallint,
    paired_line_no integer,
    paired_amount_fen ledger.fen,
    CONSTRAINT a_pair_is_whole CHECK ((num_nulls(paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen) = ANY (ARRAY[0, 4]))),
    CONSTRAINT one_sided_or_paired CHECK (((outcome = ANY (ARRAY['order_only'::ledger.outcome, 'pending'::ledger.outcome])) = (paired_bill_date IS NULL))),
    CONSTRAINT only_money_is_missed CHECK (((paired_bill_date IS NOT NULL) OR is_money)),
    CONSTRAINT plain_pairs_are_not_kept_here CHECK ((outcome <> 'matched'::ledger.outcome)),
    CONSTRAINT record_payment_no_check CHECK ((payment_no <> ''::text)),
    CONSTRAINT record_state_check CHECK ((state = ANY (ARRAY['paid'::text, 'unpaid'::text, 'closed'::text, 'succeeded'::text, 'processing'::text])))
);

-- record_booked; Type: INDEX; Schema: ledger
CREATE INDEX record_booked ON ledger.record USING btree (account_id, booked_on);

-- record_due; Type: INDEX; Schema: ledger
CREATE INDEX record_due ON ledger.record USING btree (account_id, due_date) WHERE (due_date IS NOT NULL);

-- record_payment; Type: INDEX; Schema: ledger
CREATE INDEX record_payment ON ledger.record USING btree (payment_no);

-- refund refund_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (account_id, bill_date, file_no, line_no);

-- refund; Type: TABLE; Schema: ledger
CREATE TABLE ledger.refund (
    account_id integer NOT NULL,
    payment_no text NOT NULL,
    refund_no text NOT NULL,
    payment_hash bigint NOT NULL,
    bill_date date NOT NULL,
    file_no smallint NOT NULL,
    line_no integer NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    amount_fen ledger.fen NOT NULL,
    over_payment_fen ledger.fen,
    over_total_fen ledger.fen,
    CONSTRAINT an_excess_is_one CHECK (((over_total_fen IS NULL) OR ((over_total_fen)::bigint > (over_payment_fen)::bigint))),
    CONSTRAINT an_excess_is_whole CHECK (((over_payment_fen IS NULL) = (over_total_fen IS NULL)))
);

-- refund_payment; Type: INDEX; Schema: ledger
CREATE INDEX refund_payment ON ledger.refund USING btree (account_id, payment_hash);

-- refund_ways; Type: VIEW; Schema: recon
CREATE VIEW recon.refund_ways AS
 SELECT h.shop,
    k.order_no,
    COALESCE(w.recorded_no, NULLIF(w.refund_no, ''::text)) AS refund_no,
    w.step,
        CASE
            WHEN ((w.step = 'recorded'::text) AND (b.reason = ANY (ARRAY['refund_without_source'::text, 'refund_recorded_twice'::text]))) THEN b.reason
            WHEN ((w.step = 'recorded'::text) AND (b.reason = 'difference'::text)) THEN 'not_paid'::text
            WHEN ((w.step = 'booked'::text) AND (w.recorded_fen IS NULL) AND ((b.reason = 'difference'::text) OR (o.order_no IS NULL))) THEN 'not_recorded'::text
            ELSE NULL::text
        END AS flag,
    (recon.yuan((w.recorded_fen)::numeric))::numeric(18,2) AS recorded,
    w.recorded_at,
    w.pot,
    (recon.yuan(((- w.amount_fen))::numeric))::numeric(18,2) AS paid,
    w.booked_at,
    w.code,
    COALESCE(c.text, w.text) AS code_text,
    (recon.yuan((w.returned_fen)::numeric))::numeric(18,2) AS returned,
    w.returned_at,
    o.payment_no,
    w.statement_id,
    w.line_no
   FROM ((((((( SELECT seller_row_class.shop_id,
            seller_row_class.order_no
           FROM ledger.seller_row_class
          WHERE ((seller_row_class.code_class = ANY (ARRAY['refund'::text, 'deposit_refund'::text])) AND (seller_row_class.left_out IS NULL) AND (seller_row_class.order_no <> ''::text))
        UNION
         SELECT shop_order.shop_id,
            shop_order.order_no
           FROM ledger.shop_order
          WHERE (shop_order.refunds_fen <> '{}'::bigint[])
        UNION
         SELECT o_1.shop_id,
            o_1.order_no
           FROM (ledger.record r
             JOIN ledger.shop_order o_1 USING (payment_no))
          WHERE ((r.entry_type = 'refund'::ledger.entry_type) AND (r.state = 'processing'::text))) k
     JOIN ledger.shop h USING (shop_id))
     LEFT JOIN ledger.shop_order o USING (shop_id, order_no))
     LEFT JOIN LATERAL ( SELECT b_1.difference_fen,
            b_1.reason
           FROM ledger.order_balance b_1
          WHERE ((b_1.shop_id = k.shop_id) AND (b_1.order_no = k.order_no))
         OFFSET 0) b ON (true))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (o.orders > 1) THEN ARRAY( SELECT g_1.order_no
                       FROM ledger.shop_order g_1
                      WHERE ((g_1.shop_id = o.shop_id) AND (g_1.payment_no = o.payment_no))
                      ORDER BY g_1.order_no)
                    ELSE ARRAY[k.order_no]
                END AS order_nos) g)
     CROSS JOIN LATERAL ( WITH moved AS (
                 SELECT r.order_no,
                    r.amount_fen,
                    r.refund_no,
                    r.pot,
                    r.booked_at,
                    r.code,
                    r.type,
                    r.text,
                    r.statement_id,
                    r.line_no,
                    row_number() OVER (PARTITION BY r.amount_fen ORDER BY r.booked_at, r.statement_id, r.line_no) AS turn
                   FROM ledger.seller_row_class r
                  WHERE ((r.shop_id = k.shop_id) AND (r.order_no = ANY (g.order_nos)) AND (r.order_no <> ''::text) AND (r.left_out IS NULL) AND (r.code_class = ANY (ARRAY['refund'::text, 'deposit_refund'::text])))
                ), paid AS (
                 SELECT p.order_no,
                    p.amount_fen,
                    p.refund_no,
                    p.pot,
                    p.booked_at,
                    COALESCE(NULLIF(p.code, ''::text), p.type) AS code,
                    p.text,
                    p.statement_id,
                    p.line_no,
                    t.amount_fen AS returned_fen,
                    t.booked_at AS returned_at,
                    t.order_no AS returned_order_no,
                    row_number() OVER (PARTITION BY p.amount_fen ORDER BY (t.turn IS NOT NULL), p.turn) AS turn
                   FROM (( SELECT moved.order_no,
                            moved.amount_fen,
                            moved.refund_no,
                            moved.pot,
                            moved.booked_at,
                            moved.code,
                            moved.type,
                            moved.text,
                            moved.statement_id,
                            moved.line_no,
                            moved.turn
                           FROM moved
                          WHERE (moved.amount_fen < 0)) p
                     FULL JOIN ( SELECT moved.order_no,
                            moved.amount_fen,
                            moved.refund_no,
                            moved.pot,
                            moved.booked_at,
                            moved.code,
                            moved.type,
                            moved.text,
                            moved.statement_id,
                            moved.line_no,
                            moved.turn
                           FROM moved
                          WHERE (moved.amount_fen > 0)) t ON (((t.amount_fen = (- p.amount_fen)) AND (t.turn = p.turn))))
                ), known AS (
                 SELECT r.refund_no,
                    r.amount_fen,
                    r.occurred_at,
                    (r.state = 'processing'::text) AS is_asked,
                    row_number() OVER (PARTITION BY r.state, r.amount_fen ORDER BY r.occurred_at, r.refund_no) AS turn
                   FROM ledger.record r
                  WHERE ((r.payment_no = o.payment_no) AND (r.entry_type = 'refund'::ledger.entry_type) AND (r.state = ANY (ARRAY['succeeded'::text, 'processing'::text])))
                ), recorded AS (
                 SELECT f.fen,
                    f.turn,
                    n.refund_no,
                    n.occurred_at,
                    false AS is_asked
                   FROM (( SELECT f_1.f AS fen,
                            row_number() OVER (PARTITION BY f_1.f) AS turn
                           FROM unnest(o.refunds_fen) f_1(f)) f
                     LEFT JOIN known n ON ((((n.amount_fen)::bigint = f.fen) AND (n.turn = f.turn) AND (NOT n.is_asked))))
                UNION ALL
                 SELECT known.amount_fen,
                    (- known.turn),
                    known.refund_no,
                    known.occurred_at,
                    true
                   FROM known
                  WHERE known.is_asked
                ), pair AS (
                 SELECT p.order_no,
                    p.amount_fen,
                    p.refund_no,
                    p.pot,
                    p.booked_at,
                    p.code,
                    p.text,
                    p.statement_id,
                    p.line_no,
                    p.returned_fen,
                    p.returned_at,
                    p.returned_order_no,
                    p.turn,
                    r.fen AS recorded_fen,
                    r.refund_no AS recorded_no,
                    r.occurred_at AS recorded_at,
                    r.is_asked,
                    (count(*) FILTER (WHERE ((p.amount_fen IS NULL) AND (NOT r.is_asked))) OVER () > 0) AS is_one_unpaid,
                    (count(*) FILTER (WHERE ((r.fen IS NULL) AND (p.returned_fen IS NULL))) OVER () > 0) AS is_one_unrecorded
                   FROM (recorded r
                     FULL JOIN paid p ON ((((- p.amount_fen) = r.fen) AND (p.turn = r.turn))))
                )
         SELECT pair.order_no,
            pair.amount_fen,
            pair.refund_no,
            pair.pot,
            pair.booked_at,
            pair.code,
            pair.text,
            pair.statement_id,
            pair.line_no,
            pair.returned_fen,
            pair.returned_at,
            pair.returned_order_no,
            pair.turn,
            pair.recorded_fen,
            pair.recorded_no,
            pair.recorded_at,
            pair.is_asked,
            pair.is_one_unpaid,
            pair.is_one_unrecorded,
                CASE
                    WHEN pair.is_asked THEN 'asked'::text
                    WHEN (pair.returned_fen IS NOT NULL) THEN 'returned'::text
                    WHEN ((b.difference_fen = (0)::numeric) AND pair.is_one_unpaid AND pair.is_one_unrecorded AND ((pair.recorded_fen IS NULL) OR (pair.amount_fen IS NULL))) THEN 'in_parts'::text
                    WHEN (pair.amount_fen IS NOT NULL) THEN 'booked'::text
                    WHEN (b.difference_fen = (0)::numeric) THEN 'before_settlement'::text
                    ELSE 'recorded'::text
                END AS step
           FROM pair) w)
     LEFT JOIN ledger.business_code c ON ((c.code = w.code)))
  WHERE (COALESCE(w.order_no, w.returned_order_no, g.order_nos[1]) = k.order_no)
  ORDER BY h.shop, k.order_no, COALESCE(w.booked_at, w.recorded_at, w.returned_at), w.line_no, w.recorded_fen;

-- refuse_change(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('item', 'item_event') THEN
        IF EXISTS (SELECT FROM ledger.account_move m WHERE m.account_id = OLD.account_id AND m.direction = 'out') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- refuse_closed_day(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.refuse_closed_day() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    -- A run of before that came along with its account has a number that was set aside for it, and no other run has.
    IF NEW.bill_date <= ledger.closed_through() AND NOT EXISTS (
        SELECT FROM ledger.account_move m WHERE m.account_id = NEW.account_id AND m.direction = 'in'
           AND NEW.run_id BETWEEN m.shift + 1 AND m.greatest_no)
    THEN
        RAISE EXCEPTION 'the day % is in a period that is closed', NEW.bill_date USING ERRCODE = 'RC423',
            HINT = 'What is closed stays closed; see recon.late_effects for what later runs find about it.';
    END IF;
    RETURN NEW;
END $$;

-- refuse_decision(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.refuse_decision() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% may write to ledger.% what a run does, and nothing else (%)', current_user, TG_TABLE_NAME, TG_NAME
        USING ERRCODE = 'insufficient_privilege', HINT =
            'People decide with recon.acknowledge, recon.resolve and recon.reopen, and ask for runs with recon.reconcile.';
END $$;

-- refuse_unasked_lift(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.refuse_unasked_lift() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NEW.note = (SELECT r.lift_share_limit_reason FROM ledger.run r
                    WHERE r.account_id = NEW.account_id AND r.run_id = NEW.run_id)
       OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'nobody asked for run % to go on beyond the share limit for this reason', NEW.run_id
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- reopen(bigint, text, numeric); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.reopen(discrepancy_id bigint, note text, seen_difference numeric DEFAULT NULL::numeric) RETURNS recon.decision
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT ledger.decide($1, 'reopened', NULL, $2, $3) $_$;

-- request_run(integer, date, text, text, text, text, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.request_run(account integer, day date, kind text, origin text, requester text, source text, lift_reason text) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
#variable_conflict use_variable
DECLARE
    made bigint;
BEGIN
    PERFORM ledger.lock_attempts(account, day, kind);
    INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state, source, lift_share_limit_reason)
    VALUES (account, day, request_run.kind,
            (SELECT coalesce(max(attempt), 0) + 1 FROM ledger.run r
              WHERE r.account_id = request_run.account AND r.bill_date = day AND r.kind = request_run.kind),
            request_run.origin, ledger.requester(request_run.origin, requester), 'queued', request_run.source, lift_reason)
    RETURNING run_id INTO made;
    RETURN made;
END $$;

-- requested_run; Type: TYPE; Schema: ledger
CREATE TYPE ledger.requested_run AS (
	run_id bigint,
	account text,
	kind text
);

-- requester(text, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.requester(origin text, claimed text) RETURNS text
    LANGUAGE sql STABLE
    RETURN CASE WHEN (origin <> 'person'::text) THEN origin WHEN ((claimed = SESSION_USER) OR ("right"(claimed, length(format(' (as %s)'::text, SESSION_USER))) = format(' (as %s)'::text, SESSION_USER)) OR pg_has_role(CURRENT_USER, (SELECT pg_class.relowner FROM pg_class WHERE (pg_class.oid = ('ledger.run'::regclass)::oid)), 'USAGE'::text)) THEN claimed ELSE format('%s (as %s)'::text, claimed, SESSION_USER) END;

-- requests; Type: VIEW; Schema: recon
CREATE VIEW recon.requests AS
 SELECT r.requested_at,
    r.requested_by,
    a.channel,
    a.account,
    r.bill_date,
    r.kind,
    r.run_id,
    r.attempt,
    r.origin,
    r.source,
    r.state,
    (r.verdict)::text AS verdict,
    COALESCE((d.run_id = r.run_id), false) AS in_force,
    r.lift_share_limit_reason,
    s.label_en AS state_en,
    s.label_zh AS state_zh,
    v.label_en AS verdict_en,
    v.label_zh AS verdict_zh,
    u.label_en AS source_en,
    u.label_zh AS source_zh
   FROM (((((ledger.run r
     JOIN ledger.account a USING (account_id))
     LEFT JOIN ledger.day d USING (account_id, bill_date, kind))
     LEFT JOIN recon.labels s ON (((s.word_of = 'state'::text) AND (s.word = r.state))))
     LEFT JOIN recon.labels v ON (((v.word_of = 'verdict'::text) AND (v.word = (r.verdict)::text))))
     LEFT JOIN recon.labels u ON (((u.word_of = 'source'::text) AND (u.word = r.source))))
  WHERE (r.origin = ANY (ARRAY['person'::text, 'import'::text]))
  ORDER BY r.requested_at DESC, r.run_id DESC;

-- require_decision(text, text, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.require_decision(decision text, resolution text, note text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF coalesce(note, '') !~ '\S' THEN
        RAISE EXCEPTION 'a note is required' USING ERRCODE = 'RC422', HINT = 'Say in a sentence why.';
    END IF;
    IF decision = 'resolved' AND (resolution IN ('corrected', 'refunded', 'made_up', 'written_off', 'accepted')) IS NOT TRUE THEN
        RAISE EXCEPTION '% is no resolution', coalesce(quote_literal(resolution), 'NULL') USING
            ERRCODE = 'RC422', HINT = 'Give one of corrected, refunded, made_up, written_off, accepted.';
    END IF;
END $$;

-- require_item(bigint); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.require_item(id bigint) RETURNS ledger.item
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    item ledger.item;
BEGIN
    SELECT i.* INTO item FROM ledger.item i WHERE i.item_id = id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no discrepancy %', coalesce(id::text, 'NULL') USING
            ERRCODE = 'RC404', HINT = 'See the column discrepancy_id of recon.discrepancies and recon.pending.';
    END IF;
    RETURN item;
END $$;

-- resolve(bigint, text, text, numeric); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.resolve(discrepancy_id bigint, resolution text, note text, seen_difference numeric DEFAULT NULL::numeric) RETURNS recon.decision
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    SELECT ledger.decide($1, 'resolved', $2, $3, $4) $_$;

-- resolve_where(text, text, text, bigint, numeric, bigint); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.resolve_where(filter text, resolution text, note text, seen_items bigint DEFAULT NULL::bigint, seen_difference numeric DEFAULT NULL::numeric, max_items bigint DEFAULT 1000) RETURNS TABLE(done boolean, code text, label_en text, label_zh text, channel text, account text, items bigint, difference numeric, amount numeric, oldest date, newest date)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

-- run a_closed_day_is_not_run; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_closed_day_is_not_run BEFORE INSERT ON ledger.run FOR EACH ROW EXECUTE FUNCTION ledger.refuse_closed_day();

-- run a_run_is_asked_for_in_ones_own_name; Type: TRIGGER; Schema: ledger
CREATE TRIGGER a_run_is_asked_for_in_ones_own_name BEFORE INSERT ON ledger.run FOR EACH ROW WHEN ((new.requested_by <> ledger.requester(new.origin, new.requested_by))) EXECUTE FUNCTION ledger.refuse_decision();

-- run an_ended_run_stays_as_it_is; Type: TRIGGER; Schema: ledger
CREATE TRIGGER an_ended_run_stays_as_it_is BEFORE UPDATE ON ledger.run FOR EACH ROW WHEN ((old.state = ANY (ARRAY['done'::text, 'failed'::text]))) EXECUTE FUNCTION ledger.refuse_decision();

-- run attempts_of_a_day_are_numbered; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run
    ADD CONSTRAINT attempts_of_a_day_are_numbered UNIQUE (account_id, bill_date, kind, attempt);

-- run run_account_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run
    ADD CONSTRAINT run_account_id_fkey FOREIGN KEY (account_id) REFERENCES ledger.account(account_id);

-- run run_is_told; Type: TRIGGER; Schema: ledger
CREATE TRIGGER run_is_told AFTER INSERT OR UPDATE OF state ON ledger.run FOR EACH ROW WHEN ((new.state = ANY (ARRAY['queued'::text, 'done'::text, 'failed'::text]))) EXECUTE FUNCTION ledger.tell_of_run();

-- run run_kind_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run
    ADD CONSTRAINT run_kind_fkey FOREIGN KEY (kind) REFERENCES ledger.bill_kind(kind);

-- run run_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (account_id, run_id);

-- run; Type: TABLE; Schema: ledger
CREATE TABLE ledger.run (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    bill_date date NOT NULL,
    kind text NOT NULL,
    attempt integer NOT NULL,
    origin text NOT NULL,
    requested_by text NOT NULL,
    state text NOT NULL,
    verdict ledger.verdict,
    reason_code text,
    reason text,
    expected text,
    found text,
    place jsonb,
    hint text,
    because_code text,
    because text,
    bill_id bigint,
    entries bigint DEFAULT 0 NOT NULL,
    matched bigint DEFAULT 0 NOT NULL,
    cross_day bigint DEFAULT 0 NOT NULL,
    pending bigint DEFAULT 0 NOT NULL,
    discrepancies bigint DEFAULT 0 NOT NULL,
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    source text DEFAULT 'channel'::text NOT NULL,
    lift_share_limit_reason text,
    tries integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone,
    begun_by integer[] DEFAULT '{}'::integer[] NOT NULL,
    crashes integer DEFAULT 0 NOT NULL,
    CONSTRAINT a_reason_has_a_code_and_a_hint CHECK ((num_nulls(reason_code, reason, hint) = ANY (ARRAY[0, 3]))),
    CONSTRAINT no_conclusion_without_a_reason CHECK (((verdict IS DISTINCT FROM 'incomplete'::ledger.verdict) OR (reason IS NOT NULL))),
    CONSTRAINT no_failure_without_a_reason CHECK (((state <> 'failed'::text) OR (reason IS NOT NULL))),
    CONSTRAINT only_a_done_run_has_a_verdict CHECK (((state = 'done'::text) = (verdict IS NOT NULL))),
    CONSTRAINT only_a_person_has_a_name CHECK (((origin = 'person'::text) OR (requested_by = origin))),
    CONSTRAINT only_an_ended_run_is_finished CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT run_attempt_check CHECK ((attempt >= 1)),
    CONSTRAINT run_crashes_check CHECK ((crashes >= 0)),
    CONSTRAINT run_lift_share_limit_reason_check CHECK ((lift_share_limit_reason <> ''::text)),
    CONSTRAINT run_origin_check CHECK ((origin = ANY (ARRAY['schedule'::text, 'catch_up'::text, 'rematch'::text, 'import'::text, 'person'::text]))),
    CONSTRAINT run_requested_by_check CHECK ((requested_by <> ''::text)),
    CONSTRAINT run_source_check CHECK ((source = ANY (ARRAY['channel'::text, 'archived'::text, 'files'::text]))),
    CONSTRAINT run_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'fetching'::text, 'matching'::text, 'done'::text, 'failed'::text]))),
    CONSTRAINT run_tries_check CHECK ((tries >= 0))
);

-- run_change run_change_account_id_item_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run_change
    ADD CONSTRAINT run_change_account_id_item_id_fkey FOREIGN KEY (account_id, item_id) REFERENCES ledger.item(account_id, item_id);

-- run_change run_change_account_id_run_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run_change
    ADD CONSTRAINT run_change_account_id_run_id_fkey FOREIGN KEY (account_id, run_id) REFERENCES ledger.run(account_id, run_id);

-- run_change run_change_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run_change
    ADD CONSTRAINT run_change_pkey PRIMARY KEY (account_id, run_id, item_id);

-- run_change; Type: TABLE; Schema: ledger
CREATE TABLE ledger.run_change (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    item_id bigint NOT NULL,
    change text NOT NULL,
    status text NOT NULL,
    difference_fen ledger.fen NOT NULL,
    CONSTRAINT run_change_change_check CHECK ((change = ANY (ARRAY['new'::text, 'persisting'::text, 'resolved'::text])))
);

-- run_change_item; Type: INDEX; Schema: ledger
CREATE INDEX run_change_item ON ledger.run_change USING btree (account_id, item_id);

-- run_change_run; Type: INDEX; Schema: ledger
CREATE INDEX run_change_run ON ledger.run_change USING btree (run_id);

-- run_changes; Type: VIEW; Schema: recon
CREATE VIEW recon.run_changes AS
 SELECT c.run_id,
    c.change,
    c.item_id AS discrepancy_id,
    (i.code)::text AS code,
    c.status,
    a.channel,
    a.account,
    i.bill_date,
        CASE
            WHEN (i.code <> 'balance_break'::ledger.outcome) THEN (i.entry_type)::text
            ELSE NULL::text
        END AS entry_type,
    i.payment_no,
    NULLIF(i.refund_no, ''::text) AS refund_no,
    (recon.yuan((c.difference_fen)::numeric))::numeric(18,2) AS difference,
    i.kind,
    NULLIF(i.pot, ''::text) AS pot,
    l.label_en AS code_en,
    l.label_zh AS code_zh,
    h.label_en AS change_en,
    h.label_zh AS change_zh,
    s.label_en AS status_en,
    s.label_zh AS status_zh
   FROM (((((ledger.run_change c
     JOIN ledger.item i USING (account_id, item_id))
     JOIN ledger.account a USING (account_id))
     LEFT JOIN recon.codes l ON ((l.code = (i.code)::text)))
     LEFT JOIN recon.labels h ON (((h.word_of = 'change'::text) AND (h.word = c.change))))
     LEFT JOIN recon.labels s ON (((s.word_of = 'status'::text) AND (s.word = c.status))))
  ORDER BY c.run_id DESC, c.item_id;

-- run_day; Type: INDEX; Schema: ledger
CREATE INDEX run_day ON ledger.run USING btree (account_id, bill_date, kind, run_id);

-- run_in_turn; Type: INDEX; Schema: ledger
CREATE INDEX run_in_turn ON ledger.run USING btree (((origin <> 'person'::text)), bill_date, run_id) WHERE (state = 'queued'::text);

-- run_run_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.run ALTER COLUMN run_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME ledger.run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- run_total run_total_account_id_run_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run_total
    ADD CONSTRAINT run_total_account_id_run_id_fkey FOREIGN KEY (account_id, run_id) REFERENCES ledger.run(account_id, run_id);

-- run_total run_total_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.run_total
    ADD CONSTRAINT run_total_pkey PRIMARY KEY (account_id, run_id, entry_type);

-- run_total; Type: TABLE; Schema: ledger
CREATE TABLE ledger.run_total (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    rows bigint NOT NULL,
    amount_fen ledger.fen NOT NULL,
    other_discounts_fen ledger.fen NOT NULL,
    channel_total_fen ledger.fen NOT NULL,
    settled_fen ledger.fen NOT NULL,
    fees_e5 bigint NOT NULL,
    matched_rows bigint NOT NULL,
    matched_fen ledger.fen NOT NULL,
    CONSTRAINT run_total_check CHECK (((matched_rows >= 0) AND (matched_rows <= rows))),
    CONSTRAINT run_total_rows_check CHECK ((rows >= 0))
);

-- run_waiting; Type: INDEX; Schema: ledger
CREATE INDEX run_waiting ON ledger.run USING btree (state) WHERE (state = ANY (ARRAY['queued'::text, 'fetching'::text, 'matching'::text]));

-- runs; Type: VIEW; Schema: recon
CREATE VIEW recon.runs AS
 SELECT r.run_id,
    a.channel,
    a.account,
    r.bill_date,
    r.attempt,
    r.requested_by,
    r.state,
    (r.verdict)::text AS verdict,
    ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because, ((a.channel || ':'::text) || a.account), r.bill_date) AS reason,
    r.entries,
    r.matched,
    r.cross_day,
    r.pending,
    r.discrepancies,
    r.requested_at,
    r.started_at,
    r.finished_at,
    COALESCE((d.run_id = r.run_id), false) AS in_force,
    r.reason_code,
    r.source,
    r.next_try_at,
    l.progress,
    r.hint,
    r.reason AS what,
    r.expected,
    r.found,
    r.place,
    r.because_code,
    r.because,
    r.kind,
    r.origin,
    NULLIF(array_to_string((b.pots || b.quiet_pots), ', '::text), ''::text) AS pot,
    s.label_en AS state_en,
    s.label_zh AS state_zh,
    v.label_en AS verdict_en,
    v.label_zh AS verdict_zh
   FROM ((((((ledger.run r
     JOIN ledger.account a USING (account_id))
     LEFT JOIN ledger.day d USING (account_id, bill_date, kind))
     LEFT JOIN ledger.lease l ON (((l.account_id = r.account_id) AND (l.run_id = r.run_id))))
     LEFT JOIN ledger.bill b ON (((b.account_id = r.account_id) AND (b.bill_id = r.bill_id))))
     LEFT JOIN recon.labels s ON (((s.word_of = 'state'::text) AND (s.word = r.state))))
     LEFT JOIN recon.labels v ON (((v.word_of = 'verdict'::text) AND (v.word = (r.verdict)::text))))
  ORDER BY r.run_id DESC;

-- seller_bundle; Type: TABLE; Schema: ledger
CREATE TABLE ledger.seller_bundle (
    statement_id bigint NOT NULL,
    shop_id integer NOT NULL,
    order_no text NOT NULL,
    line_nos integer[] NOT NULL,
    integers bigint[] NOT NULL,
    occurrences integer[],
    numbers text NOT NULL,
    CONSTRAINT occurrences_are_whole CHECK ((cardinality(occurrences) = cardinality(line_nos))),
    CONSTRAINT rows_are_whole CHECK ((cardinality(integers) = (5 * cardinality(line_nos))))
);
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN statement_id SET STATISTICS 20;
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN shop_id SET STATISTICS 20;
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN order_no SET STATISTICS 20;
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN order_no SET (n_distinct=-0.7);
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN line_nos SET STATISTICS 0;
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN integers SET STATISTICS 0;
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN occurrences SET STATISTICS 0;
ALTER TABLE ONLY ledger.seller_bundle ALTER COLUMN numbers SET STATISTICS 0;

-- seller_bundle_order; Type: INDEX; Schema: ledger
CREATE INDEX seller_bundle_order ON ledger.seller_bundle USING hash (order_no) WHERE (order_no <> ''::text);

-- seller_bundle_place; Type: INDEX; Schema: ledger
CREATE INDEX seller_bundle_place ON ledger.seller_bundle USING brin (statement_id) WITH (pages_per_range='32');

-- seller_class(text, text, text, text, text, boolean, boolean, boolean); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.seller_class(left_out text, names_orders text, code_class text, fee_code text, code text, is_own_funds boolean, is_paid boolean, is_of_month boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (left_out IS NOT NULL) THEN left_out WHEN (names_orders = 'conflict'::text) THEN 'unresolved'::text WHEN (fee_code IS NOT NULL) THEN ('fee:'::text || fee_code) WHEN ((code_class = 'own_funds'::text) OR ((code_class IS NULL) AND (code = ''::text) AND is_own_funds)) THEN 'own_funds'::text WHEN ((code_class = ANY (ARRAY['receipt'::text, 'refund'::text, 'deposit_refund'::text])) AND (names_orders = 'one'::text) AND is_paid) THEN CASE WHEN is_of_month THEN 'order'::text ELSE 'other_period'::text END ELSE 'unresolved'::text END;

-- seller_kind seller_kind_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_kind
    ADD CONSTRAINT seller_kind_pkey PRIMARY KEY (shop_id, kind_no);

-- seller_kind seller_kind_shop_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_kind
    ADD CONSTRAINT seller_kind_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES ledger.shop(shop_id);

-- seller_kind; Type: TABLE; Schema: ledger
CREATE TABLE ledger.seller_kind (
    shop_id integer NOT NULL,
    kind_no integer NOT NULL,
    pot text NOT NULL,
    names_orders text NOT NULL,
    rule text,
    code text NOT NULL,
    text text NOT NULL,
    type text NOT NULL,
    description text NOT NULL,
    is_own_funds boolean NOT NULL,
    is_mirror boolean,
    CONSTRAINT seller_kind_description_check CHECK ((description = ANY (ARRAY['absent'::text, 'blank'::text, 'coded'::text, 'uncoded'::text]))),
    CONSTRAINT seller_kind_names_orders_check CHECK ((names_orders = ANY (ARRAY['none'::text, 'one'::text, 'several'::text, 'conflict'::text]))),
    CONSTRAINT seller_kind_pot_check CHECK ((pot = ANY (ARRAY['aggregated'::text, 'deposit'::text, 'alipay'::text])))
);

-- seller_kind_class; Type: VIEW; Schema: ledger
CREATE VIEW ledger.seller_kind_class AS
 SELECT k.shop_id,
    k.kind_no,
    k.pot,
    k.names_orders,
    k.rule,
    k.code,
    k.text,
    k.type,
    k.description,
    k.is_own_funds,
    k.is_mirror,
    k.counted_as,
    c.class AS code_class,
        CASE
            WHEN (c.class = ANY (ARRAY['fee'::text, 'insurance'::text, 'marketing'::text, 'donation'::text, 'subsidy'::text])) THEN k.counted_as
            WHEN ((k.description = 'blank'::text) AND (k.code = ''::text) AND (c.class IS NULL)) THEN ''::text
            ELSE NULL::text
        END AS fee_code
   FROM (( SELECT seller_kind.shop_id,
            seller_kind.kind_no,
            seller_kind.pot,
            seller_kind.names_orders,
            seller_kind.rule,
            seller_kind.code,
            seller_kind.text,
            seller_kind.type,
            seller_kind.description,
            seller_kind.is_own_funds,
            seller_kind.is_mirror,
                CASE
                    WHEN (seller_kind.code <> ''::text) THEN seller_kind.code
                    ELSE seller_kind.type
                END AS counted_as
           FROM ledger.seller_kind) k
     LEFT JOIN ledger.business_code c ON ((c.code = k.counted_as)));

-- seller_pair; Type: VIEW; Schema: ledger
CREATE VIEW ledger.seller_pair AS
 SELECT p.shop_id,
    p.plus_item,
    p.minus_item,
    p.amount_fen,
    e.decision,
    e.actor,
    e.note,
    e.at AS decided_at
   FROM (( SELECT open_seller_item.shop_id,
            abs(open_seller_item.amount_fen) AS amount_fen,
            min(open_seller_item.item) FILTER (WHERE (open_seller_item.amount_fen > (0)::numeric)) AS plus_item,
            min(open_seller_item.item) FILTER (WHERE (open_seller_item.amount_fen < (0)::numeric)) AS minus_item
           FROM ledger.open_seller_item
          WHERE (open_seller_item.reason <> ALL (ARRAY['not_settled'::text, 'refund_without_source'::text, 'refund_recorded_twice'::text]))
          GROUP BY open_seller_item.shop_id, (abs(open_seller_item.amount_fen))
         HAVING ((count(*) FILTER (WHERE (open_seller_item.amount_fen > (0)::numeric)) = 1) AND (count(*) FILTER (WHERE (open_seller_item.amount_fen < (0)::numeric)) = 1))) p
     LEFT JOIN LATERAL ( SELECT e_1.event_id,
            e_1.shop_id,
            e_1.plus_item,
            e_1.minus_item,
            e_1.amount_fen,
            e_1.decision,
            e_1.actor,
            e_1.note,
            e_1.at
           FROM ledger.suggestion_event e_1
          WHERE ((e_1.shop_id = p.shop_id) AND (e_1.plus_item = p.plus_item) AND (e_1.minus_item = p.minus_item) AND ((e_1.amount_fen)::numeric = p.amount_fen))
          ORDER BY e_1.event_id DESC
         LIMIT 1) e ON (true));

-- seller_pots; Type: VIEW; Schema: recon
CREATE VIEW recon.seller_pots AS
 SELECT m.shop,
    m.month,
    m.pot,
    (sum(m.rows))::bigint AS rows,
    (sum(m.amount))::numeric(18,2) AS net,
    (COALESCE(sum(m.amount) FILTER (WHERE m.counted), (0)::numeric))::numeric(18,2) AS counted_net,
    (COALESCE(sum(m.rows) FILTER (WHERE (NOT m.counted)), (0)::numeric))::bigint AS left_out,
    (COALESCE(sum(m.rows) FILTER (WHERE (m.class = 'unresolved'::text)), (0)::numeric))::bigint AS unresolved_rows,
    (COALESCE(sum(m.amount) FILTER (WHERE (m.class = 'unresolved'::text)), (0)::numeric))::numeric(18,2) AS unresolved
   FROM recon.month_money m
  GROUP BY m.shop, m.month, m.pot
  ORDER BY m.shop, m.month DESC, m.pot;

-- seller_reason(text, text, text, text, text, boolean, boolean); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.seller_reason(left_out text, names_orders text, code_class text, description text, code text, is_own_funds boolean, is_known boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (left_out IS NOT NULL) THEN NULL::text WHEN (names_orders = 'conflict'::text) THEN 'numbers_disagree'::text WHEN ((code_class IS NULL) AND (code <> ''::text)) THEN 'unknown_code'::text WHEN ((code_class IS NULL) AND ((description = 'blank'::text) OR is_own_funds)) THEN NULL::text WHEN (code_class IS NULL) THEN 'unknown_type'::text WHEN (code_class <> ALL (ARRAY['receipt'::text, 'refund'::text, 'deposit_refund'::text])) THEN NULL::text WHEN (names_orders = 'several'::text) THEN 'several_orders'::text WHEN (names_orders = 'none'::text) THEN 'no_order_number'::text WHEN (NOT is_known) THEN 'unknown_order'::text ELSE NULL::text END;

-- seller_row; Type: VIEW; Schema: ledger
CREATE VIEW ledger.seller_row AS
 SELECT b.statement_id,
    to_timestamp((b.integers[((5 * u.place) - 4)])::double precision) AS booked_at,
    b.integers[((5 * u.place) - 3)] AS amount_fen,
    NULLIF(b.integers[((5 * u.place) - 2)], '-9223372036854775808'::bigint) AS balance_fen,
    b.integers[((5 * u.place) - 1)] AS identity,
    b.shop_id,
    u.line_no,
    (b.integers[(5 * u.place)])::integer AS kind_no,
    COALESCE(b.occurrences[u.place], 1) AS occurrence,
    b.order_no,
    (((b.integers[((5 * u.place) - 4)] + 28800) / 86400))::integer AS booked_day,
    split_part(split_part(b.numbers, '
'::text, (u.place)::integer), '	'::text, 1) AS serial_no,
    split_part(split_part(b.numbers, '
'::text, (u.place)::integer), '	'::text, 2) AS business_no,
    substr(NULLIF(split_part(split_part(b.numbers, '
'::text, (u.place)::integer), '	'::text, 3), ''::text), 2) AS sub_order_no,
    NULLIF(split_part(split_part(b.numbers, '
'::text, (u.place)::integer), '	'::text, 4), ''::text) AS refund_no,
    string_to_array(NULLIF(split_part(split_part(b.numbers, '
'::text, (u.place)::integer), '	'::text, 5), ''::text), ','::text) AS candidates
   FROM (ledger.seller_bundle b
     CROSS JOIN LATERAL unnest(b.line_nos) WITH ORDINALITY u(line_no, place));

-- seller_row_class; Type: VIEW; Schema: ledger
CREATE VIEW ledger.seller_row_class AS
 SELECT r.shop_id,
    r.statement_id,
    r.line_no,
    k.pot,
    r.booked_at,
    r.amount_fen,
    r.balance_fen,
    r.order_no,
    k.names_orders,
    k.rule,
    k.code,
    k.text,
    k.type,
    r.serial_no,
    r.business_no,
    COALESCE(r.refund_no, ''::text) AS refund_no,
    r.candidates,
    l.reason AS left_out,
    k.code_class,
    k.fee_code,
    (date_trunc('month'::text, (r.booked_at AT TIME ZONE 'Asia/Shanghai'::text)))::date AS month,
    ledger.seller_class(l.reason, k.names_orders, k.code_class, k.fee_code, k.code, k.is_own_funds, (o.paid_at IS NOT NULL), (date_trunc('month'::text, (o.paid_at AT TIME ZONE 'Asia/Shanghai'::text)) = date_trunc('month'::text, (r.booked_at AT TIME ZONE 'Asia/Shanghai'::text)))) AS class,
    ledger.seller_reason(l.reason, k.names_orders, k.code_class, k.description, k.code, k.is_own_funds, (o.order_no IS NOT NULL)) AS reason
   FROM (((ledger.seller_row r
     JOIN ledger.seller_kind_class k USING (shop_id, kind_no))
     LEFT JOIN ledger.seller_row_left_out l USING (shop_id, statement_id, line_no))
     LEFT JOIN ledger.shop_order o ON (((o.shop_id = r.shop_id) AND (o.order_no = r.order_no))));

-- seller_row_left_out seller_row_left_out_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_row_left_out
    ADD CONSTRAINT seller_row_left_out_pkey PRIMARY KEY (shop_id, statement_id, line_no);

-- seller_row_left_out; Type: TABLE; Schema: ledger
CREATE TABLE ledger.seller_row_left_out (
    shop_id integer NOT NULL,
    statement_id bigint NOT NULL,
    line_no integer NOT NULL,
    reason text NOT NULL,
    CONSTRAINT seller_row_left_out_reason_check CHECK ((reason = ANY (ARRAY['copy'::text, 'repeated'::text])))
);

-- seller_row_unresolved; Type: VIEW; Schema: ledger
CREATE VIEW ledger.seller_row_unresolved AS
 SELECT seller_row_class.shop_id,
    seller_row_class.statement_id,
    seller_row_class.line_no,
    seller_row_class.pot,
    seller_row_class.booked_at,
    seller_row_class.amount_fen,
    seller_row_class.balance_fen,
    seller_row_class.order_no,
    seller_row_class.names_orders,
    seller_row_class.rule,
    seller_row_class.code,
    seller_row_class.text,
    seller_row_class.type,
    seller_row_class.serial_no,
    seller_row_class.business_no,
    seller_row_class.refund_no,
    seller_row_class.candidates,
    seller_row_class.left_out,
    seller_row_class.code_class,
    seller_row_class.fee_code,
    seller_row_class.month,
    seller_row_class.class,
    seller_row_class.reason
   FROM ledger.seller_row_class
  WHERE ((seller_row_class.class = 'unresolved'::text) AND ((seller_row_class.fee_code IS NULL) OR (seller_row_class.names_orders = 'conflict'::text)));

-- seller_rows; Type: VIEW; Schema: recon
CREATE VIEW recon.seller_rows AS
 SELECT h.shop,
    r.pot,
    r.month,
    r.booked_at,
    (recon.yuan((r.amount_fen)::numeric))::numeric(18,2) AS amount,
        CASE
            WHEN ((r.class = 'unresolved'::text) AND (EXISTS ( SELECT
               FROM ledger.seller_pair p
              WHERE ((p.shop_id = r.shop_id) AND (p.decision IS DISTINCT FROM 'refused'::text) AND ((format('row %s:%s'::text, r.statement_id, r.line_no) = p.plus_item) OR (format('row %s:%s'::text, r.statement_id, r.line_no) = p.minus_item)))))) THEN 'suggested'::text
            ELSE r.class
        END AS class,
    r.reason,
    (r.left_out IS NULL) AS counted,
    r.order_no,
    r.rule AS order_rule,
    r.code,
    COALESCE(c.text, r.text) AS code_text,
    r.type,
    (recon.yuan((r.balance_fen)::numeric))::numeric(18,2) AS balance,
    r.serial_no,
    r.business_no,
    r.refund_no,
    r.candidates AS named_orders,
    r.statement_id,
    r.line_no
   FROM ((ledger.seller_row_class r
     JOIN ledger.shop h USING (shop_id))
     LEFT JOIN ledger.business_code c ON ((c.code = r.code)));

-- seller_statement seller_statement_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_statement
    ADD CONSTRAINT seller_statement_pkey PRIMARY KEY (shop_id, statement_id);

-- seller_statement seller_statement_shop_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_statement
    ADD CONSTRAINT seller_statement_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES ledger.shop(shop_id);

-- seller_statement seller_statement_shop_id_sha256_key; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_statement
    ADD CONSTRAINT seller_statement_shop_id_sha256_key UNIQUE (shop_id, sha256);

-- seller_statement seller_statement_statement_id_key; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.seller_statement
    ADD CONSTRAINT seller_statement_statement_id_key UNIQUE (statement_id);

-- seller_statement; Type: TABLE; Schema: ledger
CREATE TABLE ledger.seller_statement (
    shop_id integer NOT NULL,
    statement_id bigint NOT NULL,
    pot text NOT NULL,
    file_name text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    rows_in bigint NOT NULL,
    in_fen bigint NOT NULL,
    rows_out bigint NOT NULL,
    out_fen bigint NOT NULL,
    first_at timestamp with time zone,
    last_at timestamp with time zone,
    opening_fen bigint,
    closing_fen bigint,
    has_totals boolean NOT NULL,
    flagged_rows bigint NOT NULL,
    notes text[] NOT NULL,
    imported_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    imported_by text DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT rows_have_a_time CHECK (((((rows_in + rows_out) = 0) = (first_at IS NULL)) AND ((first_at IS NULL) = (last_at IS NULL)))),
    CONSTRAINT seller_statement_in_fen_check CHECK ((in_fen >= 0)),
    CONSTRAINT seller_statement_out_fen_check CHECK ((out_fen >= 0)),
    CONSTRAINT seller_statement_pot_check CHECK ((pot = ANY (ARRAY['aggregated'::text, 'deposit'::text, 'alipay'::text]))),
    CONSTRAINT seller_statement_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT seller_statement_size_bytes_check CHECK ((size_bytes >= 0))
);

-- seller_statement_statement_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.seller_statement ALTER COLUMN statement_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.seller_statement_statement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- seller_statements; Type: VIEW; Schema: recon
CREATE VIEW recon.seller_statements AS
 SELECT h.shop,
    s.pot,
    s.statement_id,
    s.first_at,
    s.last_at,
    (s.rows_in + s.rows_out) AS rows,
    (recon.yuan((s.in_fen)::numeric))::numeric(18,2) AS money_in,
    (recon.yuan((s.out_fen)::numeric))::numeric(18,2) AS money_out,
    (recon.yuan(((s.in_fen - s.out_fen))::numeric))::numeric(18,2) AS net,
    (recon.yuan((s.opening_fen)::numeric))::numeric(18,2) AS opening,
    (recon.yuan((s.closing_fen)::numeric))::numeric(18,2) AS closing,
    l.copies,
    l.repeated,
    s.notes,
    s.file_name,
    s.size_bytes,
    s.sha256,
    s.has_totals,
    s.flagged_rows,
    s.imported_at,
    s.imported_by
   FROM ((ledger.seller_statement s
     JOIN ledger.shop h USING (shop_id))
     CROSS JOIN LATERAL ( SELECT count(*) FILTER (WHERE (l_1.reason = 'copy'::text)) AS copies,
            count(*) FILTER (WHERE (l_1.reason = 'repeated'::text)) AS repeated
           FROM ledger.seller_row_left_out l_1
          WHERE ((l_1.shop_id = s.shop_id) AND (l_1.statement_id = s.statement_id))) l)
  ORDER BY h.shop, s.first_at DESC, s.pot, s.statement_id DESC;

-- seller_sum; Type: VIEW; Schema: ledger
CREATE VIEW ledger.seller_sum AS
 SELECT p.shop_id,
    s.statement_id,
    s.pot,
    s.month,
    s.code,
    s.text,
    s.type,
    s.counted_as,
    s.left_out,
    s.class,
    s.reason,
    s.rows,
    s.amount_fen,
    s.first_at,
    s.last_at
   FROM (( SELECT seller_statement.shop_id,
            array_agg(seller_statement.statement_id) AS statements
           FROM ledger.seller_statement
          GROUP BY seller_statement.shop_id) p
     CROSS JOIN LATERAL ledger.seller_sums(p.shop_id, p.statements) s(statement_id, pot, month, code, text, type, counted_as, left_out, class, reason, rows, amount_fen, first_at, last_at));

-- seller_sums(integer, bigint[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.seller_sums(shop integer, statements bigint[]) RETURNS TABLE(statement_id bigint, pot text, month date, code text, text text, type text, counted_as text, left_out text, class text, reason text, rows bigint, amount_fen bigint, first_at timestamp with time zone, last_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET jit TO 'off'
    SET enable_sort TO 'off'
    SET work_mem TO '64MB'
    AS $_$
    SELECT s.statement_id, k.pot, m.month, k.code, k.text, k.type, k.counted_as, s.left_out,
           ledger.seller_class(s.left_out, k.names_orders, k.code_class, k.fee_code, k.code, k.is_own_funds,
               s.paid_day IS NOT NULL, date_trunc('month', date '1970-01-01' + s.paid_day) = m.month),
           ledger.seller_reason(s.left_out, k.names_orders, k.code_class, k.description, k.code, k.is_own_funds, s.is_known),
           s.rows, s.amount_fen, s.first_at, s.last_at
    FROM (SELECT r.statement_id, r.kind_no, l.reason AS left_out, r.booked_day,
                 ((date_part('epoch', o.paid_at)::bigint + 28800) / 86400)::integer AS paid_day, o.order_no IS NOT NULL AS is_known,
                 count(*) AS rows, sum(r.amount_fen)::bigint AS amount_fen, min(r.booked_at) AS first_at, max(r.booked_at) AS last_at
          FROM ledger.seller_row r
          LEFT JOIN ledger.seller_row_left_out l ON l.shop_id = r.shop_id AND l.statement_id = r.statement_id AND l.line_no = r.line_no
          LEFT JOIN ledger.shop_order o ON o.shop_id = r.shop_id AND o.order_no = r.order_no
          WHERE r.shop_id = $1 AND r.statement_id = ANY ($2)
          GROUP BY 1, 2, 3, 4, 5, 6) s
    CROSS JOIN LATERAL (SELECT date_trunc('month', date '1970-01-01' + s.booked_day)::date AS month) m
    JOIN ledger.seller_kind_class k ON k.shop_id = $1 AND k.kind_no = s.kind_no $_$;

-- setting setting_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

-- setting; Type: TABLE; Schema: ledger
CREATE TABLE ledger.setting (
    name text NOT NULL,
    value text NOT NULL
);

-- share share_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.share
    ADD CONSTRAINT share_pkey PRIMARY KEY (account_id, bill_date, file_no, line_no);

-- share; Type: TABLE; Schema: ledger
CREATE TABLE ledger.share (
    account_id integer NOT NULL,
    bill_date date NOT NULL,
    file_no smallint NOT NULL,
    line_no integer NOT NULL,
    share_kind text NOT NULL,
    is_executed boolean NOT NULL,
    amount_fen ledger.fen NOT NULL,
    channel_trade_no text NOT NULL,
    channel_sharing_no text NOT NULL,
    detail_no text NOT NULL,
    sharing_no text NOT NULL,
    receiver text NOT NULL,
    type text NOT NULL,
    state text NOT NULL,
    shared_at timestamp with time zone NOT NULL,
    outcome ledger.outcome DEFAULT 'not_executed'::ledger.outcome NOT NULL,
    paired_receiver text,
    CONSTRAINT share_amount_fen_check CHECK (((amount_fen)::bigint >= 0)),
    CONSTRAINT share_line_no_check CHECK ((line_no >= 1)),
    CONSTRAINT share_share_kind_check CHECK ((share_kind = ANY (ARRAY['share'::text, 'share_return'::text, 'release'::text, 'other'::text])))
);

-- share_channel_sharing_no; Type: INDEX; Schema: ledger
CREATE INDEX share_channel_sharing_no ON ledger.share USING btree (account_id, channel_sharing_no);

-- share_detail_no; Type: INDEX; Schema: ledger
CREATE INDEX share_detail_no ON ledger.share USING btree (account_id, detail_no) WHERE (detail_no <> ''::text);

-- share_record share_record_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.share_record
    ADD CONSTRAINT share_record_pkey PRIMARY KEY (account_id, payment_no, sharing_no, receiver);

-- share_record; Type: TABLE; Schema: ledger
CREATE TABLE ledger.share_record (
    account_id integer NOT NULL,
    payment_no text NOT NULL,
    sharing_no text NOT NULL,
    receiver text NOT NULL,
    amount_fen ledger.fen NOT NULL,
    state text NOT NULL,
    shared_at timestamp with time zone,
    booked_on date GENERATED ALWAYS AS (((shared_at AT TIME ZONE 'Asia/Shanghai'::text))::date) STORED,
    channel_trade_no text NOT NULL,
    order_nos text[],
    outcome ledger.outcome DEFAULT 'pending'::ledger.outcome NOT NULL,
    CONSTRAINT share_record_payment_no_check CHECK ((payment_no <> ''::text)),
    CONSTRAINT share_record_sharing_no_check CHECK ((sharing_no <> ''::text)),
    CONSTRAINT share_record_state_check CHECK ((state = ANY (ARRAY['succeeded'::text, 'processing'::text, 'closed'::text])))
);

-- share_record_booked; Type: INDEX; Schema: ledger
CREATE INDEX share_record_booked ON ledger.share_record USING btree (account_id, booked_on);

-- share_record_sharing_no; Type: INDEX; Schema: ledger
CREATE INDEX share_record_sharing_no ON ledger.share_record USING btree (account_id, sharing_no);

-- share_record_trade_no; Type: INDEX; Schema: ledger
CREATE INDEX share_record_trade_no ON ledger.share_record USING btree (account_id, channel_trade_no) WHERE (channel_trade_no <> ''::text);

-- share_sharing_no; Type: INDEX; Schema: ledger
CREATE INDEX share_sharing_no ON ledger.share USING btree (account_id, sharing_no);

-- share_trade_no; Type: INDEX; Schema: ledger
CREATE INDEX share_trade_no ON ledger.share USING btree (account_id, channel_trade_no);

-- shares; Type: VIEW; Schema: recon
CREATE VIEW recon.shares AS
 SELECT COALESCE(s.bill_date, r.booked_on) AS bill_date,
    a.channel,
    a.account,
    r.payment_no,
    COALESCE(s.sharing_no, r.sharing_no) AS sharing_no,
    COALESCE(s.receiver, r.receiver) AS receiver,
    (recon.yuan((r.amount_fen)::numeric))::numeric(18,2) AS order_amount,
    (recon.yuan((
        CASE s.share_kind
            WHEN 'share_return'::text THEN (- (s.amount_fen)::bigint)
            ELSE (s.amount_fen)::bigint
        END)::numeric))::numeric(18,2) AS amount,
    COALESCE(s.share_kind,
        CASE
            WHEN ((r.amount_fen)::bigint < 0) THEN 'share_return'::text
            ELSE 'share'::text
        END) AS share_kind,
    r.state AS order_state,
        CASE
            WHEN (s.share_kind = 'other'::text) THEN 'unclassified'::text
            ELSE (COALESCE(s.outcome, r.outcome))::text
        END AS outcome,
    COALESCE(s.shared_at, r.shared_at) AS shared_at,
    COALESCE(s.channel_trade_no, NULLIF(r.channel_trade_no, ''::text)) AS channel_trade_no,
    s.channel_sharing_no,
    NULLIF(s.detail_no, ''::text) AS detail_no,
    s.line_no,
    r.order_nos,
    NULLIF(s.type, ''::text) AS type,
    NULLIF(s.state, ''::text) AS state
   FROM ((ledger.share s
     FULL JOIN ledger.share_record r ON (((r.account_id = s.account_id) AND (r.sharing_no = s.sharing_no) AND (r.receiver = s.paired_receiver))))
     JOIN ledger.account a ON ((a.account_id = COALESCE(s.account_id, r.account_id))));

-- shop shop_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (shop_id);

-- shop shop_shop_key; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.shop
    ADD CONSTRAINT shop_shop_key UNIQUE (shop);

-- shop; Type: TABLE; Schema: ledger
CREATE TABLE ledger.shop (
    shop_id integer NOT NULL,
    shop text NOT NULL,
    alipay text,
    CONSTRAINT shop_alipay_check CHECK ((alipay <> ''::text)),
    CONSTRAINT shop_shop_check CHECK ((shop ~ '^\S(.{0,62}\S)?$'::text))
);

-- shop_amount(jsonb); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.shop_amount(fen jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN ((fen IS NULL) OR (fen = 'null'::jsonb)) THEN 'no amount'::text WHEN ((((fen #>> '{}'::text[]))::numeric % (1)::numeric) = (0)::numeric) THEN (round((((fen #>> '{}'::text[]))::numeric * 0.01), 2))::text ELSE format('`%s` fen, which is no amount,'::text, (fen #>> '{}'::text[])) END;

-- shop_here(text, text[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.shop_here(number text, payments text[], OUT gap text, OUT shop jsonb) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    payment_relation text;
    refund_relation text;
    prepared text[];
    name text;
BEGIN
    SELECT value INTO payment_relation FROM ledger.setting s WHERE s.name = 'payment_relation';
    SELECT value INTO refund_relation FROM ledger.setting s WHERE s.name = 'refund_relation';
    IF payment_relation IS NULL OR refund_relation IS NULL THEN
        gap := 'the shop''s records are not in this database; `reconciled explain` reads them where it can';
        RETURN;
    END IF;
    prepared := ARRAY(SELECT ROW (p.name, p.statement, p.prepare_time)::text FROM pg_prepared_statements p);
    -- Whatever the shop's code did is undone, the session's settings with it: a search path of the shop's would have this
    -- function, and then the person's next words, find the shop's functions. Only what was read is kept.
    BEGIN
        IF NOT ledger.may_read_shop(payment_relation, refund_relation) THEN
            RAISE EXCEPTION 'they are another role''s than the ledger; /usr/share/reconciled/roles.sql makes one that may read them';
        END IF;
        shop := ledger.shop_rows(payment_relation, refund_relation, number, payments);
        RAISE SQLSTATE 'RC000';
    EXCEPTION WHEN OTHERS THEN
        IF shop IS NULL THEN
            gap := format('the shop''s records cannot be read here (%s); `reconciled explain` reads them where it can',
                          left(regexp_replace(SQLERRM, '[[:cntrl:]]', '?', 'g'), 300));
        END IF;
    END;
    -- Prepared statements are the one thing of a session that nothing undoes.
    FOR name IN SELECT p.name FROM pg_prepared_statements p
        WHERE ROW (p.name, p.statement, p.prepare_time)::text <> ALL (prepared)
    LOOP
        EXECUTE format('DEALLOCATE %I', name);
    END LOOP;
END $$;

-- shop_order shop_order_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.shop_order
    ADD CONSTRAINT shop_order_pkey PRIMARY KEY (shop_id, order_no);

-- shop_order; Type: TABLE; Schema: ledger
CREATE TABLE ledger.shop_order (
    shop_id integer NOT NULL,
    order_no text NOT NULL,
    paid_at timestamp with time zone,
    payments integer NOT NULL,
    payment_no text NOT NULL,
    orders integer NOT NULL,
    paid_fen bigint NOT NULL,
    refunds_fen bigint[] NOT NULL,
    read_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT shop_order_orders_check CHECK ((orders > 0)),
    CONSTRAINT shop_order_payments_check CHECK ((payments > 0))
);
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN shop_id SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN order_no SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN paid_at SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN payments SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN payment_no SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN orders SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN paid_fen SET STATISTICS 20;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN refunds_fen SET STATISTICS 0;
ALTER TABLE ONLY ledger.shop_order ALTER COLUMN read_at SET STATISTICS 0;

-- shop_order_payment; Type: INDEX; Schema: ledger
CREATE INDEX shop_order_payment ON ledger.shop_order USING btree (shop_id, payment_no) WHERE (orders > 1);

-- shop_rows(text, text, text, text[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.shop_rows(payment_relation text, refund_relation text, number text, payments text[]) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET row_security TO 'off'
    AS $_$
DECLARE
    -- Names and nothing else, quoted where they have to be.
    payment_name text := payment_relation::regclass;
    refund_name text := refund_relation::regclass;
    bytes_max CONSTANT bigint := 16 << 20;  -- about 100,000 rows
    rows_max CONSTANT integer := 1000;  -- more than a person reads of one number
    ask record;
    plan jsonb;
    bytes bigint;
    found jsonb;
    shop jsonb := '{"unread": []}';
BEGIN
    FOR ask IN SELECT a.what, a.relation, format(a.question, a.relation) AS question FROM (VALUES
        ('payment_no', payment_name, 'SELECT payment_no FROM %s WHERE payment_no = $1'),
        ('channel_trade_no', payment_name, 'SELECT payment_no FROM %s WHERE channel_trade_no = $1'),
        ('refund_no', refund_name, 'SELECT payment_no FROM %s WHERE refund_no = $1'),
        ('channel_refund_no', refund_name, 'SELECT payment_no FROM %s WHERE channel_refund_no = $1'),
        ('order_nos', payment_name, 'SELECT payment_no FROM %s WHERE order_nos @> ARRAY[$1]'),
        ('paid', payment_name, 'SELECT paid_at::timestamptz AS at, payment_no, channel, account, channel_trade_no,
             amount_fen::numeric AS fen, currency, state, array_to_string(order_nos, '', '') AS orders
             FROM %s WHERE payment_no = ANY ($2)'),
        ('refunded', refund_name, 'SELECT refunded_at::timestamptz AS at, refund_no, payment_no, channel, account,
             channel_refund_no, amount_fen::numeric AS fen, currency, state FROM %s WHERE payment_no = ANY ($2)'))
        AS a (what, relation, question)
    LOOP
        EXECUTE 'EXPLAIN (VERBOSE, FORMAT JSON) ' || ask.question INTO plan USING number, payments;
        SELECT coalesce(sum(pg_relation_size(t.name)), 0) INTO bytes FROM (
            SELECT DISTINCT to_regclass(format('%I.%I', step ->> 'Schema', step ->> 'Relation Name')) AS name
            FROM jsonb_path_query(plan, 'strict $.** ? (exists(@."Relation Name") && !exists(@."Index Cond")
                                         && !exists(@."Recheck Cond") && !exists(@."TID Cond"))') AS step) AS t;
        IF bytes > bytes_max THEN
            shop := jsonb_insert(shop, '{unread,-1}', jsonb_build_object('column', ask.what, 'relation', ask.relation,
                        'bytes', bytes), true);
            CONTINUE;
        END IF;
        EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(r)), ''[]'') FROM (%s LIMIT $3) AS r', ask.question)
            INTO found USING number, payments, rows_max;
        shop := shop || jsonb_build_object(ask.what, found);
        payments := ARRAY(SELECT unnest(payments) UNION SELECT r ->> 'payment_no' FROM jsonb_array_elements(found) AS r);
    END LOOP;
    RETURN shop || jsonb_build_object('payments', payments);
END $_$;

-- shop_shop_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.shop ALTER COLUMN shop_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.shop_shop_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- short(numeric); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.short(amount numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(amount, GREATEST(COALESCE(min_scale(amount), 2), 2));

-- show_entry(ledger.entry, ledger.account, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.show_entry(entry ledger.entry, account ledger.account, outcome text) RETURNS SETOF ledger.shown_entry
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT (entry).bill_date AS bill_date,
     (account).channel AS channel,
     (account).account AS account,
     (entry).line_no AS line_no,
     ((entry).entry_type)::text AS entry_type,
     (entry).payment_no AS payment_no,
     NULLIF((entry).refund_no, ''::text) AS "nullif",
     NULLIF((entry).channel_trade_no, ''::text) AS "nullif",
     NULLIF((entry).channel_refund_no, ''::text) AS "nullif",
     (recon.yuan(((entry).amount_fen)::numeric))::numeric(18,2) AS yuan,
     (recon.yuan(((entry).settled_fen)::numeric))::numeric(18,2) AS yuan,
     ((((entry).fee_e5)::numeric / 100000.0))::numeric(20,5) AS "numeric",
     (entry).currency AS currency,
     (entry).occurred_at AS occurred_at,
     (entry).state AS state,
     outcome AS outcome,
     (entry).file_no AS file_no,
     ((((entry).occurred_at AT TIME ZONE 'Asia/Shanghai'::text))::date <> (entry).bill_date);
END;

-- show_movement(ledger.movement, ledger.account, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.show_movement(movement ledger.movement, account ledger.account, pot text) RETURNS SETOF ledger.shown_movement
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT (movement).bill_date AS bill_date,
     (account).channel AS channel,
     (account).account AS account,
     pot AS pot,
     (movement).line_no AS line_no,
     (movement).movement_class AS movement_class,
     (recon.yuan(((movement).amount_fen)::numeric))::numeric(18,2) AS yuan,
     (recon.yuan(((movement).balance_fen)::numeric))::numeric(18,2) AS yuan,
     (movement).booked_at AS booked_at,
     (movement).name AS name,
     (movement).type AS type,
     NULLIF((movement).code, ''::text) AS "nullif",
     NULLIF((movement).business_no, ''::text) AS "nullif",
     NULLIF((movement).voucher_no, ''::text) AS "nullif",
     NULLIF((movement).flow_no, ''::text) AS "nullif",
     (movement).outcome AS outcome,
     (movement).entry_date AS entry_date,
     (movement).entry_line_no AS entry_line_no,
     (movement).entry_file_no AS entry_file_no,
     (movement).file_no AS file_no;
END;

-- shown_entry; Type: TYPE; Schema: ledger
CREATE TYPE ledger.shown_entry AS (
	bill_date date,
	channel text,
	account text,
	line_no integer,
	entry_type text,
	payment_no text,
	refund_no text,
	channel_trade_no text,
	channel_refund_no text,
	amount numeric(18,2),
	settled_amount numeric(18,2),
	fee numeric(20,5),
	currency text,
	occurred_at timestamp with time zone,
	state text,
	outcome text,
	file_no smallint,
	time_outside_day boolean
);

-- shown_item; Type: VIEW; Schema: ledger
CREATE VIEW ledger.shown_item AS
 SELECT item.account_id,
    item.bill_date AS day,
    item.kind,
    item.item_id,
    item.status,
    item.difference_fen
   FROM ledger.item
  WHERE ((item.late_on IS NULL) AND (item.bill_date IS NOT NULL))
UNION ALL
 SELECT item.account_id,
    item.late_on AS day,
    item.kind,
    item.item_id,
    item.status,
    item.difference_fen
   FROM ledger.item
  WHERE (item.late_on IS NOT NULL)
UNION ALL
 SELECT e.account_id,
    e.closed_day AS day,
    i.kind,
    e.item_id,
    e.status,
    e.difference_fen
   FROM (ledger.late_effect e
     JOIN ledger.item i USING (account_id, item_id))
  WHERE (e.status IS NOT NULL);

-- shown_movement; Type: TYPE; Schema: ledger
CREATE TYPE ledger.shown_movement AS (
	bill_date date,
	channel text,
	account text,
	pot text,
	line_no integer,
	movement_class text,
	amount numeric(18,2),
	balance numeric(18,2),
	booked_at timestamp with time zone,
	name text,
	type text,
	code text,
	business_no text,
	voucher_no text,
	flow_no text,
	outcome text,
	entry_date date,
	entry_line_no integer,
	entry_file_no smallint,
	file_no smallint
);

-- shown_outcome(ledger.entry); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.shown_outcome(entry ledger.entry) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (CASE WHEN ((entry).outcome = ANY (ARRAY['matched'::ledger.outcome, 'cross_day'::ledger.outcome])) THEN COALESCE((entry).flag, (entry).outcome) ELSE (entry).outcome END)::text;

-- statement; Type: VIEW; Schema: recon
CREATE VIEW recon.statement AS
 SELECT d.bill_date,
    a.channel,
    a.account,
    (s.entry_type)::text AS entry_type,
    s.line_no,
    s.line,
    s.entries,
    (recon.yuan((s.amount_fen)::numeric))::numeric(18,2) AS amount,
    l.label_en,
    l.label_zh
   FROM (((ledger.day d
     JOIN ledger.account a USING (account_id))
     JOIN ledger.statement_line s ON (((s.account_id = d.account_id) AND (s.run_id = d.run_id))))
     LEFT JOIN recon.labels l ON (((l.word_of = 'line'::text) AND (l.word = s.line))))
  WHERE ((d.kind = 'trade'::text) AND d.concluded)
  ORDER BY d.bill_date DESC, a.channel, a.account, s.entry_type, s.line_no;

-- statement_line statement_line_account_id_run_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.statement_line
    ADD CONSTRAINT statement_line_account_id_run_id_fkey FOREIGN KEY (account_id, run_id) REFERENCES ledger.run(account_id, run_id);

-- statement_line statement_line_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.statement_line
    ADD CONSTRAINT statement_line_pkey PRIMARY KEY (account_id, run_id, entry_type, line_no);

-- statement_line; Type: TABLE; Schema: ledger
CREATE TABLE ledger.statement_line (
    account_id integer NOT NULL,
    run_id bigint NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    line_no smallint NOT NULL,
    line text NOT NULL,
    entries bigint NOT NULL,
    amount_fen ledger.fen NOT NULL,
    CONSTRAINT a_statement_closes_to_zero CHECK (((line <> 'residual'::text) OR (((amount_fen)::bigint = 0) AND (entries = 0)))),
    CONSTRAINT statement_line_line_no_check CHECK ((line_no >= 1))
);

-- suggestion_event suggestion_event_pkey; Type: CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.suggestion_event
    ADD CONSTRAINT suggestion_event_pkey PRIMARY KEY (event_id);

-- suggestion_event suggestion_event_shop_id_fkey; Type: FK CONSTRAINT; Schema: ledger
ALTER TABLE ONLY ledger.suggestion_event
    ADD CONSTRAINT suggestion_event_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES ledger.shop(shop_id);

-- suggestion_event; Type: TABLE; Schema: ledger
CREATE TABLE ledger.suggestion_event (
    event_id bigint NOT NULL,
    shop_id integer NOT NULL,
    plus_item text NOT NULL,
    minus_item text NOT NULL,
    amount_fen bigint NOT NULL,
    decision text NOT NULL,
    actor text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT suggestion_event_amount_fen_check CHECK ((amount_fen > 0)),
    CONSTRAINT suggestion_event_decision_check CHECK ((decision = ANY (ARRAY['accepted'::text, 'refused'::text]))),
    CONSTRAINT suggestion_event_note_check CHECK ((note ~ '\S'::text))
);

-- suggestion_event_event_id_seq; Type: SEQUENCE; Schema: ledger
ALTER TABLE ledger.suggestion_event ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ledger.suggestion_event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- suggestion_event_items; Type: INDEX; Schema: ledger
CREATE INDEX suggestion_event_items ON ledger.suggestion_event USING btree (shop_id, plus_item, minus_item);

-- suggestions; Type: VIEW; Schema: recon
CREATE VIEW recon.suggestions AS
 SELECT h.shop,
    p.plus_item,
    p.minus_item,
    (recon.yuan(p.amount_fen))::numeric(18,2) AS amount,
    COALESCE(p.decision, 'open'::text) AS status,
    p.actor AS decided_by,
    p.note,
    p.decided_at
   FROM (ledger.seller_pair p
     JOIN ledger.shop h USING (shop_id))
  ORDER BY h.shop, ((recon.yuan(p.amount_fen))::numeric(18,2)) DESC, p.plus_item;

-- tag(text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.tag(number text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN int4send(hashtext(number));

-- tag_no(text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.tag_no(number text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashtext(number))::bigint & ('11111111111111111111111111111111'::"bit")::bigint);

-- tell(text, text[], jsonb, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.tell(number text, known text[], shop jsonb, gap text) RETURNS TABLE(at timestamp with time zone, source text, event text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    payments text[] := ARRAY(SELECT unnest(known) UNION SELECT jsonb_array_elements_text(shop -> 'payments'));
    -- Of a seller: those that its statements name.
    seller_orders text[] := ARRAY(SELECT number WHERE number <> '' UNION
        SELECT o.order_no FROM ledger.shop h JOIN (SELECT shop_id, order_no, payment_no FROM ledger.shop_order) o
            ON o.shop_id = h.shop_id AND o.payment_no = ANY (payments || number));
    counted record;
BEGIN
    SELECT min(bill_date) AS first, max(bill_date) AS last INTO counted FROM ledger.plain_block WHERE line_runs IS NOT NULL;
    RETURN QUERY
    WITH label AS (
        SELECT c.code, format('%s (%s)', c.label_en, c.code) AS words FROM recon.codes c WHERE c.kind IS NOT NULL
        UNION ALL VALUES ('matched', 'paired with the shop''s record, and they agree'),
            ('cross_day', 'paired with the shop''s record of another day, and they agree'),
            ('pending', 'no record in the shop yet; it waits for the bill of the next day'),
            ('not_executed', 'shop and channel both say that nothing moved'),
            ('waiting_for_trade', 'no trade bill that could bear it is there yet'), ('unlinked', 'no entry expects it')),
    entry AS (
        SELECT e.* FROM unnest(payments) p CROSS JOIN LATERAL ledger.find_entries(p) e
        UNION SELECT e.* FROM ledger.find_entries(number) e),
    movement AS MATERIALIZED (
        SELECT m.* FROM ledger.find_movements(ARRAY(
            SELECT unnest(payments || number)
            UNION SELECT unnest(ARRAY[e.refund_no, e.channel_trade_no, e.channel_refund_no]) FROM entry e)) m),
    item AS (
        SELECT i.* FROM ledger.item i WHERE i.payment_no = ANY (payments)
        UNION SELECT i.* FROM ledger.item i WHERE i.channel_trade_no = number
        UNION SELECT i.* FROM (SELECT number UNION SELECT m.business_no FROM movement m) n (number)
        CROSS JOIN ledger.account a
        JOIN ledger.item i ON i.account_id = a.account_id AND i.kind = 'funds' AND i.channel_no = n.number AND i.channel_no <> ''
        UNION SELECT i.* FROM ledger.account a
        JOIN ledger.item i ON i.account_id = a.account_id AND i.kind = 'sharing' AND split_part(i.channel_no, E'\t', 1) = number),
    share AS (
        SELECT s.* FROM ledger.account a JOIN ledger.share s ON s.account_id = a.account_id AND s.sharing_no = number
        UNION SELECT s.* FROM ledger.account a JOIN ledger.share s ON s.account_id = a.account_id AND s.channel_sharing_no = number
        UNION SELECT s.* FROM ledger.account a JOIN ledger.share s ON s.account_id = a.account_id AND s.detail_no = number AND s.detail_no <> ''
        UNION SELECT s.* FROM (SELECT number UNION SELECT e.channel_trade_no FROM entry e) n (number) CROSS JOIN ledger.account a
        JOIN ledger.share s ON s.account_id = a.account_id AND s.channel_trade_no = n.number AND n.number <> ''),
    shared AS (
        SELECT r.* FROM ledger.account a JOIN ledger.share_record r ON r.account_id = a.account_id AND r.payment_no = ANY (payments)
        UNION SELECT r.* FROM (SELECT number UNION SELECT s.sharing_no FROM share s) n (number) CROSS JOIN ledger.account a
        JOIN ledger.share_record r ON r.account_id = a.account_id AND r.sharing_no = n.number),
    told AS (
        SELECT (r ->> 'at')::timestamptz AS at, 1 AS step, 'shop' AS source,
               format('payment %s of %s %s is %s, by %s:%s', r ->> 'payment_no', ledger.shop_amount(r -> 'fen'), r ->> 'currency',
                      r ->> 'state', r ->> 'channel', r ->> 'account')
               || coalesce(', channel number ' || nullif(r ->> 'channel_trade_no', ''), '')
               || coalesce(', for order ' || nullif(r ->> 'orders', ''), '') AS event, 0::bigint AS place
        FROM jsonb_array_elements(shop -> 'paid') AS r
        UNION ALL
        SELECT (r ->> 'at')::timestamptz, 1, 'shop',
               format('refund %s of payment %s, %s %s, is %s, by %s:%s', r ->> 'refund_no', r ->> 'payment_no',
                      ledger.shop_amount(r -> 'fen'), r ->> 'currency', r ->> 'state', r ->> 'channel', r ->> 'account')
               || coalesce(', channel number ' || nullif(r ->> 'channel_refund_no', ''), ''), 0
        FROM jsonb_array_elements(shop -> 'refunded') AS r
        UNION ALL
        -- What the last run read of the shop, where the shop itself cannot be asked here.
        SELECT r.occurred_at, 1, 'shop', format('%s %s is %s, %s %s, as the last run read it%s', r.entry_type,
                   concat_ws(' of payment ', nullif(r.refund_no, ''), r.payment_no), r.state, recon.yuan(r.amount_fen),
                   r.currency, coalesce(', for order ' || nullif(array_to_string(r.order_nos, ', '), ''), '')), 0
        FROM ledger.account a JOIN ledger.record r ON r.account_id = a.account_id
         AND r.entry_type IN ('payment', 'refund') AND r.payment_no = ANY (payments)
        WHERE shop IS NULL
        UNION ALL
        SELECT r.shared_at, 1, 'shop', format('share %s of payment %s for %s, %s CNY, is %s, as the last run read it; %s', r.sharing_no,
                   r.payment_no, r.receiver, recon.yuan(r.amount_fen), r.state,
                   CASE r.outcome WHEN 'matched' THEN 'the channel has it' WHEN 'cross_day' THEN 'the channel has it, on another day'
                        WHEN 'pending' THEN 'it waits for the channel' WHEN 'not_executed' THEN 'nothing was shared'
                        ELSE (SELECT l.words FROM label l WHERE l.code = r.outcome::text) END), 0
        FROM shared r
        UNION ALL
        SELECT s.shared_at, 2, 'bill', format('%s:%s sharing bill of %s%s, line %s: %s %s for %s, %s CNY, of channel number %s; %s',
                   a.channel, a.account, s.bill_date, coalesce(' (' || f.name || ')', ''), s.line_no, replace(s.share_kind, '_', ' '), s.sharing_no, s.receiver,
                   recon.yuan(s.amount_fen), s.channel_trade_no, (SELECT l.words FROM label l WHERE l.code = s.outcome::text)), s.line_no
        FROM share s JOIN ledger.account a USING (account_id)
        LEFT JOIN LATERAL ledger.bill_file_name(s.account_id, s.bill_date, 'sharing', s.file_no) AS f (name) ON true
        UNION ALL
        SELECT e.occurred_at, 2, 'bill', format('%s:%s bill of %s%s, line %s: %s %s, %s %s, fee %s, %s, channel number %s; %s',
                   a.channel, a.account, e.bill_date, coalesce(' (' || f.name || ')', ''), e.line_no, e.entry_type,
                   concat_ws(' of payment ', nullif(e.refund_no, ''), e.payment_no), recon.yuan(e.amount_fen), e.currency,
                   recon.short(e.fee_e5 / 100000.0), e.state,
                   concat_ws(' and ', nullif(e.channel_trade_no, ''), nullif(e.channel_refund_no, '')),
                   concat_ws('; ', (SELECT l.words FROM label l WHERE l.code = e.outcome::text),
                             (SELECT l.words FROM label l WHERE l.code = e.flag::text))), e.line_no
        FROM entry e JOIN ledger.account a USING (account_id)
        LEFT JOIN LATERAL ledger.bill_file_name(e.account_id, e.bill_date, 'trade', e.file_no) AS f (name) ON true
        UNION ALL
        SELECT NULL, 2, 'bill', format('%s:%s bill of %s, line %s: %s %s, %s; its entry is not kept here but in the archived bill%s',
                   a.channel, a.account, c.bill_date, c.line_no,
                   CASE c.entry_type WHEN 'payment' THEN 'payment' ELSE 'refund of payment' END, c.payment_no,
                   (SELECT l.words FROM label l WHERE l.code = 'matched'), coalesce(' ' || f.name, '')), c.line_no
        FROM ledger.find_counted_pairs(array_append(payments, number)) c JOIN ledger.account a USING (account_id)
        LEFT JOIN LATERAL ledger.bill_file_name(c.account_id, c.bill_date, 'trade', c.file_no) AS f (name) ON true
        UNION ALL
        SELECT m.booked_at, 3, 'money', format('%s:%s funds bill of %s%s, line %s: %s of %s CNY in pot %s (%s), %s; %s%s',
                   a.channel, a.account, m.bill_date, coalesce(' (' || f.name || ')', ''), m.line_no,
                   replace(m.movement_class, '_', ' '), recon.yuan(m.amount_fen), p.pot,
                   concat_ws(', ', nullif(m.name, ''), nullif(m.type, ''), nullif(m.code, '')),
                   concat_ws(', ', 'business number ' || nullif(m.business_no, ''), 'voucher number ' || nullif(m.voucher_no, ''),
                             'flow number ' || nullif(m.flow_no, '')),
                   CASE WHEN m.outcome = 'booked' THEN 'booked' ELSE (SELECT l.words FROM label l WHERE l.code = m.outcome) END,
                   coalesce(', entry of ' || m.entry_date || coalesce(', line ' || m.entry_line_no, ''), '')), m.line_no
        FROM movement m JOIN ledger.account a USING (account_id)
        LEFT JOIN ledger.pot_day p ON (p.account_id, p.bill_date, p.file_no) = (m.account_id, m.bill_date, m.file_no)
        LEFT JOIN LATERAL ledger.bill_file_name(m.account_id, m.bill_date, 'funds', m.file_no) AS f (name) ON true
        UNION ALL
        SELECT coalesce(r.finished_at, r.started_at, r.requested_at), 4, 'run', format('run %s of %s:%s %s (%s): %s%s%s',
                   r.run_id, a.channel, a.account, concat_ws(' ', r.bill_date, nullif(r.kind, 'trade')), r.requested_by, coalesce(r.verdict::text, r.state),
                   coalesce(', ' || ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because,
                       a.channel || ':' || a.account, r.bill_date), ''), CASE WHEN d.run_id = r.run_id THEN ', in force' ELSE '' END),
               r.run_id
        FROM (SELECT account_id, bill_date, 'trade' AS kind FROM entry UNION SELECT account_id, bill_date, 'funds' FROM movement
              UNION SELECT account_id, bill_date, 'sharing' FROM share
              UNION SELECT account_id, unnest(ARRAY[bill_date, late_on]), kind FROM item) t
        JOIN ledger.run r USING (account_id, bill_date, kind) JOIN ledger.account a USING (account_id)
        LEFT JOIN ledger.day d USING (account_id, bill_date, kind)
        UNION ALL
        SELECT r.booked_at, 4, h.shop, format('%s moves%s in pot %s, line %s of statement %s: %s%s', recon.yuan(r.amount_fen),
                   coalesce(' for order ' || nullif(r.order_no, number), ''), r.pot, r.line_no, r.statement_id, concat_ws(' ', nullif(r.code, ''), nullif(coalesce(c.text, r.text), ''), nullif(r.type, '')),
                   CASE r.left_out WHEN 'copy' THEN '; a copy, which counts in the aggregated account'
                        WHEN 'repeated' THEN '; it counts in an earlier file' ELSE '' END), r.line_no
        FROM ledger.shop h
        JOIN ledger.seller_row_class r ON r.shop_id = h.shop_id AND r.order_no = ANY (seller_orders) AND r.order_no <> ''
        LEFT JOIN ledger.business_code c ON c.code = r.code
        UNION ALL
        SELECT h.at, 5, h.actor, format('discrepancy %s of %s, %s: %s, difference %s: %s%s%s%s', i.item_id,
                   coalesce(i.bill_date::text, 'no day'),
                   CASE WHEN i.code = 'balance_break' THEN 'pot ' || i.pot
                        WHEN i.kind = 'sharing' THEN 'share ' || split_part(i.channel_no, E'\t', 1)
                                 || coalesce(' for ' || nullif(split_part(i.channel_no, E'\t', 2), ''), '')
                        WHEN i.movement_class <> '' THEN concat_ws(' in pot ', replace(i.movement_class, '_', ' '), nullif(i.pot, ''))
                        ELSE i.entry_type::text END, (SELECT l.words FROM label l WHERE l.code = i.code::text),
                   recon.yuan(coalesce(h.difference_fen, i.difference_fen)), replace(h.event, '_', ' ')
                       || CASE h.event WHEN 'assigned' THEN ' to ' || coalesce(h.assignee, 'nobody') || coalesce(', due on ' || h.due_on, '') ELSE '' END,
                   coalesce(' as ' || h.resolution, ''), coalesce(' in run ' || h.run_id, ''), coalesce(': ' || h.note, '')),
               h.event_id
        FROM item i JOIN ledger.item_event h ON h.account_id = i.account_id AND h.item_id = i.item_id
        UNION ALL
        SELECT NULL, 6, 'now', format('discrepancy %s is %s%s, difference %s%s', i.item_id, i.status,
                   coalesce(' (' || i.resolution || ', by ' || i.resolved_by || ')', ''), recon.yuan(i.difference_fen),
                   coalesce(', due with the ' || CASE i.kind WHEN 'trade' THEN 'bill' ELSE i.kind || ' bill' END || ' of ' || i.due_date, '')),
               i.item_id
        FROM item i WHERE i.status <> 'resolved'
        UNION ALL
        SELECT NULL, 6, 'now', format('refund%s of %s%s: %s%s%s%s', coalesce(' ' || w.refund_no, ''), coalesce(w.recorded, w.paid, w.returned),
                   coalesce(' of order ' || nullif(w.order_no, number), ''),
                   (SELECT l.label_en FROM recon.labels l WHERE l.word_of = 'refund_step' AND l.word = w.step),
                   coalesce(' out of pot ' || w.pot || ' in line ' || w.line_no || ' of statement ' || w.statement_id, ''),
                   coalesce(', returned on ' || (w.returned_at AT TIME ZONE 'Asia/Shanghai')::date, ''),
                   coalesce('; ' || (SELECT l.label_en FROM recon.labels l WHERE l.word_of = 'reason' AND l.word = w.flag), '')),
               row_number() OVER (ORDER BY w.booked_at, w.line_no)
        FROM recon.refund_ways w WHERE w.order_no = ANY (seller_orders)),
    note (words) AS (
        SELECT gap WHERE gap IS NOT NULL
        UNION ALL
        SELECT format('plain pairs of days from %s to %s are only counted: these are found by payment and order number, not by the channel''s',
                      counted.first, counted.last) WHERE counted.first IS NOT NULL
        UNION ALL
        SELECT 'a movement that is plainly booked is found by its business and voucher number, not by its flow number'
        WHERE NOT EXISTS (SELECT FROM told) AND EXISTS (SELECT FROM ledger.movement_block)
        UNION ALL
        -- What was found by another number does not have to be found by this one too.
        SELECT format('it was not looked for in %s of %s: %s would have to be read, because no index leads there (%s)',
                      u ->> 'column', u ->> 'relation', pg_size_pretty((u ->> 'bytes')::bigint),
                      CASE u ->> 'column' WHEN 'order_nos' THEN 'what it needs is a GIN index on order_nos; a view has to take that from a column'
                           ELSE 'what it needs is an index on it, or on what the view takes it from' END)
        FROM jsonb_array_elements(shop -> 'unread') AS u WHERE payments = '{}')
    -- The shop's words are somebody else's: bounded, and nothing in them moves a terminal's cursor.
    SELECT t.at, t.source, CASE WHEN t.step IN (1, 3) THEN left(regexp_replace(t.event, '[[:cntrl:]]', '?', 'g'), 2000) ELSE t.event END
    FROM (
        SELECT told.* FROM told
        UNION ALL SELECT NULL, 7, 'now', 'nothing is known about it', 0 WHERE NOT EXISTS (SELECT FROM told)
        UNION ALL SELECT NULL, 8, 'note', words, 0 FROM note) AS t
    ORDER BY t.at NULLS LAST, t.step, t.place, t.event;
END $$;

-- tell_of_alarm(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.tell_of_alarm() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM pg_notify('recon_run', 'alarm');
    RETURN NULL;
END $$;

-- tell_of_lease(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.tell_of_lease() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    -- A process that was forgotten took its leases with it.
    PERFORM pg_notify('recon_run', 'released ' || OLD.run_id || ' ' || OLD.account_id || ' by ' || coalesce(
        (SELECT p.kind FROM ledger.process p WHERE p.process_id = OLD.process_id), 'nobody'));
    RETURN NULL;
END $$;

-- tell_of_run(); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.tell_of_run() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM pg_notify('recon_run', NEW.state || ' ' || NEW.run_id);
    RETURN NULL;
END $$;

-- thin_day(integer, date); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.thin_day(account integer, day date, OUT entries bigint, OUT movements bigint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '50ms'
    AS $$
DECLARE
    thinned text[];
    kept bigint;
    -- Of entries that a discrepancy of the money side is about.
    open_numbers text[] := ARRAY(SELECT i.channel_no FROM ledger.item i
                                  WHERE i.account_id = account AND i.kind = 'funds' AND i.found AND i.channel_no <> '');
BEGIN
    IF NOT pg_try_advisory_xact_lock(ledger.lock_number('settlement')) THEN
        RAISE EXCEPTION 'a settlement is under way' USING ERRCODE = 'lock_not_available';
    END IF;
    thinned := ARRAY(SELECT d.kind FROM ledger.day d
                    WHERE d.account_id = account AND d.bill_date = day AND d.kind IN ('trade', 'funds') AND d.concluded
                      AND EXISTS (SELECT FROM ledger.days_to_thin('infinity', 'infinity') t
                                   WHERE t.account_id = account AND t.bill_date = day));
    INSERT INTO ledger.entry SELECT (p.entry).* FROM ledger.plain_entry p
     WHERE p.account_id = account AND p.bill_date = day AND 'trade' = ANY (thinned)
       AND (p.entry_type, p.file_no, p.first_line) IN (
           SELECT b.entry_type, b.file_no, b.first_line FROM ledger.trade_blocks(open_numbers) b
           WHERE b.account_id = account AND b.bill_date = day)
       AND coalesce(nullif(p.channel_refund_no, ''), p.channel_trade_no) = ANY (open_numbers);
    GET DIAGNOSTICS kept = ROW_COUNT;
    WITH block AS (DELETE FROM ledger.plain_block b WHERE b.account_id = account AND b.bill_date = day AND 'trade' = ANY (thinned)
                   RETURNING b.entries),
    entry AS (DELETE FROM ledger.entry e WHERE e.account_id = account AND e.bill_date = day AND e.outcome = 'matched'
                 AND e.flag IS NULL AND 'trade' = ANY (thinned)
                 AND coalesce(nullif(e.channel_refund_no, ''), e.channel_trade_no) <> ALL (open_numbers) RETURNING 1)
    SELECT (SELECT coalesce(sum(b.entries), 0) FROM block b) + (SELECT count(*) FROM entry) - kept INTO entries;
    -- Counts and sums of the blocks stay: a later day's run may have to state the day once more.
    WITH block AS (UPDATE ledger.movement_block b SET lines = '', tags = ''
                    WHERE b.account_id = account AND b.bill_date = day AND 'funds' = ANY (thinned)
                      AND b.entry_date IS NOT NULL AND b.lines <> ''
                   RETURNING b.movements)
    SELECT coalesce(sum(b.movements), 0) FROM block b INTO movements;
    UPDATE ledger.day d SET thinned_run_id = d.run_id
    WHERE d.account_id = account AND d.bill_date = day AND d.kind = ANY (thinned);
END $$;

-- trade_blocks(text[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.trade_blocks(numbers text[]) RETURNS TABLE(account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, first_line integer)
    LANGUAGE sql STABLE ROWS 50
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
    WITH wanted AS MATERIALIZED (SELECT array_agg(DISTINCT ledger.tag(n)) AS tags, array_agg(DISTINCT ledger.tag_no(n)) AS tag_nos
                                   FROM unnest($1) AS n WHERE n <> '')
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line
    FROM wanted w CROSS JOIN LATERAL ledger.find_blocks(w.tag_nos) f
    JOIN ledger.plain_block b ON b.block_no = f.block_no AND b.account_id = f.account_id WHERE f.kind = 'trade'
    UNION
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line
    FROM wanted w JOIN ledger.plain_block b ON b.block_no IS NULL
    WHERE EXISTS (SELECT FROM unnest(w.tags) AS tag WHERE position(tag IN b.payment_tags) > 0 OR position(tag IN b.other_tags) > 0) $_$;

-- try_lock_attempts(integer, date, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.try_lock_attempts(account integer, day date, kind text) RETURNS boolean
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$ SELECT pg_try_advisory_xact_lock(ledger.attempts_key($1, $2, $3)) $_$;

-- unexplained_money; Type: VIEW; Schema: recon
CREATE VIEW recon.unexplained_money AS
 SELECT h.shop,
    (date_trunc('month'::text, (i.at AT TIME ZONE 'Asia/Shanghai'::text)))::date AS month,
    i.item,
    i.order_no,
    (recon.yuan(i.amount_fen))::numeric(18,2) AS amount,
    i.reason,
    i.at
   FROM (ledger.open_seller_item i
     JOIN ledger.shop h USING (shop_id))
  WHERE ((i.reason <> 'not_settled'::text) AND (NOT ((EXISTS ( SELECT
           FROM ledger.suggestion_event
          WHERE (suggestion_event.decision = 'accepted'::text))) AND (EXISTS ( SELECT
           FROM ledger.seller_pair p
          WHERE ((p.shop_id = i.shop_id) AND (p.decision = 'accepted'::text) AND ((i.item = p.plus_item) OR (i.item = p.minus_item))))))))
  ORDER BY h.shop, ((date_trunc('month'::text, (i.at AT TIME ZONE 'Asia/Shanghai'::text)))::date) DESC, (abs(i.amount_fen)) DESC, i.item;

-- unpack_entry(ledger.plain_block, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.unpack_entry(block ledger.plain_block, line text) RETURNS ledger.entry
    LANGUAGE sql IMMUTABLE
    RETURN ROW((block).account_id, (block).bill_date, (block).file_no, (split_part(line, '	'::text, 1))::integer, (block).entry_type, 'matched'::ledger.outcome, NULL::ledger.outcome, hashtextextended(split_part(line, '	'::text, 2), (0)::bigint), split_part(line, '	'::text, 2), split_part(line, '	'::text, 8), split_part(line, '	'::text, 3), split_part(line, '	'::text, 9), (split_part(line, '	'::text, 4))::bigint, (CASE WHEN (split_part(line, '	'::text, 5) <> ''::text) THEN split_part(line, '	'::text, 5) ELSE (CASE (block).entry_type WHEN 'refund'::ledger.entry_type THEN '-'::text ELSE ''::text END || split_part(line, '	'::text, 4)) END)::bigint, (split_part(line, '	'::text, 6))::bigint, NULL::bigint, 'CNY'::text, to_timestamp(((split_part(line, '	'::text, 7))::bigint)::double precision), (block).state, true, true)::ledger.entry;

-- unpack_movement(ledger.movement_block, text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.unpack_movement(block ledger.movement_block, line text) RETURNS ledger.movement
    LANGUAGE sql IMMUTABLE
    RETURN ROW((block).account_id, (block).bill_date, (block).file_no, (split_part(line, '	'::text, 1))::integer, split_part((block).kinds[(split_part(line, '	'::text, 2))::integer], '	'::text, 1), split_part(line, '	'::text, 3), split_part(line, '	'::text, 4), split_part(line, '	'::text, 5), ((split_part(line, '	'::text, 6))::bigint)::ledger.fen, ((NULLIF(split_part(line, '	'::text, 7), ''::text))::bigint)::ledger.fen, to_timestamp(((split_part(line, '	'::text, 8))::bigint)::double precision), split_part((block).kinds[(split_part(line, '	'::text, 2))::integer], '	'::text, 2), split_part((block).kinds[(split_part(line, '	'::text, 2))::integer], '	'::text, 3), split_part((block).kinds[(split_part(line, '	'::text, 2))::integer], '	'::text, 4), CASE WHEN (NOT ledger.is_of_trade(split_part((block).kinds[(split_part(line, '	'::text, 2))::integer], '	'::text, 1))) THEN 'unlinked'::text WHEN ((block).entry_date IS NOT NULL) THEN 'booked'::text ELSE 'waiting_for_trade'::text END, CASE WHEN ledger.is_of_trade(split_part((block).kinds[(split_part(line, '	'::text, 2))::integer], '	'::text, 1)) THEN (block).entry_date ELSE NULL::date END, NULL::smallint, NULL::integer)::ledger.movement;

-- unquoted(text); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.unquoted(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (value ~~ '''%'::text) THEN replace(substr(value, 2, (length(value) - 2)), ''''''::text, ''''::text) ELSE value END;

-- verdict; Type: TYPE; Schema: ledger
CREATE TYPE ledger.verdict AS ENUM (
    'balanced',
    'pending',
    'discrepancies',
    'incomplete'
);

-- wide_integer(bytea, integer, integer); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.wide_integer(planes bytea, entries integer, place integer) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    number bigint := 0;
BEGIN
    FOR plane IN REVERSE length(planes) / entries - 1 .. 0 LOOP
        number := (number << 8) | get_byte(planes, plane * entries + place);
    END LOOP;
    RETURN number;
END $$;

-- without_tags(bytea, bigint[]); Type: FUNCTION; Schema: ledger
CREATE FUNCTION ledger.without_tags(tags bytea, places bigint[]) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    place bigint;
BEGIN
    -- The index has them; there is nothing to forget, for it only says where to look.
    IF tags = '' THEN RETURN tags; END IF;
    FOREACH place IN ARRAY places LOOP
        tags := overlay(tags PLACING '\x00000000'::bytea FROM (4 * place - 3)::integer);
    END LOOP;
    RETURN tags;
END $$;

-- yuan(numeric); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.yuan(fen numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (abs(fen) >= ('1000000000000000000'::bigint)::numeric) THEN 'NaN'::numeric ELSE ((fen * 0.01))::numeric(18,2) END;

-- yuan_of_e5(numeric); Type: FUNCTION; Schema: recon
CREATE FUNCTION recon.yuan_of_e5(e5 numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (abs(e5) >= '100000000000000000000'::numeric) THEN 'NaN'::numeric ELSE ((e5 * 0.00001))::numeric(20,5) END;
