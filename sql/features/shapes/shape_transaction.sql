/*
grain = "one row per shape found and transaction of it"
*/
select
    find.list_place,
    row_number() over (
        partition by find.list_place order by found.hop, found.transaction_number
    ) as position,
    found.hop,
    transfer.transaction_id,
    found.transaction_number,
    found.role
from features.find_list as find
join features.find_row as found
  on found.shape = find.shape
 and found.find_key = find.find_key
 and found.other_key = find.other_key
join features.window_transfer as transfer
  on transfer.transaction_number = found.transaction_number
