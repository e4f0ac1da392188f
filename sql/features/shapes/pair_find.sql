/*
grain = "one row per scatter-gather and transfer: both legs of every middle account"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; a larger one is none"
*/
with leg as (
    select cast(1 as bigint) as hop
    union all
    select cast(2 as bigint) as hop
)
select distinct
    'scatter_gather' as shape,
    flow.originator_number as find_key,
    flow.beneficiary_number as other_key,
    flow.originator_number as subject_number,
    flow.weight,
    leg.hop,
    case when leg.hop = 1 then pair.in_number else pair.out_number end as transaction_number,
    case when leg.hop = 1 then 'scattered' else 'gathered' end as role
from features.pair_flow as flow
join features.pair_link as pair
  on pair.originator_number = flow.originator_number
 and pair.beneficiary_number = flow.beneficiary_number
cross join leg
where 2 * flow.middle_count <= $shape_rows
