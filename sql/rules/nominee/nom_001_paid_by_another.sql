/*
id         = "NOM-001"
title      = "An acquisition paid from the account of somebody who is not known to be close"
typology   = "nominee"
stage      = "integration"
subject    = "party"
severity   = "high"
version    = 4
references = ["FATF-BO-2018", "FATF-RE-2022"]
why        = "Who pays for an asset and does not appear as its owner may own it behind a name."
innocent   = "Parents who pay for the first flat of their child."
next_step  = "Ask the payer what was agreed with the registered owner, and who uses the asset."

[parameters.minimum_minor]
default = 2_000_000
unit    = "base currency, minor units"
meaning = "smallest price, loan left out"

[parameters.minimum_percent]
default = 70
unit    = "percent of the price"
meaning = "least that one other account paid"
profile = "third_party_price_percent"

[parameters.maximum_percent]
default = 102
unit    = "percent of the price"
meaning = "most: beyond it the payment was for more than this"

[parameters.match_days]
default = 30
unit    = "days"
meaning = "longest time between payment and deed, before or after"
*/
with known_party as (
    -- the acquirer and those close to the acquirer
    select acquisition_id, acquirer_id as party_id from features.purchase
    union
    select purchase.acquisition_id, tie.related_party_id
    from features.purchase as purchase
    join features.tie as tie on tie.party_id = purchase.acquirer_id and tie.is_family
    union
    -- and others who bought through the same payee: their payment is for their own purchase
    select purchase.acquisition_id, neighbour.acquirer_id
    from features.purchase as purchase
    join features.purchase as neighbour
      on neighbour.payee_account_id = purchase.payee_account_id
     and neighbour.acquirer_id <> purchase.acquirer_id
     and neighbour.deed_epoch between purchase.deed_epoch - $match_days * 86400
         and purchase.deed_epoch + $match_days * 86400
),
known_payer as (
    select distinct known_party.acquisition_id, holding.account_id  -- accounts of several of them
    from known_party
    join features.party_account as holding on holding.party_id = known_party.party_id
),
payment as (
    -- what arrives in the currency of the deed is compared in it: instalments are booked at the rates of several days
    select
        purchase.acquisition_id,
        purchase.acquirer_id,
        purchase.cost_base_minor,
        transfer.originator_account_id,
        transfer.transaction_id,
        transfer.booked_epoch,
        min(abs(transfer.booked_epoch - purchase.deed_epoch)) over of_payer as apart,
        sum(case when transfer.received_currency = purchase.currency and purchase.cost_minor > 0
            then cast(transfer.received_amount_minor as hugeint) * purchase.cost_base_minor // purchase.cost_minor
            else transfer.amount_base_minor end) over of_payer as paid_minor
    from features.purchase as purchase
    join features.window_transfer as transfer
      on transfer.beneficiary_account_id = purchase.payee_account_id
     and transfer.booked_epoch >= purchase.deed_epoch - $match_days * 86400
     and transfer.booked_epoch <= purchase.deed_epoch + $match_days * 86400
    left join known_payer
      on known_payer.acquisition_id = purchase.acquisition_id
     and known_payer.account_id = transfer.originator_account_id
    -- a notary hands on what the buyer brought
    left join features.client_account as client
      on client.account_id = transfer.originator_account_id
    where client.account_id is null
      and purchase.cost_base_minor >= $minimum_minor
      and transfer.originator_account_id is not null
      and transfer.originator_account_id <> purchase.payee_account_id
      and known_payer.account_id is null
    window of_payer as (partition by purchase.acquisition_id, transfer.originator_account_id)
),
fitting as (
    -- a payment is the price of one thing: that which it fits best, then the deed closest to it
    select
        *,
        row_number() over (
            partition by transaction_id
            order by abs(paid_minor * 100 // cost_base_minor - 100), apart, acquisition_id
        ) as place
    from payment
    where paid_minor * 100 >= cost_base_minor * $minimum_percent
      and paid_minor * 100 <= cost_base_minor * $maximum_percent
),
placed as (
    -- and what was paid for something else is not counted for this
    select *, max(place) over (partition by acquisition_id, originator_account_id) as last_place
    from fitting
)
select
    acquirer_id as subject_id,
    min(booked_epoch) over (partition by acquisition_id, originator_account_id) as start_epoch,
    max(booked_epoch) over (partition by acquisition_id, originator_account_id) as end_epoch,
    transaction_id,
    paid_minor * 100 // cost_base_minor as measured,
    $minimum_percent as threshold,
    'payment' as role
from placed
where last_place = 1
order by subject_id, start_epoch, transaction_id
