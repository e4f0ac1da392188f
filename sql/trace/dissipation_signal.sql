/*
grain = "one row per listed asset and sign that it may soon be out of reach"

[columns]
asset_id    = "asset"
signal      = "for_sale, sold, pledged, exported, deregistered, transfer_after_notice, account_draining, mobile"
is_strong   = "something is happening, not only possible"
measured_on = "date of the fact"
explanation = "facts that say so"
evidence    = "rows that say so"

[parameters]
as_of = "date of the night"

[parameters.drain_days]
default = 14
unit    = "days"
meaning = "last days of the window that are looked at"

[parameters.drain_ratio]
default = 0.8
unit    = "share of what came in over the window"
meaning = "part that left in the last days, inclusive"

[parameters.notice_days]
default = 1825
unit    = "days"
meaning = "longest time between the start of a proceeding and a transfer after it"
*/
with flow as (
    select
        holder.party_id,
        sum(entry.amount_base_minor) filter (
            entry.direction = 'out' and entry.booked_on > $as_of - $drain_days
        ) as left_base_minor,
        sum(entry.amount_base_minor) filter (entry.direction = 'in') as came_base_minor,
        max(entry.transaction_id) filter (
            entry.direction = 'out' and entry.booked_on > $as_of - $drain_days
        ) as transaction_id
    from (
        select distinct owner_party_id as party_id from trace.listed_asset where is_traced
        union
        select distinct subject_party_id from trace.listed_asset where is_traced
    ) as watched
    join features.party_account as holder
      on holder.party_id = watched.party_id
     and holder.is_owner
    join features.window_transaction as entry
      on entry.account_id = holder.account_id
    group by holder.party_id
),
notice as (
    select party_id, min(opened_on) as noticed_on, min_by(proceeding_id, opened_on) as proceeding_id
    from features.proceeding
    where opened_on <= $as_of
    group by party_id
)
select
    listed.asset_id,
    asset.status_code as signal,
    asset.status_code <> 'pledged' as is_strong,
    asset.valued_on as measured_on,
    case asset.status_code
        when 'for_sale' then 'listed for sale'
        when 'sold' then 'registered as sold'
        when 'pledged' then 'a charge is registered'
        when 'exported' then 'registered as having left the jurisdiction'
        else 'removed from the register'
    end as explanation,
    'core.asset:' || asset.asset_id as evidence
from trace.listed_asset as listed
join core.asset as asset
  on asset.asset_id = listed.asset_id
 and asset.recorded_to is null
 and asset.status_code in ('for_sale', 'sold', 'pledged', 'exported', 'deregistered')
union all
select listed.asset_id, 'transfer_after_notice', true, listed.owned_from,
    'changed hands on ' || listed.owned_from || ', after a proceeding about the earlier owner began on '
        || notice.noticed_on,
    'core.proceeding:' || notice.proceeding_id || ';core.ownership:' || listed.asset_id || '/'
        || listed.owner_party_id
from trace.listed_asset as listed
join notice
  on notice.party_id = listed.subject_party_id
where listed.owner_party_id <> listed.subject_party_id
  and listed.owned_from > notice.noticed_on
  and listed.owned_from <= notice.noticed_on + $notice_days
union all
select listed.asset_id, 'account_draining', true, $as_of,
    round(100.0 * flow.left_base_minor / flow.came_base_minor)::bigint
        || ' % of what the accounts received in the window left in its last ' || $drain_days || ' days',
    'core.transaction:' || flow.transaction_id
from trace.listed_asset as listed
join flow
  on flow.party_id = listed.subject_party_id
where listed.is_traced
  and flow.came_base_minor > 0
  and flow.left_base_minor >= flow.came_base_minor * $drain_ratio
union all
select listed.asset_id, 'mobile', false, null,
    'it can be moved: ' || lower(kind.title),
    'core.asset:' || listed.asset_id
from trace.listed_asset as listed
join trace.asset_kind as kind
  on kind.asset_type = listed.asset_type
 and kind.is_mobile
order by asset_id, signal, evidence
