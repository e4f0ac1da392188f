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
with pair as (
    select
        originator_number,
        beneficiary_number,
        count(*) as transfer_count,
        sum(is_young) as young_count
    from features.flow
    group by originator_number, beneficiary_number
),
side as (
    select
        beneficiary_number as account_number,
        transfer_count as in_count,
        0 as out_count,
        0 as out_young_count,
        1 as payer_count,
        0 as payee_count
    from pair
    union all
    select originator_number, 0, transfer_count, young_count, 0, 1
    from pair
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
