/*
grain = "one row per chain that a standing alert of tonight is about"
*/
with cited as (
    select
        alert.alert_id,
        alert.typology as shape,
        evidence.position,
        evidence.transaction_id,
        transfer.*
        exclude (transaction_id)
    from detect.alert as alert
    join detect.alert_transaction as evidence
      on evidence.alert_id = alert.alert_id
    join features.window_transfer as transfer
      on transfer.transaction_id = evidence.transaction_id
    where alert.last_run_id = $run_id
      and alert.state = 'current'
      and alert.typology in ('layering_chain', 'round_trip')
),
account_used as (
    select alert_id, originator_account_id as account_id
    from cited
    where originator_account_id is not null
    union
    select alert_id, beneficiary_account_id as account_id
    from cited
    where beneficiary_account_id is not null
),
account_count as (
    select alert_id, count(*) as account_count
    from account_used
    group by alert_id
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
)
select
    'C' || substr(
        sha256(cited.shape || '|' || string_agg(cited.transaction_id, '|' order by cited.position)),
        1, 20
    ) as chain_id,
    cited.alert_id,
    cited.shape,
    count(*) as hop_count,
    min(account_count.account_count) as account_count,
    count(*) as transaction_count,
    min(cited.booked_epoch) as start_epoch,
    max(cited.booked_epoch) as end_epoch,
    arg_min_null(cited.originator_account_id, cited.position) as first_account_id,
    arg_max_null(cited.beneficiary_account_id, cited.position) as last_account_id,
    arg_min(cited.amount_base_minor, cited.position) as amount_in_base_minor,
    arg_max(cited.amount_base_minor, cited.position) as amount_out_base_minor,
    cast(arg_max(cited.amount_base_minor, cited.position) as double)
        / cast(arg_min(cited.amount_base_minor, cited.position) as double) as kept_ratio,
    count(distinct cited.currency) as currency_count,
    coalesce(min(country_count.country_count), 0) as country_count,
    $run_id as run_id
from cited
left join account_count on account_count.alert_id = cited.alert_id
left join country_count on country_count.alert_id = cited.alert_id
group by cited.alert_id, cited.shape
