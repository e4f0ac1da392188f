/*
grain = "one row per gather-scatter and transfer: payers before the moment that parts them from the payees after it"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find, half a side; those nearest the moment are cited"
*/
with side as (
    select
        scan.account_number,
        scan.weight,
        flow.transaction_number,
        cast(1 as bigint) as hop,
        abs(flow.booked_epoch - scan.pivot_epoch) as distance
    from features.pivot_scan as scan
    join features.flow as flow
      on flow.beneficiary_number = scan.account_number
     and case when scan.level = 4 then flow.is_sole else flow.is_young end = 1
     and flow.amount_rank >= scan.member_rank
     and flow.booked_epoch between scan.pivot_epoch - scan.window_seconds and scan.pivot_epoch
    union all
    select
        scan.account_number,
        scan.weight,
        flow.transaction_number,
        cast(2 as bigint) as hop,
        abs(flow.booked_epoch - scan.pivot_epoch) as distance
    from features.pivot_scan as scan
    join features.flow as flow
      on flow.originator_number = scan.account_number
     and case when scan.level = 4 then flow.is_sole else flow.is_young end = 1
     and flow.amount_rank >= scan.member_rank
     and flow.booked_epoch between scan.pivot_epoch and scan.pivot_epoch + scan.window_seconds
),
placed as (
    select
        side.*,
        row_number() over (
            partition by account_number, hop order by distance, transaction_number
        ) as place
    from side
)
select
    'gather_scatter' as shape,
    account_number as find_key,
    cast(0 as bigint) as other_key,
    account_number as subject_number,
    weight,
    hop,
    transaction_number,
    case when hop = 1 then 'in' else 'out' end as role
from placed
where 2 * place <= $shape_rows
