/*
grain = "one row per find: its place among those of its shape, and its turn to absorb others"

[parameters.shape_finds]
default = 1_500
unit    = "finds"
meaning = "most finds of a shape that are listed; what is beyond is counted and dropped"
*/
-- A subject has one find of a shape that starts in a second: the heaviest.
with find as (
    select
        found.shape,
        found.find_key,
        found.other_key,
        min(found.subject_number) as subject_number,
        round(max(found.weight), 6) as weight,
        count(*) as transfer_count,
        min(flow.booked_epoch) as start_epoch,
        max(flow.booked_epoch) as end_epoch,
        min(found.transaction_number) as first_number
    from features.find_row as found
    join features.flow as flow on flow.transaction_number = found.transaction_number
    group by found.shape, found.find_key, found.other_key
),
alone as (
    select
        find.*,
        row_number() over (
            partition by shape, subject_number, start_epoch
            order by weight desc, first_number, find_key, other_key
        ) as place_of_start
    from find
),
placed as (
    select
        alone.*,
        share.share,
        share.fold_order,
        row_number() over (
            partition by alone.shape
            order by alone.weight desc, alone.first_number, alone.find_key, alone.other_key
        ) as place
    from alone
    join features.share as share on share.shape = alone.shape
    where alone.place_of_start = 1
)
select
    placed.*,
    row_number() over (
        order by fold_order, place / cast(share as double), shape, find_key, other_key
    ) as fold_place
from placed
where place <= $shape_finds
