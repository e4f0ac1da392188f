/*
grain = "one row per traced asset and party that paid for it: the account that paid, or most of what was traced came to, is the party's"

[columns]
asset_id = "asset"
party_id = "holder of the account, not a mere proxy"
evidence = "payment or first credit"

[parameters.main_ratio]
default = 0.5
unit    = "share of the first credits"
meaning = "least part of the credits that are followed which came to one account for its holder to count, inclusive"
*/
with paying as (
    -- the account that paid, and the one that most of what was traced into the price came to first
    select distinct traced.asset_id, payment.originator_account_id as account_id, payment.transaction_id
    from trace.traced_asset as traced
    join trace.asset_trace as found
      on found.asset_id = traced.asset_id
     and found.acquisition_id = traced.acquisition_id
    join trace.acquisition_payment as payment
      on payment.acquisition_id = found.acquisition_id
     and payment.transaction_id = found.transaction_id
    union all
    select asset_id, account_id, min(transaction_id) as transaction_id
    from (
        select distinct found.asset_id, piece.account_id, piece.source_transaction_id as transaction_id,
            count(distinct piece.source_transaction_id) over (partition by found.asset_id) as source_count
        from trace.fragment as piece
        join (select distinct asset_id, trace_id from trace.asset_trace) as found
          on found.trace_id = piece.trace_id
        where piece.hop = 0
    )
    group by asset_id, account_id
    having count(*) >= max(source_count) * $main_ratio
)
select
    paying.asset_id,
    holder.party_id,
    'core.transaction:' || min(paying.transaction_id) as evidence
from paying
join core.account_holder as holder
  on holder.account_id = paying.account_id
 and holder.recorded_to is null
 and holder.role is distinct from 'authorised'
group by paying.asset_id, holder.party_id
order by paying.asset_id, holder.party_id
