/*
grain = "one row per listed lead and account that an alert is about: its days of evidence against its own past"

[columns]
first_on         = "first day with a cited transaction on the account"
last_on          = "last such day"
cited_base_minor = "cited transactions on the account, base minor units"
span_base_minor  = "all entries on these days, in and out, base minor units"
past_base_minor  = "all entries on the days before, in and out, base minor units"
past_largest     = "largest entry on those days, base minor units"
rest_base_minor  = "all entries on all days known but those of the evidence, base minor units"
known_from       = "first of those days: start of the window or opening of the account, whichever is later"

[parameters]
run_id = "night"
*/
with listed as (
    select case_id, lead_id
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
),
about as (
    -- an account that an alert is about, or one of a party that an alert is about
    select listed.lead_id, listed.case_id, alert.subject_id as account_id
    from listed
    join cases.case_alert as held on held.case_id = listed.case_id
    join detect.alert as alert on alert.alert_id = held.alert_id and alert.subject_type = 'account'
    union
    select listed.lead_id, listed.case_id, holder.account_id
    from listed
    join cases.case_alert as held on held.case_id = listed.case_id
    join detect.alert as alert on alert.alert_id = held.alert_id and alert.subject_type = 'party'
    join features.account_holder as holder
      on holder.party_id = alert.subject_id and holder.recorded_to is null
),
entry as (
    select about.lead_id, about.account_id, cited.booked_on, cited.amount_base_minor
    from about
    join cases.case_transaction as held on held.case_id = about.case_id
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
     and (cited.originator_account_id = about.account_id or cited.beneficiary_account_id = about.account_id)
),
span as (
    select lead_id, account_id, min(booked_on) as first_on, max(booked_on) as last_on,
        coalesce(sum(amount_base_minor), 0)::bigint as cited_base_minor
    from entry
    group by lead_id, account_id
),
moved as (
    select
        span.lead_id, span.account_id,
        coalesce(sum(day.in_base_minor + day.out_base_minor)
            filter (where day.booked_on between span.first_on and span.last_on), 0)::bigint as span_base_minor,
        coalesce(sum(day.in_base_minor + day.out_base_minor)
            filter (where day.booked_on < span.first_on), 0)::bigint as past_base_minor,
        max(day.largest_base_minor) filter (where day.booked_on < span.first_on) as past_largest,
        coalesce(sum(day.in_base_minor + day.out_base_minor)
            filter (where day.booked_on not between span.first_on and span.last_on), 0)::bigint as rest_base_minor,
        max(day.largest_base_minor)
            filter (where day.booked_on not between span.first_on and span.last_on) as rest_largest
    from span
    join features.account_day as day on day.account_id = span.account_id
    group by span.lead_id, span.account_id
)
select
    span.*,
    moved.* exclude (lead_id, account_id),
    greatest(seen.first_on, coalesce(account.opened_on, seen.first_on)) as known_from,
    account.opened_on
from span
join moved on moved.lead_id = span.lead_id and moved.account_id = span.account_id
cross join features."window" as seen
left join core.account as account on account.account_id = span.account_id and account.recorded_to is null
order by span.lead_id, span.cited_base_minor desc, span.account_id
