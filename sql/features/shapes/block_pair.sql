/*
grain = "one row per two payers who meet two payees or more for the first time within days of one another"

[parameters.block_seconds]
default = 345_600
unit    = "seconds"
meaning = "longest time between the two payments to one payee"

[parameters.block_crowd]
default = 20
unit    = "accounts"
meaning = "most payers of a payee that still tells two of them apart"
*/
with total as (
    select
        cast(count(*) as double) as transfer_count,
        cast(sum(payer_count) as double) as shared_count
    from features.block_row
),
pair as (
    select
        one.originator_number,
        other.originator_number as other_number,
        count(*) as common_count,
        cast(max(one.payee_count) as double) as payee_count,
        cast(max(other.payee_count) as double) as other_payee_count
    from features.block_row as one
    join features.block_row as other
      on other.beneficiary_number = one.beneficiary_number
     and other.originator_number <> one.originator_number
     and abs(other.booked_epoch - one.booked_epoch) <= $block_seconds
    where one.payee_count >= 2
      and other.payee_count >= 2
      and one.payer_count <= $block_crowd
    group by one.originator_number, other.originator_number
    having count(*) >= 2
),
expected as (
    -- how many payees two payers of these sizes share by chance
    select
        pair.originator_number,
        pair.other_number,
        cast(pair.common_count as double) as common_count,
        0.05 + pair.payee_count * pair.other_payee_count * total.shared_count
            / cast(total.transfer_count * total.transfer_count as double) as expected_count
    from pair
    cross join total
)
select
    originator_number,
    other_number,
    common_count * ln(common_count / cast(expected_count as double)) - common_count + expected_count
        as weight
from expected
where common_count > expected_count
