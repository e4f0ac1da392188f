/*
grain = "one row per traced asset and party that paid for it: the account that paid, or most of what was traced came to, is the party's"

[columns]
asset_id = "asset"
party_id = "holder of the account, not a mere proxy"
evidence = "payment or first credit"

[parameters.main_ratio]
default = 0.5
unit    = "share of the value traced into the price"
meaning = "least part of it that came to one account first, by some method, for its holder to count, inclusive"
*/
with payment as (
    select found.*
    from trace.traced_asset as traced
    join trace.asset_trace as found
      on found.asset_id = traced.asset_id
     and found.acquisition_id = traced.acquisition_id
     and found.method <> 'poison'
),
first as (
    select distinct trace_id, source_transaction_id, account_id
    from trace.fragment
    where hop = 0
),
piece as (
    -- by value, not by number: many small credits of a side way bring little; a payment has one currency
    select payment.asset_id, payment.method, payment.order_variant, first.account_id, arrived.source_transaction_id,
        payment.traced_base_minor::hugeint * arrived.amount_minor // sum(arrived.amount_minor) over (
            partition by payment.asset_id, payment.trace_id, payment.method, payment.order_variant) as value_base_minor
    from payment
    join trace.fragment as arrived
      on arrived.trace_id = payment.trace_id
     and arrived.method = payment.method
     and arrived.order_variant = payment.order_variant
     and arrived.out_transaction_id = payment.transaction_id
    join first
      on first.trace_id = arrived.trace_id
     and first.source_transaction_id = arrived.source_transaction_id
),
main as (
    select asset_id, account_id, min(source_transaction_id) as transaction_id
    from piece
    group by asset_id, method, order_variant, account_id
    qualify sum(value_base_minor) >= $main_ratio * sum(sum(value_base_minor)) over (
        partition by asset_id, method, order_variant)
),
paying as (
    -- the account that paid, and the one that most of what was traced into the price came to first
    select payment.asset_id, matched.originator_account_id as account_id, payment.transaction_id
    from payment
    join trace.acquisition_payment as matched
      on matched.acquisition_id = payment.acquisition_id
     and matched.transaction_id = payment.transaction_id
    union
    select asset_id, account_id, transaction_id from main
)
select
    paying.asset_id,
    holder.party_id,
    'core.transaction:' || min(paying.transaction_id) as evidence
from paying
join features.account_holder as holder
  on holder.account_id = paying.account_id
 and holder.recorded_to is null
 and holder.role is distinct from 'authorised'
group by paying.asset_id, holder.party_id
order by paying.asset_id, holder.party_id
