/*
grain = "one row per group and party that alerts of it are about, alerts about hubs, crowds and common payees aside"

[columns]
party_id     = "party, the sole holder of the account where the subject is one; else the subject itself"
group_number = "group founded so far"
party_count  = "parties that the group is about"
is_of_many   = "an alert of the group is about a hub, a crowd or a common payee"
start_epoch  = "first moment of what the group says about the party"
end_epoch    = "last moment of it"
alert_count  = "alerts about the party"
*/
with sole_holder as (
    select
        account_id,
        min(party_id) as party_id
    from features.account_holder
    where recorded_to is null
    group by account_id
    having count(distinct party_id) = 1
),
about as (
    -- a hub's alerts have nothing in common but the hub
    select
        founded.group_number,
        coalesce(sole_holder.party_id, alert.subject_id) as party_id,
        alert.start_epoch,
        alert.end_epoch,
        alert.is_hub_subject or alert.is_crowd_subject or alert.is_of_payee as is_of_many
    from founded
    join cases.standing_alert as alert
      on alert.alert_number = founded.alert_number
    left join sole_holder
      on sole_holder.account_id = alert.subject_id
),
counted as (
    select
        group_number,
        count(distinct party_id) as party_count,
        bool_or(is_of_many) as is_of_many
    from about
    group by group_number
)
select
    about.party_id,
    about.group_number,
    counted.party_count,
    counted.is_of_many,
    min(about.start_epoch) as start_epoch,
    max(about.end_epoch) as end_epoch,
    count(*) as alert_count
from about
join counted
  on counted.group_number = about.group_number
where not about.is_of_many
group by about.party_id, about.group_number, counted.party_count, counted.is_of_many
order by about.party_id, about.group_number
