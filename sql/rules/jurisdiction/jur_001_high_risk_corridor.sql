/*
id         = "JUR-001"
title      = "Value to or from a country that the profile lists as high risk"
typology   = "jurisdiction"
stage      = "layering"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-R19"]
why        = "The profile asks for enhanced diligence on these corridors."
innocent   = "A worker who sends a little of each wage to family at home."
next_step  = "Ask for the purpose, the goods and the counterparty behind the transfers."

[parameters.minimum_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "smallest sum within the window"

[parameters.window_seconds]
default = 2_591_999
unit    = "seconds"
meaning = "longest time from first to last transfer: under thirty days"
*/
with crossing as (
    -- an unknown country is not a listed one
    select
        entry.account_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.direction,
        entry.amount_base_minor
    from features.window_transaction as entry
    join features.high_risk_country as listed
      on listed.country_code = entry.counterparty_country_code
    where entry.amount_base_minor > 0
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    sum(amount_base_minor) over (
        partition by account_id order by booked_epoch
        range between $window_seconds preceding and current row
    ) as measured,
    $minimum_minor as threshold,
    direction as role
from crossing
