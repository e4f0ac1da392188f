/*
grain = "one row per asset that value is traced into: the deed with the most of it"

[columns]
asset_id         = "asset"
acquisition_id   = "deed that the traced payments were matched to"
price_base_minor = "price of the traced deed, base minor units"
traced_least_base_minor = "least value traced over methods and orders, base minor units"
traced_most_base_minor  = "most value traced, base minor units"
*/
select asset_id, acquisition_id, min(price_base_minor) as price_base_minor,
    -- a method is followed through all payments of a deed: sums of several methods are none's
    min(traced_least) as traced_least_base_minor,
    max(traced_most) as traced_most_base_minor
from (
    select asset_id, acquisition_id, method, min(price_base_minor) as price_base_minor,
        sum(least_base_minor) as traced_least, sum(most_base_minor) as traced_most
    from (
        select asset_id, acquisition_id, method, min(price_base_minor) as price_base_minor,
            min(traced_base_minor) as least_base_minor, max(traced_base_minor) as most_base_minor
        from trace.asset_trace
        where method <> 'poison'
        group by asset_id, acquisition_id, trace_id, method
    )
    group by asset_id, acquisition_id, method
)
group by asset_id, acquisition_id
qualify row_number() over (
    partition by asset_id order by traced_most_base_minor desc, acquisition_id
) = 1
order by asset_id
