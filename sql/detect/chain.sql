/*
grain = "one row per shape that a standing alert of tonight is about"
*/
-- An alert on a shape has its subject and start, which name the shape; the shape has the hops.
with standing as (
    select
        alert.alert_id,
        alert.typology as shape,
        shape.*
        exclude (shape)
    from detect.alert as alert
    join features.shape as shape
      on shape.shape = alert.typology
     and shape.subject_id = alert.subject_id
     and shape.start_epoch = alert.start_epoch
    where alert.last_run_id = $run_id
      and alert.state = 'current'
),
cited as (
    select
        standing.alert_id,
        evidence.position,
        evidence.transaction_id,
        transfer.originator_account_id,
        transfer.beneficiary_account_id,
        transfer.originator_country_code,
        transfer.beneficiary_country_code
    from standing
    join features.shape_transaction as evidence
      on evidence.list_place = standing.list_place
     and evidence.hop > 0
    join features.window_transfer as transfer
      on transfer.transaction_id = evidence.transaction_id
),
country_used as (
    select alert_id, originator_country_code as country_code
    from cited
    where originator_country_code is not null
    union
    select alert_id, beneficiary_country_code as country_code
    from cited
    where beneficiary_country_code is not null
),
country_count as (
    select alert_id, count(*) as country_count
    from country_used
    group by alert_id
),
ended as (
    select
        alert_id,
        string_agg(transaction_id, '|' order by position) as transaction_ids,
        arg_min_null(originator_account_id, position) as first_account_id,
        arg_max_null(beneficiary_account_id, position) as last_account_id
    from cited
    group by alert_id
)
select
    'C' || substr(sha256(standing.shape || '|' || ended.transaction_ids), 1, 20) as chain_id,
    standing.alert_id,
    standing.shape,
    standing.hop_count,
    standing.account_count,
    standing.transaction_count,
    standing.start_epoch,
    standing.end_epoch,
    ended.first_account_id,
    ended.last_account_id,
    standing.in_base_minor as amount_in_base_minor,
    standing.out_base_minor as amount_out_base_minor,
    cast(standing.out_base_minor as double) / cast(standing.in_base_minor as double) as kept_ratio,
    standing.currency_count,
    coalesce(country_count.country_count, 0) as country_count,
    $run_id as run_id
from standing
join ended on ended.alert_id = standing.alert_id
left join country_count on country_count.alert_id = standing.alert_id
