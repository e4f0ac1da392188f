/*
grain = "one row per registered acquisition"

[columns]
acquisition_id     = "deed or entry"
asset_id           = "asset"
acquirer_party_id  = "party that acquired"
seller_party_id    = "party that sold or gave"
payee_account_id   = "account the price was payable to"
acquired_on        = "date of the deed"
price_minor        = "price stated, minor units of currency"
market_value_minor = "estimate of the market value at that date, minor units"
currency           = "currency of both"
financing_code     = "how it was financed, as stated"
source_id          = "feed"
file_sha256        = "file: mart.file says its name"
row_number         = "line or record in that file"
*/
select
    acquired.acquisition_id,
    acquired.asset_id,
    acquired.acquirer_party_id,
    acquired.seller_party_id,
    acquired.payee_account_id,
    acquired.acquired_on,
    acquired.price_minor,
    acquired.market_value_minor,
    acquired.currency,
    acquired.financing_code,
    acquired.source_id,
    acquired.file_sha256,
    acquired.row_number
from core.acquisition as acquired
where acquired.recorded_to is null
order by acquired.acquisition_id
