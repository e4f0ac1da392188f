/*
grain = "one row per find that stands: its place in the one list of all shapes, in which each shape has its share"
*/
with kept as (
    select
        find.*,
        row_number() over (partition by find.shape order by find.place) as kept_place
    from features.find_place as find
    left join features.find_fold as fold
      on fold.shape = find.shape
     and fold.find_key = find.find_key
     and fold.other_key = find.other_key
    where fold.shape is null
)
select
    kept.*,
    row_number() over (
        order by kept_place / cast(share as double), shape, find_key, other_key
    ) as list_place
from kept
