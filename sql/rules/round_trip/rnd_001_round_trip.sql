/*
id         = "RND-001"
title      = "Value that returns to where it started within a few transfers"
typology   = "round_trip"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "high"
version    = 6
references = ["FATF-PML-2018", "FATF-TBML-2020"]
why        = "Money that comes back by a detour looks like income and is not."
innocent   = "Friends who lend each other small sums and pay them back."
next_step  = "Ask what each transfer was for and who controls the accounts between."

[parameters.minimum_weight]
default = 2
unit    = "nats of evidence"
meaning = "least weight, minus the logarithm of what chance would show"

[parameters.strict_weight]
default = 10.0
unit    = "nats of evidence"
meaning = "weight that chance hardly makes: strict from here, whatever the budget"

[parameters.explained_percent]
default = 50
unit    = "percent"
meaning = "share of its value from which the registers explain a find: declared for the year, or inside one group"
*/
-- Value came home when it reaches the account where it started, or through strangers another account
-- of the same hands: of the party, its spouse, or a company of which it holds a quarter (features.home).
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
where shape = 'round_trip'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
