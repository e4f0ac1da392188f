/*
grain = "one row per listed asset and sign that it may soon be out of reach"

[columns]
asset_id    = "asset"
signal      = "for_sale, sold, pledged, exported, deregistered, transfer_after_notice, account_draining, mobile"
is_strong   = "something is happening, not only possible"
measured_on = "date of the fact"
explanation = "facts that say so"
evidence    = "rows that say so"
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
