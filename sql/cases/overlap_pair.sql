/*
grain = "one row per candidate group and known case that share a standing alert, or a transaction that the case holds or has held"

[columns]
group_number    = "candidate group of tonight"
case_id         = "case"
shared_count    = "transactions that both cite"
known_count     = "transactions of the case, where any is shared"
candidate_count = "transactions of the group, where any is shared"
shared_alerts   = "alerts in both"
shown_count     = "transactions of the group that the case ever held"
shown_ratio     = "share of the group's transactions that they are"
*/
with known as (
    select
        held.case_id,
        held.transaction_id,
        count(*) over (partition by held.case_id) as known_count
    from cases.case_transaction as held
),
candidate as (
    select
        group_number,
        transaction_id,
        count(*) over (partition by group_number) as candidate_count
    from cases.group_transaction
),
shared as (
    select
        candidate.group_number,
        known.case_id,
        count(*) as shared_count,
        min(known.known_count) as known_count,
        min(candidate.candidate_count) as candidate_count,
        0 as shared_alerts,
        0 as shown_count,
        0.0::double as shown_ratio
    from candidate
    join known
      on known.transaction_id = candidate.transaction_id
    group by candidate.group_number, known.case_id
    union all
    select
        candidate.group_number,
        seen.case_id,
        0,
        0,
        0,
        0,
        count(*) as shown_count,
        count(*)::double / min(candidate.candidate_count)::double as shown_ratio
    from candidate
    join cases.case_seen as seen
      on seen.item_id = candidate.transaction_id
     and seen.kind = 'transaction'
    group by candidate.group_number, seen.case_id
    union all
    select
        grouped.group_number,
        held.case_id,
        0,
        0,
        0,
        count(*) as shared_alerts,
        0,
        0.0::double
    from cases.group_alert as grouped
    join cases.case_alert as held
      on held.alert_id = grouped.alert_id
    group by grouped.group_number, held.case_id
)
select
    group_number,
    case_id,
    sum(shared_count)::bigint as shared_count,
    sum(known_count)::bigint as known_count,
    sum(candidate_count)::bigint as candidate_count,
    sum(shared_alerts)::bigint as shared_alerts,
    sum(shown_count)::bigint as shown_count,
    max(shown_ratio) as shown_ratio
from shared
group by group_number, case_id
order by group_number, case_id
