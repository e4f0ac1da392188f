/*
grain = "one row per account that lives from being paid by, or paying, the public: it carries no chain"

[columns]
account_id     = "account"
account_number = "number of the account in the window"
kind           = "collecting (is paid by many), paying (pays many), market (both), listed (named in finintel.toml)"

[parameters.hub_counterparties]
default = 100
unit    = "accounts"
meaning = "counterparties on one side from which they are the public, not a circle of acquaintances"

[parameters.hub_lean]
default = 20
unit    = "times"
meaning = "one side has this many times the counterparties of the other, or both sides are the public"
*/
with judged as (
    select
        account_number,
        case
            when payer_count >= $hub_counterparties and payee_count >= $hub_counterparties
                then 'market'
            when payer_count >= $hub_counterparties and payer_count >= $hub_lean * payee_count
                then 'collecting'
            when payee_count >= $hub_counterparties and payee_count >= $hub_lean * payer_count
                then 'paying'
        end as kind
    from features.account_flow
)
select
    number.account_id,
    number.account_number,
    coalesce(judged.kind, 'listed') as kind
from features.account_number as number
left join judged on judged.account_number = number.account_number
where judged.kind is not null
   or $service_hubs like '%,' || number.account_id || ',%'
