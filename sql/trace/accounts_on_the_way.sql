/*
grain = "one row: how many accounts stand on the way of a payment whose sources are followed"

[columns]
account_count = "accounts, counted for each payment"
*/
select count(distinct (trace_id, account_number)) as account_count
from trace.cone_credit
where trace_id in (select trace_id from trace.cone_source where is_root)
