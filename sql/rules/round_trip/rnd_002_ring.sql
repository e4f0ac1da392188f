/*
id         = "RND-002"
title      = "Payments around a circle that leave everybody where they were"
typology   = "round_trip"
stage      = "layering"
subject    = "account"
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

[parameters.alerts_per_100k]
default = 73
unit    = "alerts"
meaning = "budget of all shapes together, per 100,000 transactions of the window"

[parameters.least_alerts]
default = 600
unit    = "alerts"
meaning = "budget of all shapes together in a small window"
*/
-- Beside RND-001, where value comes home in order of time: here some accounts, half at most, paid on
-- before they were paid, so no value is said to have travelled; that the circle closes is the finding.
-- The finder measures (features.shape); the rule decides from which weight, how surely, how many.
-- Weight is the logarithm of odds: three nats beyond the least are twenty times the threshold, on the
-- scale of a rule that measures sums. Finds of the list keep its order within that part of the scale.
with budget as (
    select greatest($least_alerts, count(*) * $alerts_per_100k // 100000) as list_length
    from features.window_transfer
),
found as (
    select
        shape.list_place,
        shape.subject_id,
        shape.start_epoch,
        shape.end_epoch,
        shape.weight,
        least(
            0.95 - 0.03 * shape.list_place / cast(budget.list_length as double),
            1.0 / cast(1.0 + exp($minimum_weight - shape.weight) as double)
        ) as listed_score,
        'ranked' as tier,
        case when shape.list_place <= budget.list_length then 1 else 0 end as is_within,
        sum(case when shape.list_place <= budget.list_length then 0 else 1 end) over () as dropped_count
    from features.shape as shape
    cross join budget
    where shape.shape = 'ring'
      and shape.weight >= $minimum_weight
      and shape.explained_ratio * 100.0 < $explained_percent
)
select
    found.subject_id,
    found.start_epoch,
    found.end_epoch,
    evidence.transaction_id,
    found.weight as measured,
    $minimum_weight as threshold,
    evidence.role,
    found.tier,
    found.listed_score - found.list_place * 1e-9 as score,
    cast(found.dropped_count as bigint) as dropped_count
from found
join features.shape_transaction as evidence
  on evidence.list_place = found.list_place
where found.is_within = 1
order by found.subject_id, found.start_epoch, evidence.transaction_id
