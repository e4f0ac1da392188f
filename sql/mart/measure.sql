/*
grain = "one row per measure of the jurisdiction profile: steps that secure property or information, apart from the bases of confiscation"

[columns]
measure_code   = "measure"
measure_title  = "what it is"
applies_to     = "asset, account, transaction, or explanation"
starts_on      = "day from which the term is counted, if the measure were taken on the night"
term           = "the term as the profile gives it, in days or working days"
ends_on        = "last day of the term, by the profile's calendar"
measure_source = "where the profile has it from"
*/
select
    measure.measure_code,
    measure.measure_title,
    measure.applies_to,
    measure.starts_on,
    measure.term,
    measure.ends_on,
    measure.measure_source
from trace.measure_clock as measure
order by measure.measure_code
