/*
grain = "one row per transfer that may carry value on, and per bundle of transfers of one pair within days of one another"
is_view = true   # the rows of features.flow and features.bundle under one another

[columns]
leg_number         = "number of the transfer; of a bundle the number of its last transfer and ten to the tenth"
first_number       = "number of the first transfer"
last_number        = "number of the last transfer"
first_epoch        = "first booking, seconds UTC"
last_epoch         = "last booking, seconds UTC"
originator_number  = "number of the account debited"
beneficiary_number = "number of the account credited"
amount_base_minor  = "sum in the base currency, minor units"
log_amount         = "natural logarithm of amount_base_minor"
credited_base_minor = "as in features.flow, sum"
credited_log       = "natural logarithm of credited_base_minor"
is_young           = "1 when the pair was young at every transfer"
amount_bin         = "as in features.flow, of the sum"
amount_density     = "as in features.flow, of the sum"
transfer_count     = "transfers"
is_dated           = "1 when only the dates are known, of every transfer"
is_unordered       = "1 when the order within these dates is not stated either"
*/
select
    transaction_number as leg_number,
    transaction_number as first_number,
    transaction_number as last_number,
    booked_epoch as first_epoch,
    booked_epoch as last_epoch,
    originator_number,
    beneficiary_number,
    amount_base_minor,
    log_amount,
    credited_base_minor,
    credited_log,
    is_young,
    amount_bin,
    amount_density,
    cast(1 as bigint) as transfer_count,
    is_dated,
    is_unordered
from features.flow
union all
select
    leg_number, first_number, last_number, first_epoch, last_epoch,
    originator_number, beneficiary_number,
    amount_base_minor, log_amount, credited_base_minor, credited_log, is_young, amount_bin, amount_density, transfer_count, is_dated, is_unordered
from features.bundle
