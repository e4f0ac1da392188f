/*
id         = "SHE-001"
title      = "A young company without running costs receives from few and pays nearly all on"
typology   = "shell_company"
stage      = "integration"
subject    = "party"
severity   = "high"
version    = 1
references = ["FATF-BO-2018", "EGMONT-100"]
why        = "A company that pays no tax, no card bill and no direct debit, and keeps nothing, does no business of its own."
innocent   = "A holding set up for one purchase, whose owners pay in and whose seller is paid out."
next_step  = "Ask for owners, premises and staff, and what the payers paid for."

[parameters.young_days]
default = 365
unit    = "days"
meaning = "age up to which entries count"

[parameters.minimum_minor]
default = 2_000_000
unit    = "base currency, minor units"
meaning = "smallest sum received while young"

[parameters.minimum_percent]
default = 90
unit    = "percent"
meaning = "least of it that is paid on"

[parameters.maximum_originators]
default = 5
unit    = "accounts"
meaning = "most accounts that paid in"
*/
with young as (
    select
        holding.party_id,
        moved.transaction_id,
        moved.booked_epoch,
        moved.direction,
        moved.channel,
        moved.counterparty_account_id,
        moved.amount_base_minor
    from core.party as party
    join features.party_account as holding
      on holding.party_id = party.party_id
     and holding.is_owner
    join features.window_transaction as moved
      on moved.account_id = holding.account_id
     and moved.booked_epoch >= cast(epoch(party.registered_on) as bigint)
     and moved.booked_epoch <= cast(epoch(party.registered_on) as bigint) + $young_days * 86400
    where party.recorded_to is null
      and party.party_type in ('organisation', 'arrangement')
),
counterparty as (
    select
        party_id,
        counterparty_account_id,
        sum(case when direction = 'in' then amount_base_minor end) as in_minor,
        sum(case when direction = 'out' then amount_base_minor end) as out_minor,
        count(case when direction = 'out' and channel in ('tax', 'card', 'direct_debit') then 1 end)
            as cost_count
    from young
    group by party_id, counterparty_account_id
),
company as (
    select
        party_id,
        sum(in_minor) as in_minor,
        sum(out_minor) as out_minor,
        sum(cost_count) as cost_count,
        count(case when in_minor is not null then 1 end) as originator_count
    from counterparty
    group by party_id
),
drained as (
    select party_id, out_minor * 100 // in_minor as paid_on_percent
    from company
    where in_minor >= $minimum_minor
      and out_minor * 100 >= in_minor * $minimum_percent
      and originator_count <= $maximum_originators
      and cost_count = 0
)
select
    drained.party_id as subject_id,
    min(young.booked_epoch) over (partition by drained.party_id) as start_epoch,
    max(young.booked_epoch) over (partition by drained.party_id) as end_epoch,
    young.transaction_id,
    drained.paid_on_percent as measured,
    $minimum_percent as threshold,
    young.direction as role
from drained
join young
  on young.party_id = drained.party_id
order by subject_id, start_epoch, transaction_id
