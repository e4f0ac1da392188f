/*
grain = "one row: how many payments that fit a deed were not kept as its alternatives"

[columns]
payment_count = "payments, over all deeds"
*/
with deed as (
    select max(candidate_count) as fitting, count(*) as kept
    from trace.acquisition_payment
    group by acquisition_id
)
select coalesce(sum(fitting - kept), 0)::bigint as payment_count
from deed
