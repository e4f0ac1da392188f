/*
id         = "FAN-001"
title      = "Many new originators pay one account within days"
typology   = "fan_in"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "medium"
version    = 5
references = ["FATF-PML-2018", "FFIEC-F"]
why        = "Collecting from many hands at once gathers split money again."
innocent   = "A shop that meets new payers every day of the year."
next_step  = "Ask what the payers have in common and what they paid for."

[parameters.minimum_weight]
default = 5
unit    = "nats of evidence"
meaning = "least weight, minus the logarithm of what chance would show"

[parameters.explained_percent]
default = 50
unit    = "percent"
meaning = "share of its value from which the registers explain a find: declared for the year, or inside one group"
*/
-- Cited with it: what the sum became, when it goes on nearly whole to few accounts not paid before.
select
    list_place,
    subject_id,
    start_epoch,
    end_epoch,
    weight as measured,
    $minimum_weight as threshold,
    'ranked' as tier
from features.shape
where shape = 'fan_in'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
