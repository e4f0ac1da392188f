/*
grain = "one row per listed asset, kind of claim and party that may have it; whether it has is for others to say"

[columns]
asset_id          = "asset"
claim_kind        = "victim (prior claim), creditor, co_owner or later_acquirer (rights of third parties)"
party_id          = "party that may have the claim; null where the register gives a sum without names"
amount_base_minor = "sum concerned, base minor units; null: not a sum"
explanation       = "facts that say so"
evidence          = "row that says so"
settled_by        = "who would settle it"

[parameters]
as_of = "date of the night"

[parameters.arms_length_percent]
default = 90
unit    = "percent of the market value"
meaning = "from here on a price is what strangers would pay"
*/
with payer as (
    -- cash has no payer; an account of several holders counts for the first
    select start.asset_id, holder.party_id, sum(transfer.amount_base_minor)::bigint as amount_base_minor,
        count(*) as payment_count, min(transfer.transaction_id) as transaction_id
    from (
        select distinct asset_id, trace_id from trace.cone_start
    ) as start
    join trace.cone_source as source on source.trace_id = start.trace_id and source.is_root
    join features.window_transfer as transfer on transfer.transaction_id = source.transaction_id
    join (
        select account_id, min(party_id) as party_id from features.account_holder
        where recorded_to is null group by account_id
    ) as holder on holder.account_id = transfer.originator_account_id
    group by start.asset_id, holder.party_id
),
related as (
    select distinct party_id, related_party_id from features.tie
),
owner as (
    select distinct asset_id, party_id
    from features.ownership
    where recorded_to is null
      and coalesce(interest_type, 'unknown') in ('legal', 'unknown')
      and coalesce(valid_from, date '0001-01-01') <= $as_of
      and coalesce(valid_to, date '9999-12-31') > $as_of
)
select listed.asset_id, 'victim' as claim_kind, payer.party_id, payer.amount_base_minor,
    'made ' || payer.payment_count || ' of the payments that the traced value comes from; not related to the buyer'
        as explanation,
    'core.transaction:' || payer.transaction_id as evidence, 'prosecution service; court file' as settled_by
from trace.listed_asset as listed
join payer on payer.asset_id = listed.asset_id
left join related
  on related.party_id = payer.party_id and related.related_party_id = listed.subject_party_id
where related.party_id is null
  and payer.party_id is distinct from listed.subject_party_id
union all
select listed.asset_id, 'creditor', null, worth.encumbrance_base_minor,
    'charges are registered', 'core.asset:' || listed.asset_id, 'register of the asset: creditors and rank'
from trace.listed_asset as listed
join trace.asset_value as worth on worth.asset_id = listed.asset_id and worth.encumbrance_base_minor > 0
union all
select listed.asset_id, 'co_owner', owner.party_id, null, 'owner on the register beside others',
    'core.ownership:' || owner.asset_id || '/' || owner.party_id, 'register of the asset'
from trace.listed_asset as listed
join owner on owner.asset_id = listed.asset_id and owner.party_id is distinct from listed.subject_party_id
where listed.owner_count > 1
union all
select assessed.asset_id, 'later_acquirer', assessed.party_id, null,
    'acquired later for ' || (assessed.price_minor::hugeint * 100 // assessed.market_value_minor)
        || ' % of the market value, not related to the seller',
    'core.acquisition:' || assessed.acquisition_id, 'the court; notary'
from trace.assessed as assessed
left join related
  on related.party_id = assessed.party_id and related.related_party_id = assessed.seller_party_id
where assessed.acquisition_id <> assessed.traced_acquisition_id
  and assessed.market_value_minor > 0
  and assessed.price_minor::hugeint * 100 >= assessed.market_value_minor::hugeint * $arms_length_percent
  and related.party_id is null
order by asset_id, claim_kind, party_id nulls first
