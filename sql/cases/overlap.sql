/*
grain = "one row per candidate group and known case that share a standing alert, or a transaction that the case holds or has held"

[columns]
group_number  = "candidate group of tonight"
case_id       = "case"
is_merged     = "it was merged into another: it is continued only by a group that no other case continues"
is_open       = "it is open or aged: its lead is listed"
shared_count  = "transactions that both cite"
jaccard_ratio = "shared over all transactions of both"
containment_ratio = "shared over the transactions of the smaller"
shared_alerts = "alerts in both"
is_continued  = "overlap enough for the group to be the case"
shown_count   = "transactions of the group that the case ever held: its lead has shown them"
is_shown      = "they are enough of the group: a lead of it is no news"

[parameters.least_jaccard_ratio]
default = 0.3
unit    = "share"
meaning = "least overlap of the transactions of group and case, shared over all, inclusive"

[parameters.least_containment_ratio]
default = 0.5
unit    = "share"
meaning = "or least part of the smaller's transactions that both cite, inclusive"
*/
select
    pair.group_number,
    pair.case_id,
    work_item.minted_run_id,
    work_item.state = 'merged' as is_merged,
    work_item.state in ('open', 'aged') as is_open,
    pair.shared_count,
    pair.shared_count::double
        / greatest(pair.known_count + pair.candidate_count - pair.shared_count, 1)::double
        as jaccard_ratio,
    pair.shared_count::double
        / greatest(least(pair.known_count, pair.candidate_count), 1)::double as containment_ratio,
    pair.shared_alerts,
    pair.shared_alerts > 0
        or jaccard_ratio >= $least_jaccard_ratio
        or containment_ratio >= $least_containment_ratio as is_continued,
    pair.shown_count,
    pair.shown_ratio >= $least_containment_ratio as is_shown
from cases.overlap_pair as pair
join cases."case" as work_item
  on work_item.case_id = pair.case_id
order by pair.group_number, pair.case_id
