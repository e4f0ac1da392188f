/*
grain = "one row per find whose value the registers explain in part"

[columns]
list_place      = "find"
explained_ratio = "share of the value of a hop that its receivers declared for the year, or of hops inside one group of companies or between accounts of one party, whichever is more"
*/
-- Hops between a company and its shareholder, between two companies of one shareholder (a treasury at
-- work), or between two accounts of one party, who moves its own money; and what receivers declared.
with member as (
    select
        evidence.list_place, evidence.hop,
        transfer.originator_account_id, transfer.beneficiary_account_id
    from features.shape_transaction as evidence
    join features.window_transfer as transfer
      on transfer.transaction_number = evidence.transaction_number
    where evidence.hop > 0
),
tie as (
    -- a head, and everybody of its group, the head itself among them
    select party_id as head_id, related_party_id as party_id
    from features.relation where relationship_type = 'shareholder'
    union
    select party_id as head_id, party_id
    from features.relation where relationship_type = 'shareholder'
    union
    select party_id as head_id, party_id from features.party_account where is_owner
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
),
part as (
    select list_place, declared_ratio as ratio from features.shape_declared
    union all
    select list_place, ratio from grouped
)
select list_place, max(ratio) as explained_ratio
from part
group by list_place
having max(ratio) > 0.0
