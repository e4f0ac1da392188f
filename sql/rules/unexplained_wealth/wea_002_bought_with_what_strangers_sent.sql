/*
id         = "WEA-002"
title      = "A person buys with what strangers sent in the weeks before"
typology   = "unexplained_wealth"
stage      = "integration"
subject    = "party"
severity   = "medium"
version    = 1
references = ["FATF-RE-2022", "EGMONT-100"]
why        = "Savings, wages, a loan or a family pay for a home or a car; several strangers who send its price just before it is due are paying for somebody."
innocent   = "A seller of another home, whose price comes from its buyer: the sale is declared, or the notary pays it out."
next_step  = "Ask the buyer what each sender owed, and the senders whom and what they paid for."

[parameters.minimum_minor]
default = 2_000_000
unit    = "base currency, minor units"
meaning = "smallest price, loan left out"

[parameters.minimum_percent]
default = 70
unit    = "percent of the price"
meaning = "least that strangers sent beyond what declared windfalls explain"

[parameters.income_percent]
default = 100
unit    = "percent of known yearly income"
meaning = "least price: who earns it in a year may have been paid by customers; where no income is known, none explains it"

[parameters.part_percent]
default = 3
unit    = "percent of the price"
meaning = "smallest credit and smallest payment that count"

[parameters.before_days]
default = 30
unit    = "days"
meaning = "longest time between a credit and the first payment of the price"
*/
with payment as (
    select *
    from features.own_payment
    where party_type = 'person'
      and cost_base_minor >= $minimum_minor
      and amount_base_minor * 100 >= cost_base_minor * $part_percent
),
paying as (
    select acquisition_id, acquirer_id, cost_base_minor, account_id,
        min(booked_epoch) as first_epoch, max(booked_epoch) as last_epoch
    from payment
    group by acquisition_id, acquirer_id, cost_base_minor, account_id
),
known_party as (
    -- the acquirer and whoever is tied to him, his own firm among them
    select acquisition_id, acquirer_id as party_id from paying
    union
    select paying.acquisition_id, tie.related_party_id
    from paying join features.tie as tie on tie.party_id = paying.acquirer_id
),
no_stranger as (
    select distinct known_party.acquisition_id, holding.account_id  -- accounts of several of them
    from known_party
    join features.party_account as holding on holding.party_id = known_party.party_id
),
go_between as (
    -- services and notaries hand on what is somebody else's
    select account_id from features.service_hub union select account_id from features.client_account
),
sent as (
    select paying.acquisition_id, paying.acquirer_id, paying.cost_base_minor,
        transfer.transaction_id, transfer.booked_epoch, transfer.amount_base_minor
    from paying
    join features.window_transfer as transfer
      on transfer.beneficiary_account_id = paying.account_id
     and transfer.booked_epoch >= paying.first_epoch - $before_days * 86400
     and transfer.booked_epoch <= paying.last_epoch
    -- who paid before these weeks, such as an employer, is no stranger
    join features.pair as pair
      on pair.originator_number = transfer.originator_number
     and pair.beneficiary_number = transfer.beneficiary_number
     and pair.first_epoch >= paying.first_epoch - $before_days * 86400
    left join no_stranger
      on no_stranger.acquisition_id = paying.acquisition_id
     and no_stranger.account_id = transfer.originator_account_id
    left join go_between on go_between.account_id = transfer.originator_account_id
    where transfer.channel not in ('loan', 'returned', 'interest', 'reinvestment')
      and transfer.amount_base_minor * 100 >= paying.cost_base_minor * $part_percent
      and no_stranger.account_id is null
      and go_between.account_id is null
),
windfall as (
    select party_id, sum(income_base_minor) as explained_minor
    from features.party_income
    where income_kind in ('inheritance', 'asset_sale', 'lottery', 'severance', 'loan', 'gift')
    group by party_id
),
earned as (
    select party_id, max(income_base_minor) as income_minor from features.party_year group by party_id
),
funded as (
    select sent.acquisition_id, sent.acquirer_id,
        (sum(sent.amount_base_minor) - coalesce(min(windfall.explained_minor), 0)) * 100
            // min(sent.cost_base_minor) as measured
    from sent
    left join windfall on windfall.party_id = sent.acquirer_id
    left join earned on earned.party_id = sent.acquirer_id
    where sent.cost_base_minor * 100 >= coalesce(earned.income_minor, 0) * $income_percent
    group by sent.acquisition_id, sent.acquirer_id
),
evidence as (
    select acquisition_id, transaction_id, booked_epoch, 'in' as role from sent
    union
    select acquisition_id, transaction_id, booked_epoch, 'payment' as role from payment
)
select
    funded.acquirer_id as subject_id,
    min(evidence.booked_epoch) over (partition by evidence.acquisition_id) as start_epoch,
    max(evidence.booked_epoch) over (partition by evidence.acquisition_id) as end_epoch,
    evidence.transaction_id, funded.measured, $minimum_percent as threshold, evidence.role
from funded join evidence on evidence.acquisition_id = funded.acquisition_id
where funded.measured >= $minimum_percent
order by subject_id, start_epoch, transaction_id
