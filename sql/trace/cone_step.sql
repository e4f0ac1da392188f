/*
grain = "one row per trace, account that passed money on, and credit that it can have passed on"

[columns]
trace_id           = "payment that is traced"
hop                = "transfers from the account to the payment"
account_number     = "account credited"
latest_epoch       = "last moment at which its money could still reach the payment, seconds UTC"
transaction_id     = "credit"
transaction_number = "number of the credit in the window"
originator_number  = "account debited; null for cash"
booked_epoch       = "time of the credit, seconds UTC"
amount_base_minor  = "credit, base minor units"
is_own             = "both accounts have a holder in common"
is_hub             = "the account debited serves the public, or holds the money of clients: the way ends there"

[parameters.reach_days]
default = 60
unit    = "days"
meaning = "longest time between a credit and the moment at which its account passed money on"

[parameters.least_ratio]
default = 0.015
unit    = "share of what was paid for the acquisition"
meaning = "least credit that is looked at; wages and small help are not what pays for an asset"

[parameters.least_hub_ratio]
default = 0.2
unit    = "share of what was paid for the acquisition"
meaning = "least credit from an account that serves the public, such as an employer or a public body"

[parameters.passing_days]
default = 20
unit    = "days"
meaning = "time in which a lesser payer in between receives money, cash apart, and sends it on"

[parameters.passing_ratio]
default = 0.97
unit    = "share of what was passed on"
meaning = "least part of it that those credits must cover for the account to be one in between"

[parameters.main_passing_ratio]
default = 0.9
unit    = "share of what was passed on"
meaning = "the same for a main payer: a tenth may be savings, and the rest is to be followed all the same"

[parameters.main_ratio]
default = 0.5
unit    = "share of what was paid for the acquisition"
meaning = "from here on a payer is a main one and need not pass on what it received as one sum"

[parameters.matching_ratio]
default = 1.25
unit    = "times what was passed on"
meaning = "a lesser payer passed a credit on when the credit was at most so large"

[parameters.most_accounts]
default = 200
unit    = "accounts"
meaning = "most accounts of a hop that are followed, largest sums first"
*/
with regular as (
    -- the same payer, about the same amount, month after month: wages, rent, pension
    select
        originator_number,
        beneficiary_number,
        amount_base_minor * 1.3 / transaction_count as most_base_minor
    from features.pair
    where day_count >= 2
      and last_epoch - first_epoch >= 25 * 86400
      and (last_epoch - first_epoch) / (day_count - 1) >= 12 * 86400
),
own as (
    select distinct
        payer.account_id as originator_account_id,
        payee.account_id as beneficiary_account_id
    from features.party_account as payer
    join features.party_account as payee
      on payee.party_id = payer.party_id
),
asked as materialized (
    select
        frontier.trace_id,
        frontier.hop,
        frontier.account_number,
        frontier.latest_epoch,
        frontier.passed_base_minor,
        start.paid_base_minor,
        start.transaction_number as payment_number,
        frontier.first_epoch - $reach_days * 86400 as cash_from_epoch,
        frontier.first_epoch - 86400 * case
            when frontier.hop = 0
                or frontier.passed_base_minor >= start.paid_base_minor * $main_ratio then $reach_days
            else $passing_days
        end as from_epoch
    from trace.cone_frontier as frontier
    join trace.cone_start as start
      on start.trace_id = frontier.trace_id
),
credited as materialized (
    -- by account alone, so that no engine compares every payment with every transfer
    select
        asked.*,
        transfer.transaction_id,
        transfer.transaction_number,
        transfer.originator_number,
        transfer.originator_account_id,
        transfer.beneficiary_account_id,
        transfer.booked_epoch,
        transfer.amount_base_minor,
        transfer.channel
    from asked
    join features.window_transfer as transfer
      on transfer.beneficiary_number = asked.account_number
),
arriving as (
    select
        credited.*,
        own.originator_account_id is not null as is_own,
        hub.account_number is not null or client.account_id is not null as is_hub
    from credited
    left join own
      on own.originator_account_id = credited.originator_account_id
     and own.beneficiary_account_id = credited.beneficiary_account_id
    left join features.service_hub as hub
      on hub.account_number = credited.originator_number
    -- whose money a notary pays out, his account does not say
    left join features.client_account as client
      on client.account_id = credited.originator_account_id
    left join regular
      on regular.originator_number = credited.originator_number
     and regular.beneficiary_number = credited.account_number
     and regular.most_base_minor >= credited.amount_base_minor
    where credited.booked_epoch <= credited.latest_epoch
      and credited.booked_epoch >= case
          when credited.originator_number is null then credited.cash_from_epoch
          else credited.from_epoch
      end
      and credited.amount_base_minor >= credited.paid_base_minor * $least_ratio
      and credited.transaction_number <> credited.payment_number
      and credited.channel not in ('loan', 'interest', 'fee', 'tax', 'returned', 'reinvestment')
      and credited.originator_number is distinct from credited.account_number
      and regular.originator_number is null
      and (hub.account_number is null
           or credited.amount_base_minor >= credited.paid_base_minor * $least_hub_ratio)
),
covered as (
    select trace_id, account_number, max(passed_base_minor) as passed_base_minor
    from arriving
    group by trace_id, account_number
    having sum(amount_base_minor) >= max(passed_base_minor) * case
            when max(passed_base_minor) >= max(paid_base_minor) * $main_ratio then $main_passing_ratio else $passing_ratio end
       and (max(passed_base_minor) >= max(paid_base_minor) * $main_ratio
            or max(passed_base_minor) = 0
            or bool_or(amount_base_minor between passed_base_minor * $passing_ratio
                                             and passed_base_minor * $matching_ratio))
    qualify row_number() over (
        partition by trace_id order by max(passed_base_minor) desc, account_number
    ) <= $most_accounts
)
select
    arriving.trace_id, arriving.hop, arriving.account_number, arriving.latest_epoch,
    arriving.transaction_id, arriving.transaction_number, arriving.originator_number,
    arriving.booked_epoch, arriving.amount_base_minor, arriving.is_own, arriving.is_hub
from arriving
join covered
  on covered.trace_id = arriving.trace_id
 and covered.account_number = arriving.account_number
order by arriving.trace_id, arriving.transaction_number
