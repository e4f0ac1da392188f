/*
grain = "one row: the window that tonight's features examine"

[columns]
first_on      = "first day examined"
as_of         = "last day examined: the night"
first_epoch   = "first second of first_on, UTC"
observed_epoch = "first booking within a year before the window, or in it: before it nothing is known, seconds UTC"
last_epoch    = "last second of as_of, UTC"
base_currency = "currency of every amount_base_minor"
*/
with observed as (
    select min(booked_on) as observed_on
    from core."transaction"
    where booked_on between $before_on and $as_of
)
select
    cast($first_on as date) as first_on,
    cast($as_of as date) as as_of,
    cast(epoch(cast($first_on as date)) as bigint) as first_epoch,
    cast(epoch(cast($as_of as date)) as bigint) + 86399 as last_epoch,
    cast(epoch(observed_on) as bigint) as observed_epoch,
    cast($base_currency as varchar) as base_currency
from observed
