/*
grain = "one row per party and calendar year with an inflow, an acquisition or a declared income"

[columns]
party_id                = "party kept"
money_year              = "calendar year"
in_base_minor           = "credited to its accounts in the window by accounts of others, base minor units; loans, returns and conversions left out"
in_count                = "transactions of in_base_minor"
acquisition_base_minor  = "acquisitions at cost: price less loan, gifts and inheritances left out, base minor units"
acquisition_count       = "acquisitions of the year"
unpriced_count          = "acquisitions of the year whose price or rate is unknown"
income_base_minor       = "declared lawful income net of tax, base minor units; null when none is known: unknown is not zero"
income_kind_count       = "kinds of income declared"
*/
with pair_year as (
    select
        originator_account_id,
        beneficiary_account_id,
        extract(year from booked_on) as money_year,
        sum(amount_base_minor) as amount_base_minor,
        count(*) as transaction_count
    from features.window_transfer
    where beneficiary_account_id is not null
      and channel not in ('returned', 'loan', 'exchange', 'reinvestment')
    group by originator_account_id, beneficiary_account_id, extract(year from booked_on)
),
inflow as (
    select
        receiver.party_id,
        pair_year.money_year,
        sum(pair_year.amount_base_minor) as in_base_minor,
        sum(pair_year.transaction_count) as in_count
    from pair_year
    join features.party_account as receiver
      on receiver.account_id = pair_year.beneficiary_account_id
     and receiver.is_owner
    left join features.party_account as payer
      on payer.account_id = pair_year.originator_account_id
     and payer.party_id = receiver.party_id
    where payer.party_id is null
    group by receiver.party_id, pair_year.money_year
),
bought as (
    select
        acquirer_id as party_id,
        extract(year from acquired_on) as money_year,
        sum(cost_base_minor) as acquisition_base_minor,
        count(*) as acquisition_count,
        count(case when cost_base_minor is null then 1 end) as unpriced_count
    from features.purchase
    group by acquirer_id, extract(year from acquired_on)
),
earned as (
    select
        party_id,
        money_year,
        sum(income_base_minor) as income_base_minor,
        count(*) as income_kind_count
    from features.party_income
    group by party_id, money_year
),
known_year as (
    select party_id, money_year from inflow
    union
    select party_id, money_year from bought
    union
    select party_id, money_year from earned
)
select
    known_year.party_id,
    cast(known_year.money_year as bigint) as money_year,
    cast(coalesce(inflow.in_base_minor, 0) as hugeint) as in_base_minor,
    cast(coalesce(inflow.in_count, 0) as bigint) as in_count,
    cast(coalesce(bought.acquisition_base_minor, 0) as hugeint) as acquisition_base_minor,
    cast(coalesce(bought.acquisition_count, 0) as bigint) as acquisition_count,
    cast(coalesce(bought.unpriced_count, 0) as bigint) as unpriced_count,
    cast(earned.income_base_minor as hugeint) as income_base_minor,
    cast(coalesce(earned.income_kind_count, 0) as bigint) as income_kind_count
from known_year
left join inflow
  on inflow.party_id = known_year.party_id and inflow.money_year = known_year.money_year
left join bought
  on bought.party_id = known_year.party_id and bought.money_year = known_year.money_year
left join earned
  on earned.party_id = known_year.party_id and earned.money_year = known_year.money_year
