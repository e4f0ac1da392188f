/*
grain = "one row per loan with a known account and borrower"

[columns]
loan_id              = "loan"
account_id           = "account it was paid to or is served from"
borrower_id          = "party kept for the borrower"
lender_id            = "party kept for the lender; null when unknown"
granted_epoch        = "date granted, seconds UTC"
principal_minor      = "principal, minor units of currency"
currency             = "currency of the principal"
principal_base_minor = "principal, base minor units; null when no rate is known"
*/
select
    granted.loan_id,
    granted.account_id,
    coalesce(kept.party_id, granted.borrower_party_id) as borrower_id,
    coalesce(lender.party_id, granted.lender_party_id) as lender_id,
    cast(epoch(granted.granted_on) as bigint) as granted_epoch,
    granted.principal_minor,
    granted.currency,
    case
        when granted.currency = $base_currency then cast(granted.principal_minor as hugeint)
        else granted.principal_minor * cast(rate.numerator as hugeint) // rate.denominator
    end as principal_base_minor
from core.loan as granted
left join features.party_kept as kept
  on kept.record_id = granted.borrower_party_id
left join features.party_kept as lender
  on lender.record_id = granted.lender_party_id
left join core.fx_daily as rate
  on rate.currency = granted.currency
 and rate.rated_on = granted.granted_on
where granted.recorded_to is null
  and granted.account_id is not null
  and granted.borrower_party_id is not null
