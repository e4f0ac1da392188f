/*
grain = "one row per acquisition up to the night, with what the acquirer itself paid for"

[columns]
acquisition_id   = "acquisition"
asset_id         = "asset"
acquirer_id      = "party kept for the acquirer"
payee_account_id = "account the price was payable to, where the deed names one"
acquired_on      = "date of the deed"
deed_epoch       = "that date, seconds UTC"
cost_minor       = "price less loan, minor units of the deed's currency; 0 for a gift, an inheritance or an exchange"
currency         = "currency of the deed"
cost_base_minor  = "price less loan, base minor units; 0 for a gift, an inheritance or an exchange; null when price or rate is unknown"
*/
with rate_span as (
    -- a date before the first or after the last known rate takes the nearest one
    select currency, min(rated_on) as first_on, max(rated_on) as last_on
    from core.fx_daily
    group by currency
),
acquired as (
    select
        acquisition.acquisition_id,
        acquisition.asset_id,
        acquisition.acquirer_party_id as acquirer_id,
        acquisition.payee_account_id,
        acquisition.acquired_on,
        case
            when acquisition.financing_code in ('gift', 'inheritance', 'exchange') then 0
            else acquisition.price_minor - coalesce(acquisition.loan_minor, 0)
        end as cost_minor,
        acquisition.currency,
        greatest(least(acquisition.acquired_on, span.last_on), span.first_on) as rated_on
    from features.acquisition as acquisition
    left join rate_span as span on span.currency = acquisition.currency
    where acquisition.recorded_to is null
      and acquisition.acquired_on <= $as_of
)
select
    acquired.acquisition_id,
    acquired.asset_id,
    acquired.acquirer_id,
    acquired.payee_account_id,
    acquired.acquired_on,
    cast(epoch(acquired.acquired_on) as bigint) as deed_epoch,
    acquired.cost_minor,
    acquired.currency,
    case
        when acquired.cost_minor = 0 or acquired.currency = $base_currency
            then cast(acquired.cost_minor as hugeint)
        else (cast(acquired.cost_minor as hugeint) * rate.numerator * 2 + rate.denominator)
            // (cast(rate.denominator as hugeint) * 2)
    end as cost_base_minor
from acquired
left join core.fx_daily as rate
  on rate.currency = acquired.currency
 and rate.rated_on = acquired.rated_on
