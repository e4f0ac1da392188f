/*
grain = "one row per part of the work that staff decided about: everything, a detector, a typology, a listing, a year"

[columns]
part                          = "all, detector, typology, listing (as the list had the lead that was decided on), year (of the outcome)"
part_id                       = "which: the detector's id, the typology, ranked or sample, the year; all for everything"
lead_count                    = "leads that staff decided something about"
reviewed_count                = "leads with an outcome"
useful_count                  = "of these, disseminated, request sent or frozen in the end"
useful_ratio                  = "useful over reviewed; null when none was reviewed"
useful_lowest_ratio           = "lower end of the Wilson interval of useful_ratio, 95 %"
useful_highest_ratio          = "upper end of the Wilson interval of useful_ratio, 95 %"
false_positive_count          = "reviewed and found a false positive"
data_error_count              = "reviewed and found an error of the data: for the checks of the feed"
duplicate_count               = "reviewed and covered by another lead or file"
request_count                 = "leads with a request sent"
disseminated_count            = "leads disseminated"
frozen_count                  = "leads with a freeze"
value_frozen_base_minor       = "value frozen, base minor units; a lead stands with each of its detectors"
unvalued_count                = "freezes left out of the value: no exchange rate is known"
value_frozen_per_100_reviewed_base_minor = "value frozen on 100 reviewed leads, base minor units"
median_days_to_freeze         = "days from the night that first saw the case to its first freeze, median"
median_days_to_outcome        = "days from the night that first saw the case to its outcome, median"
median_review_minutes         = "minutes of review of a reviewed lead, median over those that say"
*/
with typed as (
    select case_id, arg_max(typology, run_id) as typology
    from cases.lead
    group by case_id
),
member as (
    select outcome.case_id, 'all' as part, 'all' as part_id
    from cases.outcome as outcome
    union all
    select held.case_id, 'detector', alert.detector_id
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    group by held.case_id, alert.detector_id
    union all
    select case_id, 'typology', typology
    from typed
    union all
    select case_id, 'listing', seen_listing
    from cases.outcome
    where seen_listing is not null
    union all
    select case_id, 'year', strftime(outcome_on, '%Y')
    from cases.outcome
    where outcome_on is not null
),
counted as (
    select
        member.part,
        member.part_id,
        count(*) as lead_count,
        count(*) filter (where outcome.outcome <> 'none') as reviewed_count,
        count(*) filter (where outcome.outcome = 'useful') as useful_count,
        count(*) filter (where outcome.outcome_status_code = 'false_positive') as false_positive_count,
        count(*) filter (where outcome.outcome_status_code = 'nfa_data_error') as data_error_count,
        count(*) filter (where outcome.outcome_status_code = 'nfa_duplicate') as duplicate_count,
        count(outcome.requested_on) as request_count,
        count(outcome.disseminated_on) as disseminated_count,
        count(outcome.frozen_on) as frozen_count,
        sum(outcome.value_frozen_base_minor) as value_frozen_base_minor,
        sum(outcome.unvalued_count)::bigint as unvalued_count,
        median(outcome.days_to_freeze) as median_days_to_freeze,
        median(outcome.days_to_outcome) as median_days_to_outcome,
        median(outcome.review_minutes) filter (where outcome.outcome <> 'none') as median_review_minutes
    from member
    join cases.outcome as outcome on outcome.case_id = member.case_id
    group by member.part, member.part_id
)
select
    part,
    part_id,
    lead_count,
    reviewed_count,
    useful_count,
    useful_count::double / nullif(reviewed_count, 0) as useful_ratio,
    -- Wilson 1927; 1.96 standard deviations hold 95 %, 3.8416 is their square
    (useful_count + 1.9208 - 1.96 * sqrt(useful_count * (reviewed_count - useful_count)::double / nullif(reviewed_count, 0) + 0.9604)) / (nullif(reviewed_count, 0) + 3.8416) as useful_lowest_ratio,
    (useful_count + 1.9208 + 1.96 * sqrt(useful_count * (reviewed_count - useful_count)::double / nullif(reviewed_count, 0) + 0.9604)) / (nullif(reviewed_count, 0) + 3.8416) as useful_highest_ratio,
    false_positive_count,
    data_error_count,
    duplicate_count,
    request_count,
    disseminated_count,
    frozen_count,
    value_frozen_base_minor::bigint as value_frozen_base_minor,
    unvalued_count,
    (value_frozen_base_minor * 100 // nullif(reviewed_count, 0))::bigint as value_frozen_per_100_reviewed_base_minor,
    median_days_to_freeze,
    median_days_to_outcome,
    median_review_minutes
from counted
order by part, part_id
