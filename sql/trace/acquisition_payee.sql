/*
grain = "one row per registered acquisition of the window and account it may have been paid to"

[columns]
acquisition_id   = "acquisition"
asset_id         = "asset acquired"
acquirer_party_id = "party that acquired it"
acquired_epoch   = "date of the deed, seconds UTC"
account_id       = "account"
payee_reason     = "why it is one to look at"
payee_score      = "what that adds to the score of the match"
price_minor      = "price, minor units of currency"
currency         = "currency of the deed"
price_base_minor = "price, base minor units"
loan_base_minor  = "loan that the deed names, base minor units; 0 when none"
owed_base_minor  = "price less that loan"

[parameters]
first_on = "first date of the window"
as_of    = "date of the night"
*/
with acquisition as (
    select
        acquired.acquisition_id,
        acquired.asset_id,
        acquired.acquirer_party_id,
        acquired.seller_party_id,
        acquired.intermediary_party_id,
        acquired.payee_account_id,
        acquired.currency,
        acquired.price_minor,
        epoch(acquired.acquired_on)::bigint as acquired_epoch,
        (acquired.price_minor::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint) as price_base_minor,
        (coalesce(acquired.loan_minor, 0)::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint) as loan_base_minor,
        price_base_minor - loan_base_minor as owed_base_minor
    from features.acquisition as acquired
    join core.fx_daily as rate
      on rate.currency = acquired.currency
     and rate.rated_on = acquired.acquired_on
    where acquired.recorded_to is null
      and acquired.price_minor > 0
      and acquired.acquired_on between $first_on and $as_of
),
payee as (
    select acquisition_id, payee_account_id as account_id,
        'the account named in the deed' as payee_reason, 0.35 as payee_score
    from acquisition
    where payee_account_id is not null
    union all
    select acquisition.acquisition_id, holder.account_id, role.payee_reason, 0.25 as payee_score
    from acquisition
    cross join lateral (values
        (acquisition.seller_party_id, 'an account of the seller'),
        (acquisition.intermediary_party_id, 'an account of the notary, dealer or agent')
    ) as role (party_id, payee_reason)
    join features.account_holder as holder
      on holder.party_id = role.party_id
     and holder.recorded_to is null
     and holder.account_id is distinct from acquisition.payee_account_id
)
select
    acquisition.* exclude (payee_account_id, seller_party_id, intermediary_party_id),
    payee.account_id,
    payee.payee_reason,
    payee.payee_score
from acquisition
join payee
  on payee.acquisition_id = acquisition.acquisition_id
order by acquisition.acquisition_id, payee.account_id, payee.payee_reason
