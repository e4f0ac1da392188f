/*
grain = "one row per account and circle that it belongs to: accounts whose money serves the same hands"

[columns]
account_number = "number of the account in the window"
head_id        = "party at the head of the circle: it, its spouse, and companies of which it holds a quarter or controls"
is_company     = "1 when a company of the head holds it, 0 when the head or its spouse does"
valid_from     = "since this date"
valid_to       = "until before this date"
account_count  = "accounts of the circle in the window, two or more"

[parameters.home_percent]
default = 25
unit    = "percent"
meaning = "least registered share, directly or through one company, that ties a company to its holder"
*/
with interest as (
    select
        coalesce(company.company_party_id, ownership.asset_id) as held_id,
        ownership.party_id as holder_id,
        case when ownership.interest_type = 'control' then 1.0
            else cast(ownership.share_minimum_ratio as double) end as held_ratio,
        coalesce(ownership.valid_from, date '0001-01-01') as valid_from,
        coalesce(ownership.valid_to, date '9999-12-31') as valid_to
    from features.ownership as ownership
    left join features.share_company as company on company.asset_id = ownership.asset_id
    where ownership.recorded_to is null
),
holding as (
    select holder_id, held_id, held_ratio, valid_from, valid_to
    from interest
    union all
    select
        upper.holder_id,
        lower.held_id,
        upper.held_ratio * lower.held_ratio,
        greatest(upper.valid_from, lower.valid_from),
        least(upper.valid_to, lower.valid_to)
    from interest as upper
    join interest as lower on lower.holder_id = upper.held_id
    where upper.holder_id <> lower.held_id
),
member as (
    select holder_id as head_id, held_id as party_id, 1 as is_company, valid_from, valid_to
    from holding
    where held_ratio * 100.0 >= $home_percent
    union all
    select
        party_id, related_party_id, 0,
        coalesce(valid_from, date '0001-01-01'),
        coalesce(valid_to, date '9999-12-31')
    from features.relation
    where relationship_type = 'spouse'
    union all
    select party_id, party_id, 0, date '0001-01-01', date '9999-12-31'
    from features.party_account
    where is_owner
),
belonging as (
    select
        number.account_number,
        member.head_id,
        min(member.is_company) as is_company,
        min(member.valid_from) as valid_from,
        max(member.valid_to) as valid_to
    from member
    join features.party_account as holder
      on holder.party_id = member.party_id
     and holder.is_owner
    join features.account_number as number on number.account_id = holder.account_id
    where member.valid_from < member.valid_to
    group by number.account_number, member.head_id
),
counted as (
    select belonging.*, count(*) over (partition by head_id) as account_count
    from belonging
)
select
    account_number,
    head_id,
    is_company,
    valid_from,
    valid_to,
    account_count
from counted
where account_count >= 2
