/*
grain = "one row per transfer between two accounts, no service hubs, that began to pay each other both ways in the window"

[parameters.fan_rank]
default = 0.5
unit    = "share of the window's transfers"
meaning = "smallest amount rank of a transfer that counts"
*/
with pair as (
    select originator_number, beneficiary_number
    from features.flow
    where amount_rank >= $fan_rank
    group by originator_number, beneficiary_number
    having max(is_first) = 1
),
mutual as (
    select one.originator_number, one.beneficiary_number
    from pair as one
    join pair as other
      on other.originator_number = one.beneficiary_number
     and other.beneficiary_number = one.originator_number
    left join features.service_hub as payer on payer.account_number = one.originator_number
    left join features.service_hub as payee on payee.account_number = one.beneficiary_number
    where payer.account_number is null
      and payee.account_number is null
)
select flow.originator_number, flow.beneficiary_number, flow.amount_base_minor
from features.flow as flow
join mutual
  on mutual.originator_number = flow.originator_number
 and mutual.beneficiary_number = flow.beneficiary_number
order by flow.transaction_number
