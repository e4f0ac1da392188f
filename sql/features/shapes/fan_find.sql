/*
grain = "one row per fan and transfer inside its window"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; of more the latest are cited"
*/
-- Young counterparties count (of level 4 those that dealt once), from one level of amounts below the level that scored.
with hit as (
    select scan.account_number, scan.is_in, scan.weight, flow.transaction_number
    from features.fan_scan as scan
    join features.flow as flow
      on flow.beneficiary_number = scan.account_number
     and case when scan.level = 4 then flow.is_sole else flow.is_young end = 1
     and flow.amount_rank >= scan.member_rank
     and flow.booked_epoch between scan.start_epoch and scan.end_epoch
    where scan.is_in = 1
    union all
    select scan.account_number, scan.is_in, scan.weight, flow.transaction_number
    from features.fan_scan as scan
    join features.flow as flow
      on flow.originator_number = scan.account_number
     and case when scan.level = 4 then flow.is_sole else flow.is_young end = 1
     and flow.amount_rank >= scan.member_rank
     and flow.booked_epoch between scan.start_epoch and scan.end_epoch
    where scan.is_in = 0
),
placed as (
    select
        hit.*,
        row_number() over (
            partition by account_number, is_in order by transaction_number desc
        ) as place
    from hit
)
select
    case when is_in = 1 then 'fan_in' else 'fan_out' end as shape,
    account_number as find_key,
    cast(0 as bigint) as other_key,
    account_number as subject_number,
    weight,
    cast(1 as bigint) as hop,
    transaction_number,
    case when is_in = 1 then 'in' else 'out' end as role
from placed
where place <= $shape_rows
