/*
grain = "one row per listed asset and sign that it may soon be out of reach"
columns_of = "trace/dissipation_signal"
*/
select
    dissipation_signal.asset_id,
    dissipation_signal.signal,
    dissipation_signal.is_strong,
    dissipation_signal.measured_on,
    dissipation_signal.explanation,
    dissipation_signal.evidence
from trace.dissipation_signal as dissipation_signal
order by dissipation_signal.asset_id, dissipation_signal.signal, dissipation_signal.evidence
