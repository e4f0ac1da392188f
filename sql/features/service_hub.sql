/*
grain = "one row per account that behaves like a service: very many counterparties, on many days"

[columns]
account_id     = "account"
account_number = "number of the account in the window"
kind           = "collecting (is paid by many), paying (pays many), market (both)"
*/
select
    account_id,
    account_number,
    case
        when out_counterparty_count * 4 < in_counterparty_count then 'collecting'
        when in_counterparty_count * 4 < out_counterparty_count then 'paying'
        else 'market'
    end as kind
from features.account
where in_counterparty_count + out_counterparty_count >= $hub_counterparties
  and day_count >= $hub_days
