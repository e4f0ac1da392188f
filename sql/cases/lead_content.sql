/*
grain = "one row per case: a short hash of each part of its content, to tell what changed"
*/
with part as (
    select case_id, 'alerts' as part, alert_id as item
    from cases.case_alert
    union all
    select case_id, 'transactions', transaction_id
    from cases.case_transaction
    union all
    select case_id, 'parties', party_id || '/' || role
    from cases.case_party
    union all
    select
        case_id,
        'assets',
        asset_id || '/' || coalesce(traced_minimum_base_minor::varchar, '')
            || '/' || coalesce(traced_maximum_base_minor::varchar, '')
            || '/' || coalesce(traced_headline_base_minor::varchar, '')
    from cases.case_asset
),
hashed as (
    select
        case_id,
        part,
        left(sha256(string_agg(item, '|' order by item)), 8) as part_hash
    from part
    group by case_id, part
)
select
    case_id,
    coalesce(max(part_hash) filter (where part = 'alerts'), '') as alerts,
    coalesce(max(part_hash) filter (where part = 'transactions'), '') as transactions,
    coalesce(max(part_hash) filter (where part = 'parties'), '') as parties,
    coalesce(max(part_hash) filter (where part = 'assets'), '') as assets
from hashed
group by case_id
order by case_id
