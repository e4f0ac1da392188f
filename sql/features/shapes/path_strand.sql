/*
grain = "one row per chain or cycle that runs beside an earlier one through the same accounts: two strands of one scheme"

[columns]
path_kind = "0 for a chain or relay, 1 for a cycle"
find_key  = "chain or cycle"
strand_of = "the one that it belongs to"
hop_shift = "what its hops lie behind those of that one"

[parameters.strand_seconds]
default = 345_600
unit    = "seconds"
meaning = "longest time between the transfers of two strands on one pair of accounts, as for features.link_pair"

[parameters.strand_percent]
default = 50
unit    = "percent"
meaning = "share of the longer chain's hops on which both lie"
*/
-- Cycles run side by side where they share every hop: of those found many are tries that share some.
-- Two transfers that came home may do so too; of relays beside one another that would say nothing.
with hop as (
    select
        path.path_kind,
        path.find_key,
        path.hop,
        path.transfer_count,
        leg.first_epoch,
        leg.originator_number,
        leg.beneficiary_number
    from features.path_row as path
    join features.leg as leg on leg.leg_number = path.leg_number
    where path.path_kind = 1
       or path.path_kind = 0
      and path.transfer_count >= 3
),
beside as (
    select
        own.path_kind,
        own.find_key,
        other.find_key as strand_of,
        min(other.hop - own.hop) as hop_shift
    from hop as own
    join hop as other
      on other.originator_number = own.originator_number
     and other.beneficiary_number = own.beneficiary_number
     and other.path_kind = own.path_kind
     and other.find_key < own.find_key
     and abs(other.first_epoch - own.first_epoch) <= $strand_seconds
    group by own.path_kind, own.find_key, other.find_key
    having count(distinct own.hop) * 100
        >= case when own.path_kind = 1 then 100 else $strand_percent end * greatest(max(own.transfer_count), max(other.transfer_count))
),
ranked as (
    select
        beside.*,
        row_number() over (partition by path_kind, find_key order by strand_of) as place
    from beside
)
select path_kind, find_key, strand_of, hop_shift
from ranked
where place = 1
