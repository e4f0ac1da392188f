/*
grain = "one row per find and hop whose receivers declared part of what they got for the year"

[columns]
list_place     = "find"
hop            = "hop"
declared_ratio = "share of the value of the hop that its receivers declared"

[parameters.covering_percent]
default = 90
unit    = "percent"
meaning = "least part of a receipt that a declaration covers: it is converted at one day's rate, the receipts at theirs"
*/
-- Income of one event (a sale, a gift) is declared for itself: it explains as much as it is, and what
-- its receiver passes on. Income that recurs explains a receipt that it covers, at the end of the way;
-- of a fan that is where it gathers, whatever becomes of it.
with event_kind as (
    select 'asset_sale' as income_kind
    union all select 'inheritance'
    union all select 'gift'
    union all select 'loan'
    union all select 'lottery'
    union all select 'severance'
),
event_year as (
    select income.party_id, income.money_year, sum(income.income_base_minor) as event_base_minor
    from features.party_income as income
    join event_kind on event_kind.income_kind = income.income_kind
    group by income.party_id, income.money_year
),
member as (
    select
        evidence.list_place, evidence.hop,
        max(case when evidence.role <> 'passed_on' then evidence.hop end)
            over (partition by evidence.list_place) as last_hop,
        transfer.beneficiary_account_id, transfer.amount_base_minor, transfer.booked_on
    from features.shape_transaction as evidence
    join features.window_transfer as transfer
      on transfer.transaction_number = evidence.transaction_number
    where evidence.hop > 0
),
received as (
    select
        list_place,
        hop,
        last_hop,
        beneficiary_account_id,
        cast(extract(year from max(booked_on)) as bigint) as money_year,
        sum(amount_base_minor) as received_minor
    from member
    group by list_place, hop, last_hop, beneficiary_account_id
),
declared as (
    select
        received.list_place, received.hop, received.beneficiary_account_id,
        max(received.received_minor) as received_minor,
        max(case
            when coalesce(
                case when received.hop = received.last_hop then income.income_base_minor end,
                occurred.event_base_minor
            ) * 100 >= received.received_minor * $covering_percent then received.received_minor
            else least(coalesce(occurred.event_base_minor, 0), received.received_minor)
        end) as declared_minor
    from received
    join features.party_account as holder
      on holder.account_id = received.beneficiary_account_id and holder.is_owner
    left join features.party_year as income
      on income.party_id = holder.party_id and income.money_year = received.money_year
    left join event_year as occurred
      on occurred.party_id = holder.party_id and occurred.money_year = received.money_year
    group by received.list_place, received.hop, received.beneficiary_account_id
),
whole as (
    select list_place, hop, sum(received_minor) as received_minor
    from received
    group by list_place, hop
)
select
    whole.list_place,
    whole.hop,
    sum(declared.declared_minor) / cast(max(whole.received_minor) as double) as declared_ratio
from whole
join declared on declared.list_place = whole.list_place and declared.hop = whole.hop
group by whole.list_place, whole.hop
having sum(declared.declared_minor) > 0
