/*
grain = "one row per path that is one transfer longer: of each first transfer the best few"

[parameters.cycle_seconds]
default = 1_728_000
unit    = "seconds"
meaning = "longest time from the first leg's last transfer to the last of all: twenty days"

[parameters.cycle_beam]
default = 6
unit    = "paths"
meaning = "paths of one first transfer that are kept at each length"
*/
-- What is paid back to who paid it went nowhere: a way out and back again is no circle.
with longer as (
    select
        path.path_id as parent_id,
        path.first_number,
        link.out_number as last_number,
        path.start_number,
        link.beneficiary_number as end_number,
        path.weight + link.evidence as weight,
        row_number() over (
            partition by path.first_number
            order by path.weight + link.evidence desc, link.out_number, path.path_id
        ) as place
    from features.path_open as path
    join features.link as link on link.in_number = path.last_number
    join features.leg as first on first.leg_number = path.first_number
    join features.leg as latest on latest.leg_number = link.out_number
    where path.end_number <> path.start_number
      and link.originator_number <> link.beneficiary_number
      and latest.last_epoch - first.last_epoch <= $cycle_seconds
)
select
    $base + row_number() over (order by first_number, place) as path_id,
    parent_id,
    first_number,
    last_number,
    start_number,
    end_number,
    weight
from longer
where place <= $cycle_beam
