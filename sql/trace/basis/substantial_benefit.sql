/*
title    = "an offence able to give substantial economic benefit, by the value traced into assets of the person"
settled_by = "court file: the offence and what it brought"
*/
with benefit as (
    select
        assessed.*,
        sum(traced_least_base_minor) over (partition by party_id) as least_base_minor,
        count(*) over (partition by party_id) as asset_count
    from trace.assessed as assessed
)
select
    asset_id,
    party_id,
    case when least_base_minor >= $substantial_benefit_minor then 'supported' else 'unknown' end as result,
    'at least ' || (least_base_minor // $unit_minor)::bigint || ' units of the base currency are traced into '
        || asset_count || ' asset(s) of the person' as explanation,
    'core.acquisition:' || acquisition_id as evidence
from benefit
order by asset_id, party_id
