/*
grain = "one row per chain or other shape"

[columns]
chain_id              = "chain"
alert_id              = "alert raised on it"
shape                 = "kind of shape"
hop_count             = "longest path in hops"
account_count         = "accounts"
transaction_count     = "transactions"
started_at            = "first moment, UTC"
ended_at              = "last moment, UTC"
first_account_id      = "account the value starts from"
last_account_id       = "account the value ends at"
amount_in_base_minor  = "value that enters, base minor units"
amount_out_base_minor = "value that leaves at the end, base minor units"
kept_ratio            = "amount out over amount in"
currency_count        = "currencies used"
country_count         = "countries crossed"
*/
select
    chain.chain_id,
    chain.alert_id,
    chain.shape,
    chain.hop_count,
    chain.account_count,
    chain.transaction_count,
    to_timestamp(chain.start_epoch)::timestamp as started_at,
    to_timestamp(chain.end_epoch)::timestamp as ended_at,
    chain.first_account_id,
    chain.last_account_id,
    chain.amount_in_base_minor,
    chain.amount_out_base_minor,
    chain.kept_ratio,
    chain.currency_count,
    chain.country_count
from detect.chain as chain
order by chain.chain_id
