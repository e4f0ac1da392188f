/*
grain = "one row per listed lead and innocent explanation in bonds and services: payments within a family, through a shared service"

[columns]
code   = "explanation"
result = "found, not_found, could_not_check"
detail = "the rows that say so, or the register that would"

[parameters]
run_id = "night"
*/
with listed as (
    select case_id, lead_id, start_on, end_on
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
),
person as (
    select listed.lead_id, listed.start_on, listed.end_on, held.party_id
    from listed
    join cases.case_party as held on held.case_id = listed.case_id
    where held.role <> 'counterparty'
),
related as (
    select
        one.lead_id,
        string_agg(distinct bond.party_id || ' ' || bond.relationship_type || ' ' || bond.related_party_id, '; '
            order by bond.party_id || ' ' || bond.relationship_type || ' ' || bond.related_party_id) as detail
    from person as one
    join features.relation as bond
      on bond.party_id = one.party_id
     and bond.relationship_type in ('spouse', 'parent', 'child', 'sibling', 'relative')
    join person as other on other.lead_id = one.lead_id and other.party_id = bond.related_party_id
    group by one.lead_id
),
by_family as (
    select
        listed.lead_id,
        'family' as code,
        case
            when related.detail is not null then 'found'
            when (select count(*) from core.relationship) = 0 then 'could_not_check'
            else 'not_found'
        end as result,
        coalesce(related.detail, case when (select count(*) from core.relationship) = 0 then 'civil register' end, '') as detail
    from listed
    left join related on related.lead_id = listed.lead_id
),
service as (
    select listed.lead_id, count(*) as row_count
    from listed
    join cases.case_transaction as held on held.case_id = listed.case_id
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    where cited.is_through_hub
    group by listed.lead_id
),
by_service as (
    select
        listed.lead_id,
        'service' as code,
        case when service.row_count is not null then 'found' else 'not_found' end as result,
        coalesce(service.row_count || ' transactions', '') as detail
    from listed
    left join service on service.lead_id = listed.lead_id
)
select lead_id, code, result, detail
from by_family
union all
select lead_id, code, result, detail
from by_service
order by lead_id, code
