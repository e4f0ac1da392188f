/*
grain = "one row per dense flow and transfer inside it, the largest first up to the cap"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; of more the largest are cited"
*/
with inside as (
    select
        payer.block_number,
        flow.transaction_number,
        row_number() over (
            partition by payer.block_number
            order by flow.amount_rank desc, flow.transaction_number
        ) as place,
        count(*) over (partition by payer.block_number) as transfer_count
    from features.dense_row as payer
    join features.flow as flow on flow.originator_number = payer.account_number
    join features.dense_row as payee
      on payee.account_number = flow.beneficiary_number
     and payee.block_number = payer.block_number
)
select
    'dense_flow' as shape,
    block_number as find_key,
    cast(0 as bigint) as other_key,
    block_number as subject_number,
    cast(transfer_count as double) as weight,
    cast(1 as bigint) as hop,
    transaction_number,
    'inside' as role
from inside
where place <= $shape_rows
