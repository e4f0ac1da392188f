/*
grain = "one row per payment from an account of a buyer to the account of the deed, near its date"

[columns]
acquisition_id    = "acquisition"
acquirer_id       = "party kept for the acquirer"
party_type        = "person, organisation, arrangement, state; null when unknown"
cost_base_minor   = "price less loan, base minor units"
account_id        = "account that paid"
transaction_id    = "payment"
booked_epoch      = "time of the payment, seconds UTC"
amount_base_minor = "payment, base minor units"

[parameters.match_days]
default = 30
unit    = "days"
meaning = "longest time between payment and deed, before or after"
*/
select
    purchase.acquisition_id,
    purchase.acquirer_id,
    holding.party_type,
    purchase.cost_base_minor,
    holding.account_id,
    transfer.transaction_id,
    transfer.booked_epoch,
    transfer.amount_base_minor
from features.purchase as purchase
join features.party_account as holding
  on holding.party_id = purchase.acquirer_id
 and holding.is_owner
join features.window_transfer as transfer
  on transfer.originator_account_id = holding.account_id
 and transfer.beneficiary_account_id = purchase.payee_account_id
 and transfer.booked_epoch >= purchase.deed_epoch - $match_days * 86400
 and transfer.booked_epoch <= purchase.deed_epoch + $match_days * 86400
