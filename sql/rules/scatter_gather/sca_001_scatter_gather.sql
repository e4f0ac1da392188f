/*
id         = "SCA-001"
title      = "Value that parts over several accounts and meets again at one"
typology   = "scatter_gather"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "high"
version    = 4
references = ["FATF-PML-2018"]
why        = "Each middle account passes on about what it got: the parts belong together and hide how large the sum is."
innocent   = "Parents who give to several children, who buy a house together."
next_step  = "Ask what ties the middle accounts together and why the payer did not pay the payee directly."

[parameters.minimum_weight]
default = 3
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
where shape = 'scatter_gather'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
