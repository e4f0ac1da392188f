/*
grain = "one row per account"

[columns]
account_id     = "account"
account_type   = "kind of account"
currency       = "currency in which it is kept"
country_code   = "country of the institution"
institution_id = "institution that keeps it"
opened_on      = "date of opening"
closed_on      = "date of closing"
is_service_hub = "behaves like a service: very many counterparties on many days"
source_id      = "feed"
file_sha256    = "file: mart.file says its name"
row_number     = "line or record in that file"
*/
select
    account.account_id,
    account.account_type,
    account.currency,
    account.country_code,
    account.institution_id,
    account.opened_on,
    account.closed_on,
    hub.account_id is not null as is_service_hub,
    account.source_id,
    account.file_sha256,
    account.row_number
from core.account as account
left join features.service_hub as hub
  on hub.account_id = account.account_id
where account.recorded_to is null
order by account.account_id
