/*
id         = "PRO-001"
title      = "A young supplier wins a public contract and passes the money on at once"
typology   = "procurement"
stage      = "integration"
subject    = "party"
severity   = "high"
version    = 1
references = ["EGMONT-CORRUPTION"]
why        = "A supplier founded shortly before the award that keeps nothing of it may only be a mailbox."
innocent   = "A new building firm that wins a contract and pays wages and suppliers as work goes on."
next_step  = "Ask for staff, premises and deliveries; follow the payments on."

[parameters.young_days]
default = 365
unit    = "days"
meaning = "age at the award up to which a supplier is young"

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest sum received from the buyer"

[parameters.minimum_percent]
default = 80
unit    = "percent"
meaning = "least of it that is paid on"

[parameters.drain_days]
default = 10
unit    = "days"
meaning = "days after a payment of the buyer within which it is paid on"
*/
with young as (
    -- unknown founding dates are left out; the first award as a young supplier counts
    select
        coalesce(supplier.party_id, award.supplier_party_id) as supplier_id,
        coalesce(buyer.party_id, award.buyer_party_id) as buyer_id,
        min(cast(epoch(award.awarded_on) as bigint)) as award_epoch
    from core.award as award
    join core.party as party
      on party.party_id = award.supplier_party_id
     and party.recorded_to is null
    left join features.party_kept as supplier on supplier.record_id = award.supplier_party_id
    left join features.party_kept as buyer on buyer.record_id = award.buyer_party_id
    where award.recorded_to is null
      and award.buyer_party_id is not null
      and cast(epoch(award.awarded_on) as bigint) >= cast(epoch(party.registered_on) as bigint)
      and cast(epoch(award.awarded_on) as bigint)
          <= cast(epoch(party.registered_on) as bigint) + $young_days * 86400
    group by
        coalesce(supplier.party_id, award.supplier_party_id),
        coalesce(buyer.party_id, award.buyer_party_id)
),
entry as (
    select
        young.supplier_id,
        moved.transaction_id,
        moved.booked_epoch,
        moved.direction,
        moved.amount_base_minor,
        case when moved.direction = 'in' and payer.party_id is not null then 1 else 0 end as is_public
    from young
    join features.party_account as holding
      on holding.party_id = young.supplier_id
     and holding.is_owner
    join features.window_transaction as moved
      on moved.account_id = holding.account_id
     and moved.booked_epoch >= young.award_epoch
    left join features.party_account as payer
      on payer.account_id = moved.counterparty_account_id
     and payer.party_id = young.buyer_id
),
following as (
    select
        entry.*,
        max(case when is_public = 1 then booked_epoch end) over (
            partition by supplier_id order by booked_epoch
            range between $drain_days * 86400 preceding and current row
        ) as paid_epoch
    from entry
),
followed as (
    select *
    from following
    where is_public = 1
       or (direction = 'out' and paid_epoch is not null)
),
summed as (
    select
        followed.*,
        sum(case when is_public = 1 then amount_base_minor end) over (partition by supplier_id)
            as in_minor,
        sum(case when direction = 'out' then amount_base_minor end) over (partition by supplier_id)
            as out_minor,
        min(booked_epoch) over (partition by supplier_id) as start_epoch,
        max(booked_epoch) over (partition by supplier_id) as end_epoch
    from followed
)
select
    supplier_id as subject_id,
    start_epoch,
    end_epoch,
    transaction_id,
    out_minor * 100 // in_minor as measured,
    $minimum_percent as threshold,
    direction as role
from summed
where in_minor >= $minimum_minor
  and out_minor * 100 >= in_minor * $minimum_percent
order by subject_id, start_epoch, transaction_id
