/*
grain = "one row per find within the budget and transaction: the finds that a rule of shapes picked"

[parameters.alerts_per_100k]
default = 73
unit    = "alerts"
meaning = "budget of all shapes together, per 100,000 transactions of the window"

[parameters.least_alerts]
default = 600
unit    = "alerts"
meaning = "budget of all shapes together in a small window"
*/
-- The finder measures (features.shape); a rule decides from which weight and how surely; here, how many.
-- Weight is the logarithm of odds: three nats beyond the least are twenty times the threshold, on the
-- scale of a rule that measures sums. Finds of the list keep its order within that part of the scale.
-- A strict find stands whatever the budget.
with budget as (
    select greatest($least_alerts, count(*) * $alerts_per_100k // 100000) as list_length
    from features.window_transfer
),
ranked as (
    select
        found.*,
        found.tier = 'strict' or found.list_place <= budget.list_length as is_within,
        case
            when found.tier = 'strict' then 1.0 - 0.5 / cast(found.measured as double)
            else least(
                0.95 - 0.03 * found.list_place / cast(budget.list_length as double),
                1.0 / cast(1.0 + exp(found.threshold - found.measured) as double)
            )
        end - found.list_place * 1e-9 as score
    from detect.rule_shape as found
    cross join budget
),
counted as (
    select
        ranked.*,
        cast(sum(case when is_within then 0 else 1 end) over () as bigint) as dropped_count
    from ranked
)
select
    counted.subject_id,
    counted.start_epoch,
    counted.end_epoch,
    evidence.transaction_id,
    counted.measured,
    counted.threshold,
    evidence.role,
    counted.tier,
    counted.score,
    counted.dropped_count
from counted
join features.shape_transaction as evidence
  on evidence.list_place = counted.list_place
where counted.is_within
order by counted.subject_id, counted.start_epoch, evidence.transaction_id
