/*
grain = "one row per transaction of a list that is in the snapshot"

[parameters]
ids = "transaction ids"
*/
select
    movement.transaction_id,
    movement.transaction_number::bigint as transaction_number
from mart."transaction" as movement
where movement.transaction_id in (select unnest($ids::varchar[]))
order by movement.transaction_id
