/*
grain = "one row per traced payment of a deed into whose price no method carries a part that counts"

[columns]
trace_id = "payment that was traced"

[parameters.least_ratio]
default = 0.015
unit    = "share of the price"
meaning = "least value that all payments of a deed carry together by some method: below it, a credit on the way is not looked at either"
*/
with carried as (
    -- orders within a day differ: the one that brings most
    select acquisition_id, trace_id, method, max(traced_base_minor) as traced_base_minor,
        max(price_base_minor) as price_base_minor
    from trace.asset_trace
    group by acquisition_id, trace_id, method
),
summed as (
    select acquisition_id, method, sum(traced_base_minor) as traced_base_minor, max(price_base_minor) as price_base_minor
    from carried
    group by acquisition_id, method
),
trifling as (
    select acquisition_id
    from summed
    group by acquisition_id
    having max(traced_base_minor) < max(price_base_minor) * $least_ratio
)
select distinct trace_id
from trace.asset_trace
where acquisition_id in (select acquisition_id from trifling)
order by trace_id
