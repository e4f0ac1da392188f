/*
grain = "one row per listed lead and night on which it was listed or its case had an event"

[parameters]
run_id = "night"
*/
with listed as (
    select case_id, lead_id
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
)
select
    listed.lead_id,
    strptime(substr(past.run_id, 2), '%Y%m%d')::date as night,
    past.change,
    past.change_detail,
    past.rank,
    past.listing,
    past.alert_count,
    past.transaction_count,
    past.amount_base_minor,
    past.traced_minimum_base_minor,
    past.traced_maximum_base_minor,
    past.priority
from listed
join cases.lead as past on past.case_id = listed.case_id
where past.run_id <= $run_id
order by listed.lead_id, past.run_id
