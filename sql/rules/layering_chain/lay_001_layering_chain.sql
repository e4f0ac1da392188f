/*
id         = "LAY-001"
title      = "Value passed on through a chain of accounts"
typology   = "layering_chain"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "high"
version    = 5
references = ["FATF-PML-2018", "FLOWSCOPE-2020"]
why        = "Each account forwards nearly what it received within days: it adds distance only."
innocent   = "Treasury of a group of companies that sweeps balances through sub-accounts."
next_step  = "Ask who controls the accounts in the middle and what each was paid for."

[parameters.minimum_weight]
default = 4
unit    = "nats of evidence"
meaning = "least weight, minus the logarithm of what chance would show"

[parameters.strict_weight]
default = 12.5
unit    = "nats of evidence"
meaning = "weight that chance hardly makes: strict from here, whatever the budget"

[parameters.explained_percent]
default = 50
unit    = "percent"
meaning = "share of its value from which the registers explain a find: declared for the year, or inside one group"
*/
-- Cited with it: deposits of cash that the first hop was paid from; they add nothing to the weight.
select
    list_place,
    subject_id,
    start_epoch,
    end_epoch,
    weight as measured,
    $minimum_weight as threshold,
    case when weight >= $strict_weight then 'strict' else 'ranked' end as tier
from features.shape
where shape = 'layering_chain'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
