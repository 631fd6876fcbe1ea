CREATE OR REPLACE VIEW recon.channels AS
SELECT channel, name_en, name_zh FROM ledger.channel ORDER BY place;

COMMENT ON VIEW recon.channels IS 'The channels (渠道) that the program knows, in the order in which reports show them.';
COMMENT ON COLUMN recon.channels.channel IS 'Word of the channel in commands, configuration and the other views';
COMMENT ON COLUMN recon.channels.name_en IS 'Name in English';
COMMENT ON COLUMN recon.channels.name_zh IS 'Name in Chinese';
