/*
grain = "one row per account that joins nobody with anybody: a service hub, or one with so many counterparties"

[columns]
account_id = "account"

[parameters.busy_counterparties]
default = 100
unit    = "accounts"
meaning = "counterparties on one side in the window from which an account joins nobody with anybody, whatever its other side, inclusive"
*/
select number.account_id
from features.account_flow as flow
join features.account_number as number
  on number.account_number = flow.account_number
where flow.payer_count >= $busy_counterparties
   or flow.payee_count >= $busy_counterparties
union
select account_id from features.service_hub
order by account_id
