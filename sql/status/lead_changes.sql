/*
grain = "one row per lead of two nights, or of those between: what became of it from one to the other; what is or was on the list first"

[parameters]
first_run_id = "the earlier night"
last_run_id  = "the later night"
*/
with told as (
    select
        case_id,
        min(lead_id) as lead_id,
        arg_max(change, run_id) as last_change,
        arg_max(change_detail, run_id) as last_detail,
        string_agg(
            regexp_replace(run_id, '^n([0-9]{4})([0-9]{2})([0-9]{2})$', '\1-\2-\3') || ': ' || change_detail,
            ' | ' order by run_id
        ) filter (where change_detail <> '' and run_id > $first_run_id) as detail
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
),
compared as (
    select
        told.lead_id,
        case
            when told.last_change = 'withdrawn' and told.last_detail like 'merged into %' then 'merged'
            when told.last_change = 'withdrawn' then 'withdrawn'
            when later.case_id is null then 'no longer listed'
            when earlier.case_id is null then 'new'
            when later.change = 'aged' and earlier.change <> 'aged' then 'aged'
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
)
select
    lead_id,
    change,
    rank_before,
    rank_after,
    priority_before,
    priority_after,
    detail
from compared
order by coalesce(rank_after, rank_before) is null, rank_after nulls last, rank_before, change, lead_id
