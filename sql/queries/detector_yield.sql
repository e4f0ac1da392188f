/*
title    = "What each detector contributes"
question = "How many alerts does each detector raise, and how many of them stand in leads on the list?"
reading  = "One row per detector. A detector with many alerts and few listed ones is noisy; one that stands alone in cases finds what no other sees."
*/
select
    alert.detector_id,
    alert.typology,
    count(*) as alert_count,
    count(*) filter (where alert.state = 'current') as current_count,
    count(*) filter (where lead.listing = 'ranked') as listed_count,
    count(*) filter (where lead.detector_count = 1) as alone_count
from mart.alert as alert
left join mart.case_lead as lead
  on lead.case_id = alert.case_id
 and lead.is_latest
group by alert.detector_id, alert.typology
order by listed_count desc, alert.detector_id
