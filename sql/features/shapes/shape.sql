/*
grain = "one row per shape found: folded, in the order of one list"
*/
with evidence as (
    select
        member.list_place,
        member.hop,
        transfer.amount_base_minor,
        transfer.currency,
        transfer.originator_number,
        transfer.beneficiary_number,
        max(member.hop) over (partition by member.list_place) as last_hop
    from features.shape_transaction as member
    join features.window_transfer as transfer
      on transfer.transaction_number = member.transaction_number
),
measured as (
    select
        list_place,
        count(*) as transaction_count,
        max(last_hop) as hop_count,
        count(distinct currency) as currency_count,
        sum(case when hop = 1 then amount_base_minor end) as in_base_minor,
        sum(case when hop = last_hop then amount_base_minor end) as out_base_minor
    from evidence
    group by list_place
),
ending as (
    select list_place, originator_number as account_number from evidence where hop > 0
    union
    select list_place, beneficiary_number from evidence
),
counted as (
    select list_place, count(*) as account_count from ending group by list_place
)
select
    find.list_place,
    find.shape,
    number.account_id as subject_id,
    find.weight,
    find.start_epoch,
    find.end_epoch,
    measured.transaction_count,
    counted.account_count,
    measured.hop_count,
    measured.currency_count,
    cast(coalesce(measured.in_base_minor, 0) as bigint) as in_base_minor,
    cast(coalesce(measured.out_base_minor, 0) as bigint) as out_base_minor,
    coalesce(explained.explained_ratio, 0.0) as explained_ratio
from features.find_list as find
join measured on measured.list_place = find.list_place
join counted on counted.list_place = find.list_place
join features.account_number as number on number.account_number = find.subject_number
left join features.shape_explained as explained on explained.list_place = find.list_place
