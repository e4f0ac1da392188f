/*
id         = "LAY-001"
title      = "Value passed on through a chain of accounts"
typology   = "layering_chain"
stage      = "layering"
subject    = "account"
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

[parameters.alerts_per_100k]
default = 73
unit    = "alerts"
meaning = "budget of all shapes together, per 100,000 transactions of the window"

[parameters.least_alerts]
default = 600
unit    = "alerts"
meaning = "budget of all shapes together in a small window"
*/
-- Cited with it: deposits of cash that the first hop was paid from; they add nothing to the weight.
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
        case when shape.weight >= $strict_weight then 'strict' else 'ranked' end as tier,
        case when shape.list_place <= budget.list_length or shape.weight >= $strict_weight then 1 else 0 end as is_within,
        sum(case when shape.list_place <= budget.list_length or shape.weight >= $strict_weight then 0 else 1 end) over () as dropped_count
    from features.shape as shape
    cross join budget
    where shape.shape = 'layering_chain'
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
    case
        when found.tier = 'strict' then 1.0 - 0.5 / cast(found.weight as double)
        else found.listed_score
    end - found.list_place * 1e-9 as score,
    cast(found.dropped_count as bigint) as dropped_count
from found
join features.shape_transaction as evidence
  on evidence.list_place = found.list_place
where found.is_within = 1
order by found.subject_id, found.start_epoch, evidence.transaction_id
