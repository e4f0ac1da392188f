/*
grain = "one row per traced asset and person or company that its conditions are about"

[columns]
asset_id            = "asset"
party_id            = "owner on the register, beneficial owner, controller, the party that acquired it, or whose account paid for it"
role                = "owner, beneficial owner, controller, acquirer or payer; the first that applies"
acquired_on         = "date of the party's own deed, else of the traced one"
price_base_minor    = "price of the traced deed, base minor units"
traced_least_base_minor = "least value traced over methods and orders, base minor units"
traced_most_base_minor  = "most value traced, base minor units"
acquisition_id      = "the party's own deed, else the traced one"
traced_acquisition_id = "deed that the traced payments were matched to"
seller_party_id     = "who sold or gave it in that deed"
financing_code      = "how it was financed, as stated"
price_minor         = "price of that deed"
market_value_minor  = "estimate of the market value at that date"
first_credit_on     = "date of the first of the credits whose value was followed into the price"
explained_base_minor = "lawful sources on record that may pay at once: inheritance, sale, lottery, severance, loan or gift; null: none"
explained_kinds     = "which of them"
is_explained        = "they come to nine tenths of the price or more"
evidence            = "rows that say so"

[parameters]
as_of = "date of the night"
*/
with own_deed as (
    -- several deeds of one party: the latest
    select
        asset_id,
        acquirer_party_id,
        max_by(acquisition_id, row(acquired_on, acquisition_id)) as acquisition_id
    from features.acquisition
    where recorded_to is null
      and acquired_on <= $as_of
    group by asset_id, acquirer_party_id
),
explained as (
    select
        declared.party_id,
        sum(
            (declared.amount_minor::hugeint * rate.numerator * 2 + rate.denominator)
                // (2 * rate.denominator::hugeint)
        ) as explained_base_minor,
        string_agg(distinct declared.income_kind, ', ' order by declared.income_kind) as kinds
    from features.declared_income as declared
    join core.fx_daily as rate
      on rate.currency = declared.currency
     and rate.rated_on = least(make_date(declared.income_year, 12, 31), $as_of)
    where declared.recorded_to is null
      and declared.income_kind in ('inheritance', 'asset_sale', 'lottery', 'severance', 'loan', 'gift')
    group by declared.party_id
),
credited as (
    select start.asset_id, make_timestamp(min(cited.booked_epoch) * 1000000)::date as first_on
    from trace.cone_start as start
    join trace.cone_source as cited
      on cited.trace_id = start.trace_id
     and cited.is_root
    group by start.asset_id
)
select
    traced.asset_id,
    party.party_id,
    min_by(party.role, party.place) as role,
    min(acquired.acquired_on) as acquired_on,
    min(traced.price_base_minor) as price_base_minor,
    min(traced.traced_least_base_minor)::bigint as traced_least_base_minor,
    min(traced.traced_most_base_minor)::bigint as traced_most_base_minor,
    min(acquired.acquisition_id) as acquisition_id,
    min(traced.acquisition_id) as traced_acquisition_id,
    min(acquired.seller_party_id) as seller_party_id,
    min(acquired.financing_code) as financing_code,
    min(acquired.price_minor) as price_minor,
    min(acquired.market_value_minor) as market_value_minor,
    min(credited.first_on) as first_credit_on,
    min(explained.explained_base_minor) as explained_base_minor,
    min(explained.kinds) as explained_kinds,
    coalesce(min(explained.explained_base_minor) * 10 >= min(traced.price_base_minor) * 9, false) as is_explained,
    min_by(party.evidence, row(party.place, party.evidence)) as evidence
from trace.traced_asset as traced
join trace.asset_party as party
  on party.asset_id = traced.asset_id
left join own_deed
  on own_deed.asset_id = traced.asset_id
 and own_deed.acquirer_party_id = party.party_id
join features.acquisition as acquired
  on acquired.acquisition_id = coalesce(own_deed.acquisition_id, traced.acquisition_id)
 and acquired.recorded_to is null
left join explained
  on explained.party_id = party.party_id
left join credited
  on credited.asset_id = traced.asset_id
where party.party_id is not null
group by traced.asset_id, party.party_id
order by traced.asset_id, party.party_id
