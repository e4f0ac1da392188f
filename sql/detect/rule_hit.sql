/*
grain = "one row per subject, episode and transaction of one rule, the episodes beyond the cap left out"
*/
-- The score says how far beyond the threshold: half at the threshold, towards one far beyond it;
-- strictly monotone, never reaching one. A rule that ranks its own finds returns the score.
with episode as (
    select
        subject_id,
        start_epoch,
        max(end_epoch) as end_epoch,
        cast(max(measured) as double) as measured,
        cast(max(threshold) as double) as threshold,
        max(tier) as tier,
        max(score) as given_score
    from detect.rule_row
    group by subject_id, start_epoch
),
ranked as (
    select
        episode.* exclude (given_score),
        case
            when given_score is not null then given_score
            when threshold <= 0 then 1.0
            else measured / (measured + threshold)
        end as score,
        row_number() over (
            order by
                given_score desc nulls last,
                measured / nullif(threshold, 0) desc nulls first,
                subject_id,
                start_epoch
        ) as place
    from episode
)
select
    $detector_id as detector_id,
    ranked.subject_id,
    ranked.start_epoch,
    ranked.end_epoch,
    evidence.transaction_id,
    max(evidence.role) as role,
    max(evidence.note) as note,
    ranked.measured,
    ranked.threshold,
    ranked.tier,
    ranked.score
from ranked
join detect.rule_row as evidence
  on evidence.subject_id = ranked.subject_id
 and evidence.start_epoch = ranked.start_epoch
where ranked.place <= $maximum_alerts
group by
    ranked.subject_id,
    ranked.start_epoch,
    ranked.end_epoch,
    evidence.transaction_id,
    ranked.measured,
    ranked.threshold,
    ranked.tier,
    ranked.score
