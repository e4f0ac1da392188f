/*
grain = "one row per scheme: how well the best alert holds it; `scheme_row` and `alert_row` hold the rows"

[columns]
is_touched = "an alert holds one of its transactions"
is_held    = "an alert holds at least half of its transactions"
is_found   = "an alert holds at least half of its transactions, and at least half of the alert is the scheme's"
*/
with scheme_size as (
    select
        scheme_key,
        min(scheme_kind) as scheme_kind,
        bool_or(is_innocent) as is_innocent,
        count(*) as scheme_rows
    from scheme_row
    group by scheme_key
),
alert_size as (
    select
        alert_id,
        count(*) as alert_rows
    from alert_row
    group by alert_id
),
overlap as (
    select
        scheme_row.scheme_key,
        alert_row.alert_id,
        count(*) as shared_rows
    from scheme_row
    join alert_row
      on alert_row.transaction_id = scheme_row.transaction_id
    group by scheme_row.scheme_key, alert_row.alert_id
),
best as (
    select
        overlap.scheme_key,
        bool_or(2 * overlap.shared_rows >= scheme_size.scheme_rows) as is_held,
        bool_or(
            2 * overlap.shared_rows >= scheme_size.scheme_rows
            and 2 * overlap.shared_rows >= alert_size.alert_rows
        ) as is_found
    from overlap
    join scheme_size
      on scheme_size.scheme_key = overlap.scheme_key
    join alert_size
      on alert_size.alert_id = overlap.alert_id
    group by overlap.scheme_key
)
select
    scheme_size.scheme_key,
    scheme_size.scheme_kind,
    scheme_size.is_innocent,
    scheme_size.scheme_rows,
    best.scheme_key is not null as is_touched,
    coalesce(best.is_held, false) as is_held,
    coalesce(best.is_found, false) as is_found
from scheme_size
left join best
  on best.scheme_key = scheme_size.scheme_key
order by scheme_size.scheme_key
