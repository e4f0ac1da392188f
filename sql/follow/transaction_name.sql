/*
grain = "one row per transaction asked about"

[parameters]
numbers = "transaction numbers"
*/
select
    movement.transaction_number::varchar as transaction_id,
    movement.transaction_id as name,
    movement.booked_on
from mart."transaction" as movement
where movement.transaction_number in (select unnest($numbers::integer[]))
order by movement.transaction_number
