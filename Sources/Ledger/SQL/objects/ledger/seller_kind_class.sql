-- Kinds of rows with what people have said of their codes.
CREATE OR REPLACE VIEW ledger.seller_kind_class AS
SELECT k.*, c.class AS code_class,
       CASE WHEN c.class IN ('fee', 'insurance', 'marketing', 'donation', 'subsidy') THEN k.counted_as
            WHEN k.description = 'blank' AND k.code = '' AND c.class IS NULL THEN '' END AS fee_code
FROM (SELECT *, CASE WHEN code <> '' THEN code ELSE type END AS counted_as FROM ledger.seller_kind) k
LEFT JOIN ledger.business_code c ON c.code = k.counted_as;

COMMENT ON VIEW ledger.seller_kind_class IS
    'What many rows have in common, with the class of their code, or of their type where they have none; fee_code is what a deduction counts as.';
