/*
id         = "[id]"
title      = "Many payments out within a day"
typology   = "[typology]"
stage      = "[stage]"   # placement, layering, integration
subject    = "account"    # account, party
window     = "window_seconds"   # each row measures the window that ends there; see alert_window.toml
severity   = "low"        # low, medium, high, critical
version    = 1            # raise it when the meaning changes
references = ["[reference]"]   # keys of schemas/references.toml
why        = "Say why this is worth a look."
innocent   = "Say what ordinary life looks the same: it becomes a silent case of the fixture."
next_step  = "Say what the analyst does first."

[parameters.minimum_count]
default = 20
unit    = "transactions"
meaning = "fewest payments out in a window, inclusive"

[parameters.window_seconds]
default = 86_400
unit    = "seconds"
meaning = "longest time from the first payment to the last: one day"
*/
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    count(*) over (
        partition by account_id order by booked_epoch
        range between $window_seconds preceding and current row
    ) as measured,
    $minimum_count as threshold
from features.window_transaction
where direction = 'out'
