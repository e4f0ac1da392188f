/*
id         = "WEA-001"
title      = "Acquisitions or inflow far beyond known lawful income"
typology   = "unexplained_wealth"
stage      = "integration"
subject    = "party"
severity   = "high"
version    = 1
references = ["EGMONT-CORRUPTION", "FATF-RE-2022"]
why        = "Wealth that known income cannot explain asks for its source."
innocent   = "An heir: inheritance declared as income, or an acquisition entered as inherited, explains it."
next_step  = "Ask which income, loan, gift or inheritance is missing from the declarations."

[parameters.minimum_percent]
default = 300
unit    = "percent of known income"
meaning = "least that acquisitions or inflow amount to"

[parameters.minimum_gap_minor]
default = 2_500_000
unit    = "base currency, minor units"
meaning = "smallest amount that known income leaves unexplained"
profile = "means_gap_minor"

[parameters.maximum_cited]
default = 100
unit    = "transactions"
meaning = "most inflows cited, the largest first"
*/
with known as (
    -- income of the year, else of the year before; unknown income is unknown, not zero
    select
        this_year.party_id,
        this_year.money_year,
        greatest(this_year.in_base_minor, this_year.acquisition_base_minor) as wealth_minor,
        coalesce(this_year.income_base_minor, year_before.income_base_minor) as income_minor
    from features.party_year as this_year
    left join features.party_year as year_before
      on year_before.party_id = this_year.party_id
     and year_before.money_year = this_year.money_year - 1
),
unexplained as (
    select
        party_id,
        money_year,
        wealth_minor * 100 // greatest(income_minor, 1) as wealth_percent
    from known
    where income_minor is not null
      and wealth_minor * 100 >= income_minor * $minimum_percent
      and wealth_minor - income_minor >= $minimum_gap_minor
),
inflow as (
    -- credits from accounts of others; each transfer reaches one account of the party
    select
        unexplained.party_id,
        unexplained.money_year,
        transfer.transaction_id,
        row_number() over (
            partition by unexplained.party_id, unexplained.money_year
            order by transfer.amount_base_minor desc nulls last, transfer.transaction_id
        ) as place
    from unexplained
    join features.party_account as holding
      on holding.party_id = unexplained.party_id
     and holding.is_owner
    join features.window_transfer as transfer
      on transfer.beneficiary_account_id = holding.account_id
     and extract(year from transfer.booked_on) = unexplained.money_year
    left join features.party_account as own
      on own.account_id = transfer.originator_account_id
     and own.party_id = unexplained.party_id
    where own.party_id is null
)
select
    unexplained.party_id as subject_id,
    cast(epoch(make_date(unexplained.money_year, 1, 1)) as bigint) as start_epoch,
    cast(epoch(make_date(unexplained.money_year, 12, 31)) as bigint) + 86399 as end_epoch,
    inflow.transaction_id,
    unexplained.wealth_percent as measured,
    $minimum_percent as threshold
from unexplained
left join inflow
  on inflow.party_id = unexplained.party_id
 and inflow.money_year = unexplained.money_year
 and inflow.place <= $maximum_cited
order by subject_id, start_epoch, transaction_id
