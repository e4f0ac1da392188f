/*
id         = "@ID@"
title      = "@TITLE@"
typology   = "@TYPOLOGY@"
stage      = "@STAGE@"
subject    = "account"
severity   = "low"
version    = 1
references = ["FATF-R20"]
why        = "Say why this is an indicator."
innocent   = "Say which ordinary story looks alike: small payments."
next_step  = "Say what the analyst does first."

[parameters.minimum_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "smallest payment that counts"
*/
-- One row per subject, episode and transaction. Begin from this, keep the output columns.
select
    account_id as subject_id,
    booked_epoch as start_epoch,
    booked_epoch as end_epoch,
    transaction_id,
    amount_base_minor as measured,
    $minimum_minor as threshold
from features.window_transaction
where direction = 'out'
  and amount_base_minor >= $minimum_minor
order by subject_id, start_epoch, transaction_id
