/*
title    = "First in, first out on one statement, in plain SQL"
question = "Which credits of an account paid for which of its debits, if the oldest money leaves first?"
reading  = "One row per stretch where a credit and a debit lie over each other when both are laid end to end. The account is the one where the first chain starts; put another into chosen. debit_id is null for what is still held. The balance before the window is not in it: finintel follow adds it as unknown money, and follows on through the next accounts."
*/
with chosen as (
    select account.account_number
    from mart.chain as chain
    join mart.window_account as account
      on account.account_id = chain.first_account_id
    order by chain.chain_id
    limit 1
),
laid as (
    select
        entry.*,
        sum(entry.amount_minor) over (
            partition by entry.currency, entry.direction order by entry.transaction_number
        ) as end_minor
    from mart.entry as entry
    where entry.account_number in (select account_number from chosen)
      and entry.amount_minor > 0
),
debit as (
    select currency, transaction_number, end_minor - amount_minor as start_minor, end_minor
    from laid
    where direction = 'out'
    union all
    -- what no debit has taken is held
    select currency, null, sum(amount_minor) filter (direction = 'out'), null
    from laid
    group by currency
)
select
    paid_in.transaction_id as credit_id,
    paid_in.booked_on as credit_on,
    paid_out.transaction_id as debit_id,
    paid_out.booked_on as debit_on,
    paid_out.beneficiary_account_id as paid_to_account_id,
    (least(credit.end_minor, coalesce(debit.end_minor, credit.end_minor))
        - greatest(credit.end_minor - credit.amount_minor, coalesce(debit.start_minor, 0)))::bigint as amount_minor,
    credit.currency,
    coalesce(debit.transaction_number < credit.transaction_number, false) as is_overdraft_repaid
from laid as credit
join debit
  on debit.currency = credit.currency
 and coalesce(debit.start_minor, 0) < credit.end_minor
 and (debit.end_minor is null or debit.end_minor > credit.end_minor - credit.amount_minor)
join mart."transaction" as paid_in
  on paid_in.transaction_number = credit.transaction_number
left join mart."transaction" as paid_out
  on paid_out.transaction_number = debit.transaction_number
where credit.direction = 'in'
order by credit.currency, credit.transaction_number, debit.transaction_number nulls last
