/*
grain = "one row per two accounts of which one paid the other by transfers of features.flow"

[columns]
originator_number  = "number of the account debited"
beneficiary_number = "number of the account credited"
met_epoch          = "first transfer of the window, seconds UTC"
last_epoch         = "last transfer of the window, seconds UTC"
transfer_count     = "transfers"
*/
select
    originator_number,
    beneficiary_number,
    min(booked_epoch) as met_epoch,
    max(booked_epoch) as last_epoch,
    count(*) as transfer_count
from features.flow_transfer
group by originator_number, beneficiary_number
