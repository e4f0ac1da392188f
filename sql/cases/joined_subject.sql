/*
grain = "one row per group about one party alone that joins another group about that party"

[columns]
group_number  = "group all of whose alerts are about one party"
joined_number = "group that it joins: of a person's the one about several parties that is nearest in time (a company has many affairs at once), or, where there is none, the first of those about this party alone"

[parameters.subject_days]
default = 90
unit    = "days"
meaning = "longest time between what two groups say about one party for them to be one work item, inclusive: who reports continuing activity reviews it every 90 days (FinCEN)"
*/
with alone as (
    select
        party_id,
        group_number,
        start_epoch,
        end_epoch,
        max(end_epoch) over (
            partition by party_id order by start_epoch, end_epoch, group_number
            rows between unbounded preceding and 1 preceding
        ) as previous_end_epoch
    from cases.group_spell as spell
    where party_count = 1
      and not is_of_many
),
island as (
    select
        party_id,
        group_number,
        start_epoch,
        end_epoch,
        sum(
            case when previous_end_epoch + $subject_days * 86400 >= start_epoch then 0 else 1 end
        ) over (
            partition by party_id order by start_epoch, end_epoch, group_number
        ) as island_number
    from alone
),
stretch as (
    select
        party_id,
        island_number,
        min(group_number) as first_number,
        min(start_epoch) as start_epoch,
        max(end_epoch) as end_epoch
    from island
    group by party_id, island_number
),
person as (
    select party_id
    from core.party
    where party_type = 'person'
      and recorded_to is null
    group by party_id
),
near as (
    select
        stretch.party_id,
        stretch.island_number,
        spell.group_number,
        row_number() over (
            partition by stretch.party_id, stretch.island_number
            order by
                greatest(
                    spell.start_epoch - stretch.end_epoch, stretch.start_epoch - spell.end_epoch, 0
                ),
                spell.alert_count desc,
                spell.group_number
        ) as place
    from stretch
    join person
      on person.party_id = stretch.party_id
    join cases.group_spell as spell
      on spell.party_id = stretch.party_id
     and spell.party_count > 1
     and spell.start_epoch <= stretch.end_epoch + $subject_days * 86400
     and spell.end_epoch >= stretch.start_epoch - $subject_days * 86400
)
select
    island.group_number,
    coalesce(near.group_number, stretch.first_number) as joined_number
from island
join stretch
  on stretch.party_id = island.party_id
 and stretch.island_number = island.island_number
left join near
  on near.party_id = island.party_id
 and near.island_number = island.island_number
 and near.place = 1
order by island.group_number
