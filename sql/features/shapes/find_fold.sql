/*
grain = "one row per find whose transfers a better placed find holds already: it folds into that one"

[parameters.fold_share]
default = 0.6
unit    = "share of the find's transfers"
meaning = "from which two finds are one scheme; sharing an account is none"
*/
-- A fan is a part of a gather-scatter: the larger shape never folds into its part. Nor does a chain
-- into the fan that cites it as the way on: chance makes fans sooner.
with shared as (
    select
        find.shape,
        find.find_key,
        find.other_key,
        find.transfer_count,
        better.fold_place,
        count(*) as shared_count
    from features.find_place as find
    join features.find_row as own
      on own.shape = find.shape
     and own.find_key = find.find_key
     and own.other_key = find.other_key
    join features.find_row as held on held.transaction_number = own.transaction_number
    join features.find_place as better
      on better.shape = held.shape
     and better.find_key = held.find_key
     and better.other_key = held.other_key
     and better.fold_place < find.fold_place
     and (find.shape not in ('gather_scatter', 'layering_chain') or better.shape not in ('fan_in', 'fan_out'))
    group by find.shape, find.find_key, find.other_key, find.transfer_count, better.fold_place
)
select distinct shape, find_key, other_key
from shared
where shared_count >= $fold_share * transfer_count
