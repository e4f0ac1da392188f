/*
grain = "one row per dense flow and transfer"
*/
select
    'dense_flow' as shape,
    dense.find_key,
    cast(0 as bigint) as other_key,
    dense.subject_number,
    dense.weight,
    dense.hop,
    dense.transaction_number,
    case when dense.hop = 1 then 'in' else 'out' end as role
from features.dense_row as dense
