/*
id         = "STK-001"
title      = "A sum that an account passes on at once, nearly whole"
typology   = "stack"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "low"
version    = 4
references = ["FATF-PML-2018"]
why        = "A relay of two transfers is the smallest layer; many of them side by side are a stack."
innocent   = "A person who pays a bill with money a relative sent for it."
next_step  = "Ask whether other relays of the same days share a party with this one."

[parameters.minimum_weight]
default = 1
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
where shape = 'stack'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
