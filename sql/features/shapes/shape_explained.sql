/*
grain = "one row per find whose value the registers explain in part"

[columns]
list_place      = "find"
explained_ratio = "share of the value of the last hop that its receivers declared for the year, or of transfers inside one group of companies, whichever is more"
*/
-- Declared income of the same year that covers what a receiver got in the find; and hops between a
-- company and its shareholder, or between two companies of one shareholder: a treasury at work.
with member as (
    select
        evidence.list_place, evidence.hop,
        max(evidence.hop) over (partition by evidence.list_place) as last_hop,
        transfer.originator_account_id, transfer.beneficiary_account_id,
        transfer.amount_base_minor, transfer.booked_on
    from features.shape_transaction as evidence
    join features.window_transfer as transfer
      on transfer.transaction_number = evidence.transaction_number
),
received as (
    select
        list_place,
        beneficiary_account_id,
        cast(extract(year from max(booked_on)) as bigint) as money_year,
        sum(amount_base_minor) as received_minor
    from member
    where hop = last_hop
    group by list_place, beneficiary_account_id
),
declared as (
    select
        received.list_place,
        received.received_minor,
        max(case when income.income_base_minor >= received.received_minor then 1 else 0 end) as is_covered
    from received
    left join features.party_account as holder
      on holder.account_id = received.beneficiary_account_id and holder.is_owner
    left join features.party_year as income
      on income.party_id = holder.party_id and income.money_year = received.money_year
    group by received.list_place, received.beneficiary_account_id, received.received_minor
),
covered as (
    select
        list_place,
        sum(is_covered * received_minor) / cast(nullif(sum(received_minor), 0) as double) as ratio
    from declared
    group by list_place
),
tie as (
    -- a head, and everybody of its group, the head itself among them
    select party_id as head_id, related_party_id as party_id
    from core.relationship where relationship_type = 'shareholder' and recorded_to is null
    union
    select party_id as head_id, party_id
    from core.relationship where relationship_type = 'shareholder' and recorded_to is null
),
belonging as (
    select distinct holder.account_id, tie.head_id
    from features.party_account as holder
    join tie on tie.party_id = holder.party_id
    where holder.is_owner
),
inside as (
    select distinct member.list_place, member.hop, member.originator_account_id, member.beneficiary_account_id
    from member
    join belonging as payer on payer.account_id = member.originator_account_id
    join belonging as payee
      on payee.account_id = member.beneficiary_account_id and payee.head_id = payer.head_id
),
hop as (
    select distinct list_place, hop, originator_account_id, beneficiary_account_id from member
),
grouped as (
    select
        hop.list_place,
        count(inside.hop) / cast(count(*) as double) as ratio
    from hop
    left join inside
      on inside.list_place = hop.list_place
     and inside.hop = hop.hop
     and inside.originator_account_id = hop.originator_account_id
     and inside.beneficiary_account_id = hop.beneficiary_account_id
    group by hop.list_place
)
select
    covered.list_place,
    greatest(coalesce(covered.ratio, 0.0), coalesce(grouped.ratio, 0.0)) as explained_ratio
from covered
join grouped on grouped.list_place = covered.list_place
where greatest(coalesce(covered.ratio, 0.0), coalesce(grouped.ratio, 0.0)) > 0.0
