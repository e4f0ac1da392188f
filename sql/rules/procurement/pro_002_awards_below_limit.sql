/*
id         = "PRO-002"
title      = "Several awards to one supplier just below the limit for direct award"
typology   = "procurement"
stage      = "integration"
subject    = "party"
severity   = "medium"
version    = 1
references = ["EGMONT-CORRUPTION"]
why        = "One need cut into awards below the limit avoids an open tender."
innocent   = "A yearly delivery awarded once a year below the limit."
next_step  = "Compare the subjects of the awards; ask who set their size."

[parameters.limit_minor]
default = 5_000_000
unit    = "minor units of the currency of the award"
meaning = "limit below which no tender is needed: a default to be set for the country"

[parameters.floor_minor]
default = 4_000_000
unit    = "minor units of the currency of the award"
meaning = "smallest award that still counts as just below"

[parameters.minimum_count]
default = 3
unit    = "awards"
meaning = "fewest awards by one buyer to one supplier"

[parameters.window_seconds]
default = 7_775_999
unit    = "seconds"
meaning = "longest time from first to last award: under ninety days"
*/
with near_limit as (
    select
        coalesce(kept.party_id, award.supplier_party_id) as supplier_id,
        award.buyer_party_id,
        award.currency,
        award.award_id,
        cast(epoch(award.awarded_on) as bigint) as award_epoch
    from core.award as award
    left join features.party_kept as kept on kept.record_id = award.supplier_party_id
    where award.recorded_to is null
      and award.amount_minor >= $floor_minor
      and award.amount_minor < $limit_minor
),
counted as (
    select
        near_limit.*,
        count(*) over (
            partition by supplier_id, buyer_party_id, currency order by award_epoch
            range between $window_seconds preceding and current row
        ) as award_count,
        min(award_epoch) over (
            partition by supplier_id, buyer_party_id, currency order by award_epoch
            range between $window_seconds preceding and current row
        ) as first_epoch
    from near_limit
)
select
    supplier_id as subject_id,
    min(first_epoch) as start_epoch,
    max(award_epoch) as end_epoch,
    cast(null as varchar) as transaction_id,
    max(award_count) as measured,
    $minimum_count as threshold
from counted
where award_count >= $minimum_count
group by supplier_id, buyer_party_id
order by subject_id, start_epoch
