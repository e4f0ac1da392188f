/*
id         = "GAT-001"
title      = "Many new originators, then many new beneficiaries, at one account"
typology   = "gather_scatter"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "medium"
version    = 3
references = ["FATF-PML-2018"]
why        = "The account joins money of many hands and parts it again: it breaks the tie between who paid and who got."
innocent   = "A letting agency that collects rents and pays the owners."
next_step  = "Ask what the account holder does for the money, and whose it is between."

[parameters.minimum_weight]
default = 2
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
where shape = 'gather_scatter'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
