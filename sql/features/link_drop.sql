/*
grain = "one row per account and bucket of time and amount too crowded to tell its transfers apart"

[columns]
account_number = "number of the account"
amount_bucket  = "bucket of log amount"
time_bucket    = "bucket of time"
dropped_count  = "legs out for which no link was sought"

[parameters.link_seconds]
default = 345_600
unit    = "seconds"
meaning = "as for features.link_candidate"

[parameters.link_band]
default = 0.2
unit    = "natural logarithm"
meaning = "as for features.link_candidate"

[parameters.link_crowd]
default = 40
unit    = "transfers"
meaning = "as for features.link_candidate"
*/
select
    leg.originator_number as account_number,
    cast(floor(leg.log_amount / cast(4.0 * $link_band as double)) as bigint) as amount_bucket,
    leg.first_epoch // (2 * $link_seconds) as time_bucket,
    count(*) as dropped_count
from features.leg as leg
join features.account_flow as busy
  on busy.account_number = leg.originator_number
 and busy.in_count > 0
left join features.service_hub as hub on hub.account_number = leg.originator_number
where hub.account_number is null
  and busy.out_count > $link_crowd
group by
    leg.originator_number,
    cast(floor(leg.log_amount / cast(4.0 * $link_band as double)) as bigint),
    leg.first_epoch // (2 * $link_seconds)
having count(*) > $link_crowd
