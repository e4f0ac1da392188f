/*
grain = "one row per transaction asked about, both sides of it"

[parameters]
numbers = "transaction numbers"
*/
select
    movement.transaction_number::varchar as transaction_id,
    movement.transaction_number::bigint as transaction_number,
    epoch(movement.booked_at)::bigint as booked_epoch,
    movement.is_time_known,
    payer.account_number::bigint as originator_number,
    payee.account_number::bigint as beneficiary_number,
    movement.amount_minor,
    movement.currency,
    coalesce(movement.received_amount_minor, movement.amount_minor) as received_amount_minor,
    coalesce(movement.received_currency, movement.currency) as received_currency,
    movement.amount_base_minor
from mart."transaction" as movement
left join mart.window_account as payer
  on payer.account_id = movement.originator_account_id
left join mart.window_account as payee
  on payee.account_id = movement.beneficiary_account_id
where movement.transaction_number in (select unnest($numbers::integer[]))
order by movement.transaction_number
