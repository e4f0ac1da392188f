/*
grain = "one row per bipartite block and transfer: several payers who each pay several of the same payees"

[parameters.block_seconds]
default = 345_600
unit    = "seconds"
meaning = "as for block_pair"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; a larger one is none"
*/
with payee as (
    -- the payees that a payer shares with its partners
    select distinct pair.originator_number as block_number, one.beneficiary_number
    from features.block_pair as pair
    join features.block_row as one on one.originator_number = pair.originator_number
    join features.block_row as other
      on other.originator_number = pair.other_number
     and other.beneficiary_number = one.beneficiary_number
     and abs(other.booked_epoch - one.booked_epoch) <= $block_seconds
),
payer as (
    select originator_number as block_number, other_number as originator_number, weight
    from features.block_pair
    union all
    select originator_number as block_number, originator_number, 0.5 * max(weight) as weight
    from features.block_pair
    group by originator_number
),
inside as (
    select
        payer.block_number,
        flow.originator_number,
        flow.beneficiary_number,
        flow.transaction_number,
        payer.weight
    from payer
    join payee on payee.block_number = payer.block_number
    join features.block_row as flow
      on flow.originator_number = payer.originator_number
     and flow.beneficiary_number = payee.beneficiary_number
),
block as (
    select
        block_number,
        count(*) as transfer_count,
        count(distinct originator_number) as payer_count,
        count(distinct beneficiary_number) as payee_count,
        sum(weight) / cast(count(*) as double) as weight
    from inside
    group by block_number
)
select
    'bipartite' as shape,
    inside.block_number as find_key,
    cast(0 as bigint) as other_key,
    inside.block_number as subject_number,
    block.weight * ln(cast(block.transfer_count as double)) as weight,
    cast(1 as bigint) as hop,
    inside.transaction_number,
    'inside' as role
from inside
join block on block.block_number = inside.block_number
where block.transfer_count <= $shape_rows
  and 3 * block.transfer_count >= 2 * block.payer_count * block.payee_count
  and block.transfer_count >= 5
