/*
id         = "BIP-001"
title      = "Several originators pay several of the same new beneficiaries"
typology   = "bipartite"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "medium"
version    = 3
references = ["FATF-PML-2018"]
why        = "Payers who meet the same payees for the first time together act by one plan."
innocent   = "Neighbours who engage the same builders."
next_step  = "Ask what the payers have in common and who gave them the names of the payees."

[parameters.minimum_weight]
default = 4
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
where shape = 'bipartite'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
