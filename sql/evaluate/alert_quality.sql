/*
grain = "one row: how many of the alerts hold labelled transactions; `scheme_row` and `alert_row` hold the rows"
*/
with labelled as (
    select distinct transaction_id  -- a transaction may belong to several schemes
    from scheme_row
    where not is_innocent
),
alert as (
    select
        alert_row.alert_id,
        count(*) as alert_rows,
        count(labelled.transaction_id) as labelled_rows
    from alert_row
    left join labelled
      on labelled.transaction_id = alert_row.transaction_id
    group by alert_row.alert_id
)
select
    count(*) as alert_count,
    count(*) filter (where labelled_rows > 0) as labelled_count,
    count(*) filter (where 2 * labelled_rows >= alert_rows) as pure_count,
    coalesce(sum(alert_rows), 0)::bigint as row_count,
    coalesce(max(alert_rows), 0)::bigint as largest_rows
from alert
