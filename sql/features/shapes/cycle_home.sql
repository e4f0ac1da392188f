/*
grain = "one row per open path that ends, or ended one transfer before, in the circle in which it began"

[columns]
path_id       = "path"
account_count = "accounts of the smallest circle that holds both ends; null when the path does not come home"
is_passed     = "1 when the path came home one transfer before"
*/
-- A company or a spouse counts while the register says so: at some time on the way. Two transfers
-- come home only to or from a company: what a stranger sends back to the same household is returned.
with place as (
    select
        path.path_id,
        path.start_number,
        path.end_number as account_number,
        case when path.parent_id = 0 then 1 else 0 end as is_short,
        0 as is_passed,
        first.first_number,
        latest.last_number
    from features.path_open as path
    join features.leg as first on first.leg_number = path.first_number
    join features.leg as latest on latest.leg_number = path.last_number
    where path.start_number <> path.end_number
    union all
    select
        path.path_id,
        path.start_number,
        latest.originator_number,
        0,
        1,
        first.first_number,
        latest.last_number
    from features.path_open as path
    join features.leg as first on first.leg_number = path.first_number
    join features.leg as latest on latest.leg_number = path.last_number
    where path.start_number <> latest.originator_number
)
select
    place.path_id,
    min(case
        when place.is_passed = 1 then null
        when place.is_short = 1 and beginning.is_company + ending.is_company = 0 then null
        else ending.account_count
    end) as account_count,
    max(place.is_passed) as is_passed
from place
join features.home as beginning on beginning.account_number = place.start_number
join features.home as ending
  on ending.account_number = place.account_number
 and ending.head_id = beginning.head_id
join features.window_transfer as started on started.transaction_number = place.first_number
join features.window_transfer as stopped on stopped.transaction_number = place.last_number
where greatest(beginning.valid_from, ending.valid_from) <= stopped.booked_on
  and least(beginning.valid_to, ending.valid_to) > started.booked_on
group by place.path_id
order by place.path_id
