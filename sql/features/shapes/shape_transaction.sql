/*
grain = "one row per shape found and transaction of it"
*/
with member as (
    select find.list_place, found.hop, found.transaction_number, found.role
    from features.find_list as find
    join features.find_row as found
      on found.shape = find.shape
     and found.find_key = find.find_key
     and found.other_key = find.other_key
    union all
    select list_place, cast(0 as bigint), transaction_number, 'placed'
    from features.find_cash
)
select
    member.list_place,
    row_number() over (
        partition by member.list_place order by member.hop, member.transaction_number
    ) as position,
    member.hop,
    transfer.transaction_id,
    member.transaction_number,
    member.role
from member
join features.window_transfer as transfer
  on transfer.transaction_number = member.transaction_number
