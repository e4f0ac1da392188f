/*
grain = "one row per party, year and known source or use of money: the evidence of the means test"

[columns]
party_id     = "party, the record that is kept"
household_id = "household of a person; the party itself where none is known"
item_year    = "calendar year"
side         = "source or use"
kind         = "income and its kind, regular_credit, loan_principal, asset_sold, acquisition, loan_repaid, spending"
amount_base_minor = "amount, base minor units; assets at cost, never revalued"
cost_base_minor   = "for an asset sold: what it had cost, where a deed says so; null elsewhere"
evidence     = "row that says so"

[parameters]
as_of = "date of the night"
base_currency = "base currency of the workspace"

[parameters.means_years]
default = 3
unit    = "calendar years"
meaning = "years examined, the year of the night among them"
*/
with member as (
    select party_id, coalesce(min(household_id), party_id) as household_id
    from core.party
    where recorded_to is null
    group by party_id
),
rate_span as (
    select currency, min(rated_on) as first_on, max(rated_on) as last_on
    from core.fx_daily
    group by currency
),
deed as (
    select acquired.*, buyer.household_id as buyer_household, seller.household_id as seller_household
    from features.acquisition as acquired
    left join member as buyer on buyer.party_id = acquired.acquirer_party_id
    left join member as seller on seller.party_id = acquired.seller_party_id
    where acquired.recorded_to is null
      and acquired.price_minor > 0
      and coalesce(acquired.financing_code, 'unknown') not in ('gift', 'inheritance', 'exchange')
      and acquired.acquired_on <= $as_of
),
before as (
    -- what the seller had paid, by the latest earlier deed
    select
        sold.acquisition_id,
        max_by(bought.price_minor, row(bought.acquired_on, bought.acquisition_id)) as cost_minor
    from deed as sold
    join deed as bought
      on bought.asset_id = sold.asset_id
     and bought.acquirer_party_id = sold.seller_party_id
     and bought.acquired_on < sold.acquired_on
     and bought.currency = sold.currency
    group by sold.acquisition_id
),
item as (
    select
        income.party_id,
        make_date(income.income_year, 12, 31) as item_on,
        income.income_year as item_year,
        'source' as side,
        income.income_kind as kind,
        income.amount_minor,
        null as cost_minor,
        income.currency,
        'core.declared_income:' || income.party_id || '/' || income.income_year || '/' || income.income_kind
            as evidence
    from features.declared_income as income
    where income.recorded_to is null
      and income.income_kind not in ('wealth', 'loan')
    union all
    select
        loan.borrower_party_id, loan.granted_on, year(loan.granted_on), 'source', 'loan_principal',
        loan.principal_minor, null, loan.currency, 'core.loan:' || loan.loan_id
    from core.loan as loan
    where loan.recorded_to is null
      and loan.granted_on <= $as_of
    union all
    -- the deed names a loan that no register of loans has on that party near that day
    select
        deed.acquirer_party_id, deed.acquired_on, year(deed.acquired_on), 'source', 'loan_principal',
        deed.loan_minor, null, deed.currency, 'core.acquisition:' || deed.acquisition_id
    from deed
    where deed.loan_minor > 0
      and not exists (
          select 1
          from core.loan as loan
          where loan.recorded_to is null
            and loan.borrower_party_id = deed.acquirer_party_id
            and loan.currency = deed.currency
            and loan.principal_minor between deed.loan_minor * 0.97 and deed.loan_minor * 1.03
            and loan.granted_on between deed.acquired_on - 60 and deed.acquired_on + 60
      )
    union all
    select
        deed.acquirer_party_id, deed.acquired_on, year(deed.acquired_on), 'use', 'acquisition',
        deed.price_minor, null, deed.currency, 'core.acquisition:' || deed.acquisition_id
    from deed
    where deed.seller_household is distinct from deed.buyer_household
       or deed.seller_household is null
    union all
    select
        deed.seller_party_id, deed.acquired_on, year(deed.acquired_on), 'source', 'asset_sold',
        deed.price_minor, before.cost_minor, deed.currency, 'core.acquisition:' || deed.acquisition_id
    from deed
    left join before on before.acquisition_id = deed.acquisition_id
    where deed.seller_party_id is not null
      and (deed.seller_household is distinct from deed.buyer_household
           or deed.buyer_household is null)
    union all
    select
        holder.party_id, transfer.booked_on, year(transfer.booked_on), 'use', 'loan_repaid',
        transfer.amount_minor, null, transfer.currency, 'core.transaction:' || transfer.transaction_id
    from features.window_transfer as transfer
    join features.party_account as holder
      on holder.account_id = transfer.originator_account_id
     and holder.is_owner
    where transfer.channel = 'loan'
      and exists (
          select 1 from core.loan as loan
          where loan.recorded_to is null and loan.borrower_party_id = holder.party_id
      )
),
rated as (
    select
        coalesce(kept.party_id, item.party_id) as party_id,
        item.*exclude (party_id),
        greatest(least(item.item_on, span.last_on, $as_of), span.first_on) as rated_on
    from item
    left join features.party_kept as kept on kept.record_id = item.party_id
    left join rate_span as span on span.currency = item.currency
    where item.party_id is not null
      and item.item_year between year($as_of) - $means_years + 1 and year($as_of)
)
select
    rated.party_id,
    coalesce(member.household_id, rated.party_id) as household_id,
    rated.item_year,
    rated.side,
    rated.kind,
    case when rated.currency = $base_currency then rated.amount_minor
        else ((rated.amount_minor::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint))::bigint end as amount_base_minor,
    case when rated.currency = $base_currency then rated.cost_minor
        else ((rated.cost_minor::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint))::bigint end as cost_base_minor,
    rated.evidence
from rated
left join member on member.party_id = rated.party_id
left join core.fx_daily as rate
  on rate.currency = rated.currency
 and rate.rated_on = rated.rated_on
order by rated.party_id, rated.item_year, rated.side, rated.kind, rated.evidence
