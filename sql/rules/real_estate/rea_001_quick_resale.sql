/*
id         = "REA-001"
title      = "Land or a building sold again within a year at a very different price"
typology   = "real_estate"
stage      = "integration"
subject    = "party"
severity   = "medium"
version    = 2
references = ["FATF-RE-2022"]
why        = "Prices that jump or fall between deeds can carry value from one hand to another."
innocent   = "A builder who renovates and sells after the work, more than a year later or with bills for it."
next_step  = "Compare both prices with the market, and ask how each was paid."

[parameters.maximum_days]
default = 365
unit    = "days"
meaning = "longest time between the two deeds"

[parameters.minimum_change_percent]
default = 30
unit    = "percent of the first price"
meaning = "smallest change of price, up or down"
*/
with deed as (
    select
        acquisition.asset_id,
        acquisition.acquirer_party_id,
        acquisition.acquired_on,
        acquisition.price_minor,
        acquisition.currency,
        lag(acquisition.acquirer_party_id) over following as seller_id,
        lag(acquisition.acquired_on) over following as bought_on,
        lag(acquisition.price_minor) over following as bought_minor,
        lag(acquisition.currency) over following as bought_currency
    from features.acquisition as acquisition
    join core.asset as asset
      on asset.asset_id = acquisition.asset_id
     and asset.recorded_to is null
    where acquisition.recorded_to is null
      and asset.asset_type in ('land', 'building')
      and acquisition.price_minor > 0
    window following as (
        partition by acquisition.asset_id
        order by acquisition.acquired_on, acquisition.acquisition_id
    )
),
resale as (
    select
        seller_id,
        cast(epoch(bought_on) as bigint) as start_epoch,
        cast(epoch(acquired_on) as bigint) as end_epoch,
        abs(price_minor - bought_minor) * 100 // bought_minor as change_percent
    from deed
    where seller_id is distinct from acquirer_party_id
      and currency = bought_currency
)
select
    seller_id as subject_id,
    start_epoch,
    end_epoch,
    cast(null as varchar) as transaction_id,
    change_percent as measured,
    $minimum_change_percent as threshold
from resale
where seller_id is not null
  and end_epoch - start_epoch <= $maximum_days * 86400
  and change_percent >= $minimum_change_percent
order by subject_id, start_epoch
