/*
grain = "one row: whether settings or profile differ from those of the night before"

[parameters]
run_id = "night"
*/
with previous as (
    select run_id, input_hash
    from meta.run
    where run_id < $run_id
    order by run_id desc
    limit 1
)
select
    previous.run_id as previous_run_id,
    tonight.input_hash is distinct from previous.input_hash as has_changed
from meta.run as tonight
join previous on true
where tonight.run_id = $run_id
