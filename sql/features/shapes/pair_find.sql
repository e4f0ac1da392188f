/*
grain = "one row per scatter-gather and transfer: both legs of every middle account"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; a larger one is none"
*/
with side as (
    select cast(1 as bigint) as hop
    union all
    select cast(2 as bigint) as hop
)
select distinct
    'scatter_gather' as shape,
    conserved.originator_number as find_key,
    conserved.beneficiary_number as other_key,
    conserved.originator_number as subject_number,
    conserved.weight,
    side.hop,
    flow.transaction_number,
    case when side.hop = 1 then 'scattered' else 'gathered' end as role
from features.pair_flow as conserved
join features.pair_link as pair
  on pair.originator_number = conserved.originator_number
 and pair.beneficiary_number = conserved.beneficiary_number
cross join side
join features.leg as leg
  on leg.leg_number = case when side.hop = 1 then pair.in_number else pair.out_number end
join features.flow as flow
  on flow.originator_number = leg.originator_number
 and flow.beneficiary_number = leg.beneficiary_number
 and flow.transaction_number between leg.first_number and leg.last_number
where 2 * conserved.middle_count <= $shape_rows
