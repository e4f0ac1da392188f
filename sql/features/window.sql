/*
grain = "one row: the window that tonight's features examine"

[columns]
first_on      = "first day examined"
as_of         = "last day examined: the night"
first_epoch   = "first second of first_on, UTC"
last_epoch    = "last second of as_of, UTC"
base_currency = "currency of every amount_base_minor"
*/
select
    cast($first_on as date) as first_on,
    cast($as_of as date) as as_of,
    cast(epoch(cast($first_on as date)) as bigint) as first_epoch,
    cast(epoch(cast($as_of as date)) as bigint) + 86399 as last_epoch,
    cast($base_currency as varchar) as base_currency
