/*
grain = "one row per transfer of the window that may carry value on: between two known, different accounts"
is_view = true   # a filter: not worth a copy
*/
-- What an institution books of itself carries no value on; a returned payment is no circle.
select
    transaction_number,
    booked_epoch,
    originator_number,
    beneficiary_number,
    currency,
    amount_minor,
    amount_base_minor,
    case when booked_epoch % 86400 = 0 then 1 else 0 end as is_dated,
    case when booked_epoch % 86400 = 0 and not coalesce(is_sequenced, false) then 1 else 0 end
        as is_unordered
from features.window_transfer
where originator_number <> beneficiary_number
  and amount_minor > 0
  and coalesce(amount_base_minor, 1) > 0
  and coalesce(channel, '') not in ('fee', 'interest', 'returned', 'reinvestment')
