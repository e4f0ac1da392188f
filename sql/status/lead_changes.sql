/*
grain = "one row per lead of two nights, or of those between: what became of it from one to the other"

[parameters]
first_run_id = "the earlier night"
last_run_id  = "the later night"
*/
with told as (
    select
        case_id,
        min(lead_id) as lead_id,
        arg_max(change, run_id) as last_change,
        string_agg(run_id || ': ' || change_detail, ' | ' order by run_id)
            filter (where change_detail <> '' and run_id > $first_run_id) as detail
    from cases.lead
    where run_id between $first_run_id and $last_run_id
    group by case_id
),
earlier as (
    select *
    from cases.lead
    where run_id = $first_run_id
      and change <> 'withdrawn'
),
later as (
    select *
    from cases.lead
    where run_id = $last_run_id
)
select
    told.lead_id,
    case
        when told.last_change = 'withdrawn' then 'withdrawn'
        when later.case_id is null then 'no longer listed'
        when earlier.case_id is null then 'new'
        when later.change = 'aged' then 'aged'
        when earlier.content_hash <> later.content_hash
            or (earlier.band_urgency, earlier.band_basis, earlier.band_value, earlier.band_harm, earlier.band_confidence)
            <> (later.band_urgency, later.band_basis, later.band_value, later.band_harm, later.band_confidence)
            then 'changed'
        else 'unchanged'
    end as change,
    earlier.rank as rank_before,
    later.rank as rank_after,
    earlier.priority as priority_before,
    later.priority as priority_after,
    coalesce(told.detail, '') as detail
from told
left join earlier on earlier.case_id = told.case_id
left join later on later.case_id = told.case_id
where earlier.case_id is not null
   or told.last_change <> 'withdrawn'
   or later.case_id is not null
order by change, rank_after, rank_before, told.lead_id
