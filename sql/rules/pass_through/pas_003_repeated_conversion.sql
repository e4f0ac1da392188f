/*
id         = "PAS-003"
title      = "Value converted from currency to currency several times within three days"
typology   = "pass_through"
stage      = "layering"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-PML-2018", "FATF-TBML-2020"]
why        = "Each conversion costs money; whoever pays it again and again buys distance from the source."
innocent   = "A traveller who pays in the currency of each country: small amounts."
next_step  = "Ask for the trade behind the conversions."

[parameters.minimum_count]
default = 3
unit    = "transactions"
meaning = "fewest conversions"

[parameters.minimum_minor]
default = 100_000
unit    = "base currency, minor units"
meaning = "smallest conversion that counts"

[parameters.window_seconds]
default = 259_199
unit    = "seconds"
meaning = "longest time from first to last conversion: under three days"
*/
with converted as (
    select
        originator_account_id as account_id,
        transaction_id,
        booked_epoch
    from features.window_transfer
    where currency <> received_currency
      and amount_base_minor >= $minimum_minor
      and originator_account_id is not null
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    count(*) over (
        partition by account_id order by booked_epoch
        range between $window_seconds preceding and current row
    ) as measured,
    $minimum_count as threshold
from converted
