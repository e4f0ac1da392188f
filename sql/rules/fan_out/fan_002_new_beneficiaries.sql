/*
id         = "FAN-002"
title      = "One account pays many new beneficiaries within days"
typology   = "fan_out"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "medium"
version    = 4
references = ["FATF-PML-2018", "FFIEC-F"]
why        = "Scattering one sum over many hands hides where it goes."
innocent   = "A company that pays wages for the first time from a new bank."
next_step  = "Ask who chose the beneficiaries and what each was paid for."

[parameters.minimum_weight]
default = 5
unit    = "nats of evidence"
meaning = "least weight, minus the logarithm of what chance would show"

[parameters.explained_percent]
default = 50
unit    = "percent"
meaning = "share of its value from which the registers explain a find: declared for the year, or inside one group"
*/
select
    list_place,
    subject_id,
    start_epoch,
    end_epoch,
    weight as measured,
    $minimum_weight as threshold,
    'ranked' as tier
from features.shape
where shape = 'fan_out'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
