/*
grain = "one row per account that an alert of a listed lead is about: the window against accounts of its kind"

[columns]
peer_kind        = "person, organisation, unknown: who holds the account"
peer_country     = "country of the accounts compared with; null where its own has too few and all are taken"
peer_count       = "accounts compared with, itself left out; services left out"
below_day_count  = "accounts whose busiest day was smaller"

[parameters]
run_id      = "night"
least_peers = "fewest accounts of one country to compare with"
*/
with about as (
    select alert.subject_id, alert.subject_type
    from cases.lead as lead
    join cases.case_alert as held on held.case_id = lead.case_id
    join detect.alert as alert on alert.alert_id = held.alert_id
    where lead.run_id = $run_id
      and lead.listing not in ('below', 'resting')
),
busiest as (
    select account_number, max(in_base_minor + out_base_minor)::bigint as day_base_minor
    from features.account_day
    group by account_number
),
kind as (
    select account_id, min(party_type) as peer_kind
    from features.party_account
    where is_owner
    group by account_id
),
seen as (
    select
        account.account_id,
        coalesce(kind.peer_kind, 'unknown') as peer_kind,
        coalesce(known.country_code, '') as peer_country,
        (account.in_base_minor + account.out_base_minor)::bigint as moved_base_minor,
        busiest.day_base_minor
    from features.account as account
    join busiest on busiest.account_number = account.account_number
    left join kind on kind.account_id = account.account_id
    left join core.account as known on known.account_id = account.account_id and known.recorded_to is null
    where account.account_id not in (select account_id from features.service_hub where account_id is not null)
),
ranked as (
    select
        *,
        count(*) over near - 1 as near_count,
        count(*) over far - 1 as far_count,
        rank() over (near order by moved_base_minor) - 1 as near_below,
        rank() over (far order by moved_base_minor) - 1 as far_below,
        rank() over (near order by day_base_minor) - 1 as near_below_day,
        rank() over (far order by day_base_minor) - 1 as far_below_day,
        median(moved_base_minor) over near as near_median,
        median(moved_base_minor) over far as far_median
    from seen
    window near as (partition by peer_kind, peer_country), far as (partition by peer_kind)
),
judged as (
    select *, peer_country <> '' and near_count >= $least_peers as is_near
    from ranked
)
select
    account_id,
    peer_kind,
    case when is_near then peer_country end as peer_country,
    case when is_near then near_count else far_count end as peer_count,
    moved_base_minor,
    case when is_near then near_below else far_below end as below_count,
    round(case when is_near then near_median else far_median end)::bigint as median_base_minor,
    day_base_minor,
    case when is_near then near_below_day else far_below_day end as below_day_count
from judged
where account_id in (select subject_id from about)
   or account_id in (
       select account_id from features.account_holder
       where recorded_to is null and party_id in (select subject_id from about where subject_type = 'party')
   )
order by account_id
