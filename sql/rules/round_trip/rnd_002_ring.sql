/*
id         = "RND-002"
title      = "Payments around a circle that leave everybody where they were"
typology   = "round_trip"
stage      = "layering"
subject    = "account"
shapes     = true
severity   = "medium"
version    = 1
references = ["FATF-PML-2018", "FATF-TBML-2020"]
why        = "A sum that goes round within days makes nobody richer: it makes turnover, or settles what is not said."
innocent   = "Business partners who settle mutual invoices of one size."
next_step  = "Ask what each payment was for, and who told those to pay who paid before they were paid."

[parameters.minimum_weight]
default = 2
unit    = "nats of evidence"
meaning = "least weight, minus the logarithm of what chance would show"

[parameters.explained_percent]
default = 50
unit    = "percent"
meaning = "share of its value from which the registers explain a find: declared for the year, or inside one group"
*/
-- Beside RND-001, where value comes home in order of time: here some accounts, half at most, paid on
-- before they were paid, so no value is said to have travelled; that the circle closes is the finding.
select
    list_place,
    subject_id,
    start_epoch,
    end_epoch,
    weight as measured,
    $minimum_weight as threshold,
    'ranked' as tier
from features.shape
where shape = 'ring'
  and weight >= $minimum_weight
  and explained_ratio * 100.0 < $explained_percent
