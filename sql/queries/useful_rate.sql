/*
title    = "What the work came to, detector by detector"
question = "Which detectors lead to requests, freezes and disseminations, which only cost time, and how sure is that?"
reading  = "One row per detector that stood in a lead with an outcome. The interval says how far the rate can be trusted: with three reviews it is wide whatever the rate. Values are major units where the base currency has two decimals."
*/
select
    part_id as detector_id,
    reviewed_count,
    useful_count,
    round(useful_ratio, 2) as useful_ratio,
    round(useful_lowest_ratio, 2) as at_least,
    round(useful_highest_ratio, 2) as at_most,
    false_positive_count,
    data_error_count,
    frozen_count,
    value_frozen_per_100_reviewed_base_minor // 100 as value_frozen_per_100_reviewed,
    median_days_to_freeze,
    median_review_minutes
from mart.statistics
where part = 'detector'
  and reviewed_count > 0
order by useful_lowest_ratio desc, detector_id
