/*
id         = "DEN-001"
title      = "A group of accounts through whose middle much passes and little stays"
typology   = "dense_flow"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "medium"
version    = 3
references = ["FLOWSCOPE-2020"]
why        = "Several accounts that together pass on nearly all they receive serve one channel."
innocent   = "Payment agents of a market who settle with one another."
next_step  = "Ask who opened the middle accounts and what they earn by passing money on."

[parameters.minimum_weight]
default = 6
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
where shape = 'dense_flow'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
