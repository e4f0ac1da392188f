/*
title    = "The night's list, best first"
question = "Which leads should be read tonight, and why do they stand where they stand?"
reading  = "One row per lead on the list. The six bands decide in order, urgency first; band_reasons gives the fact behind each. rank null means below the line."
*/
select
    rank,
    lead_id,
    change,
    typology,
    band_urgency,
    band_basis,
    band_value,
    band_harm,
    band_confidence,
    band_novelty,
    band_reasons,
    amount_base_minor,
    traced_headline_base_minor
from mart.case_lead
where is_latest
  and listing = 'ranked'
order by rank
