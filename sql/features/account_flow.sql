/*
grain = "one row per account that transfers: its transfers and counterparties by direction"

[columns]
account_number  = "number of the account in the window"
in_count        = "transfers in"
out_count       = "transfers out"
out_young_count = "transfers out to young counterparties"
payer_count     = "different accounts that paid in"
payee_count     = "different accounts that were paid"
*/
with side as (
    select
        beneficiary_number as account_number,
        sum(transfer_count) as in_count,
        0 as out_count,
        0 as out_young_count,
        count(*) as payer_count,
        0 as payee_count
    from features.flow_pair
    group by beneficiary_number
    union all
    select originator_number, 0, sum(transfer_count), 0, 0, count(*)
    from features.flow_pair
    group by originator_number
    union all
    select originator_number, 0, 0, count(*), 0, 0
    from features.flow
    where is_young = 1
    group by originator_number
)
select
    account_number,
    cast(sum(in_count) as bigint) as in_count,
    cast(sum(out_count) as bigint) as out_count,
    cast(sum(out_young_count) as bigint) as out_young_count,
    cast(sum(payer_count) as bigint) as payer_count,
    cast(sum(payee_count) as bigint) as payee_count
from side
group by account_number
