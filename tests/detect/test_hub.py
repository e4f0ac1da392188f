"""Every rule on one account with very many rows: its output stays linear and it ends in time."""

from __future__ import annotations

import time

import pytest

from finintel.detect.proving import open_ground
from finintel.detect.registry import load_rules
from finintel.pipeline import load_contracts
from finintel.workspace import Workspace, shipped_resources

WORKSPACE = Workspace(shipped_resources())
STEMS = sorted(path.stem for path in (WORKSPACE.root / "sql" / "rules").glob("*/*.sql"))

# One account and its many rows, in every table that rules read of transactions. Amounts and times
# are such that as many rules as possible fire on as many rows as possible.
ENTRIES = """
insert into features.window_transaction by name
select
    i as transaction_number,
    'T' || i as transaction_id,
    'HUB' as account_id,
    1 as account_number,
    case when i % 2 = 0 then 'in' else 'out' end as direction,
    'C' || (i % 50000) as counterparty_account_id,
    2 + i % 50000 as counterparty_number,
    1767225600 + i * 12 as booked_epoch,
    date '2026-01-01' + cast(i * 12 // 86400 as integer) as booked_on,
    950000 as amount_base_minor,
    900000 as amount_minor,
    'EUR' as currency,
    case i % 4 when 0 then 'cash_deposit' when 1 then 'cash_withdrawal' else 'transfer' end
        as channel,
    'XA' as counterparty_country_code,
    'b' || (i % 7) as branch_code
from range(1, {rows}) rows(i)
"""
TRANSFERS = """
insert into features.window_transfer by name
select
    transaction_number, transaction_id, booked_epoch, booked_on, 'HUB' as originator_account_id,
    counterparty_account_id as beneficiary_account_id, amount_base_minor, 'EUR' as currency,
    'USD' as received_currency, channel
from features.window_transaction
"""
AROUND = (
    "insert into features.high_risk_country values ('XA')",
    "insert into features.window by name select date '2026-01-01' as first_on, "
    "1767225600 as first_epoch, 1767225600 as observed_epoch, 'EUR' as base_currency",
    "insert into features.party_account by name select 'P' as party_id, 'HUB' as account_id, "
    "'person' as party_type, true as is_owner, 1 as holder_count",
    "insert into features.account by name select 1 as account_number, 'HUB' as account_id, "
    "date '2026-01-01' as opened_on, 100 as in_base_minor, 60 as cash_in_base_minor",
    "insert into features.party_year by name select 'P' as party_id, 2026 as money_year, "
    "900000000 as in_base_minor, 0 as acquisition_base_minor, 1000 as income_base_minor",
    "insert into features.account_day by name select 1 as account_number, 'HUB' as account_id, "
    "booked_on, sum(case when direction = 'in' then amount_base_minor end) as in_base_minor, "
    "sum(case when direction = 'out' then amount_base_minor end) as out_base_minor, "
    # it was still before its first day only: no day within a busy account's week can wake it
    "case when booked_on = date '2026-01-01' then 4000000 end as quiet_seconds "
    "from features.window_transaction group by booked_on",
)


def run_on_a_hub(stem: str, rows: int) -> float:
    contracts = load_contracts(WORKSPACE)
    with open_ground(WORKSPACE, contracts) as ground:
        [rule] = [
            rule
            for rule in load_rules(WORKSPACE, contracts.codelists, ground)
            if rule.file.path.stem == stem
        ]
        ground.execute(ENTRIES.format(rows=rows))
        ground.execute(TRANSFERS)
        for statement in AROUND:
            ground.execute(statement)
        started = time.monotonic()
        found = rule.find(ground, rule.spec.values({}))
        # a transaction of an account is at most twice in an alert: once on each side
        assert found <= 4 * rows
        return time.monotonic() - started


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.slow
def test_a_rule_ends_in_time_on_one_account_with_half_a_million_rows(stem) -> None:
    assert run_on_a_hub(stem, 500_000) < 30


def test_every_rule_ends_in_time_on_one_account_with_many_rows() -> None:
    contracts = load_contracts(WORKSPACE)
    with open_ground(WORKSPACE, contracts) as ground:
        rules = load_rules(WORKSPACE, contracts.codelists, ground)
        ground.execute(ENTRIES.format(rows=50_000))
        ground.execute(TRANSFERS)
        for statement in AROUND:
            ground.execute(statement)
        for rule in rules:
            found = rule.find(ground, rule.spec.values({}))
            assert found <= 4 * 50_000, rule.spec.id
