/*
grain = "one row per case with assets: what its assets say for the bands"
*/
with basis as (
    select
        asset_id,
        max(
            case
                when is_closed then case when supported_count > 0 then 1 else 0 end
                when supported_count = testable_count and testable_count > 0 then 4
                when supported_count * 2 >= testable_count and supported_count > 0 then 3
                when supported_count > 0 then 2
                else 0
            end
        ) as basis_level,
        arg_min(basis_code, place) as basis_code
    from trace.basis_state
    group by asset_id
)
select
    linked.case_id,
    count(*) as asset_count,
    sum(linked.traced_minimum_base_minor)::bigint as traced_minimum_base_minor,
    sum(linked.traced_maximum_base_minor)::bigint as traced_maximum_base_minor,
    sum(linked.traced_headline_base_minor)::bigint as traced_headline_base_minor,
    -- what was traced into an asset, at most what is left of it
    sum(least(linked.traced_maximum_base_minor, greatest(status.net_maximum_base_minor, 0)))::bigint
        as recoverable_base_minor,
    sum(greatest(status.net_maximum_base_minor, 0))::bigint as asset_value_base_minor,
    count(linked.traced_maximum_base_minor) as traced_asset_count,
    coalesce(
        bool_or(asset.status_code = 'for_sale' or status.urgency = 'immediate')
            filter (where linked.traced_maximum_base_minor is not null),
        false
    ) as is_dissipating,
    coalesce(bool_or(asset.status_code = 'for_sale' or status.urgency = 'immediate'), false)
        as is_any_dissipating,
    min(status.signals) filter (where status.urgency = 'immediate') as signals,
    bool_or(asset.status_code = 'for_sale') as is_for_sale,
    bool_and(coalesce(asset.status_code = 'frozen', false)) as is_all_frozen,
    bool_or(asset.asset_type in ('vehicle', 'vessel', 'aircraft', 'virtual_asset', 'bank_balance', 'security', 'precious_goods')) as is_mobile,
    max(coalesce(basis.basis_level, 0)) as basis_level,
    min(basis.basis_code) as basis_code
from cases.case_asset as linked
left join core.asset as asset
  on asset.asset_id = linked.asset_id
 and asset.recorded_to is null
left join basis
  on basis.asset_id = linked.asset_id
left join trace.asset_status as status
  on status.asset_id = linked.asset_id
group by linked.case_id
order by linked.case_id
