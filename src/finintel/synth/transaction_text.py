"""Writes bookings the way the transaction feed shows them: every column as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from finintel.synth.accounts import Accounts
from finintel.synth.balances import UNKNOWN
from finintel.synth.calendar import Calendar
from finintel.synth.events import CHANNELS, NOBODY
from finintel.synth.money import EXPONENTS, Integers
from finintel.synth.places import (
    ALL_COUNTRIES,
    BRANCHES_PER_INSTITUTION,
    CURRENCIES,
    INSTITUTION_COUNT,
    branch_code,
)
from finintel.synth.stream import Chunk
from finintel.synth.texts import text_series

PURPOSE_OF_CHANNEL: Final = {
    "card": "CCRD",
    "tax": "TAXS",
    "fee": "CHRG",
    "interest": "INTE",
    "loan": "LOAN",
    "cash_deposit": "CDEP",
    "cash_withdrawal": "CWDL",
    "standing_order": "OTHR",
    "direct_debit": "OTHR",
}


def money_series(minor: Integers, currency: Integers, known: np.ndarray | None = None) -> pl.Series:
    """Write minor units in major units with each currency's decimals; null where not known."""
    exponent = EXPONENTS[currency]
    size = np.power(10, exponent)
    positive = np.abs(np.where(minor == UNKNOWN, 0, minor))
    frame = pl.DataFrame(
        {"minor": minor, "whole": positive // size, "rest": positive % size, "exponent": exponent}
    )
    sign = pl.when(pl.col("minor") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    digits = pl.col("rest").cast(pl.String)
    if len(exponent) and int(exponent.min()) == int(exponent.max()):
        padded = digits.str.zfill(int(exponent[0]))
    else:
        padded = digits.str.zfill(pl.col("exponent"))
    rest = pl.when(pl.col("exponent") > 0).then(pl.lit(".") + padded).otherwise(pl.lit(""))
    text = sign + pl.col("whole").cast(pl.String) + rest
    if known is not None:
        text = pl.when(pl.Series(known)).then(text)
    return frame.select(text.alias("text")).to_series()


@dataclass(frozen=True)
class Wording:
    """The texts that numbers stand for."""

    accounts: Accounts
    account_codes: pl.Series
    branches: pl.Series
    texts: pl.Series
    currencies: pl.Series
    countries: pl.Series
    channels: pl.Series
    purposes: pl.Series


def prepare_wording(accounts: Accounts) -> Wording:
    """Write every code out once."""
    branches = [branch_code(i) for i in range(INSTITUTION_COUNT * BRANCHES_PER_INSTITUTION)]
    return Wording(
        accounts=accounts,
        account_codes=accounts.codes(),
        branches=pl.Series(branches),
        texts=text_series(),
        currencies=pl.Series([item.code for item in CURRENCIES]),
        countries=pl.Series([item.code for item in ALL_COUNTRIES]),
        channels=pl.Series(CHANNELS),
        purposes=pl.Series([PURPOSE_OF_CHANNEL.get(code) for code in CHANNELS], dtype=pl.String),
    )


def optional(pool: pl.Series, index: Integers) -> pl.Series:
    """Return the texts at these places; null where the place is -1."""
    places = pl.Series(index)
    return pool.gather(places.set(places == NOBODY, None).cast(pl.UInt32))


def serial_text(serial: Integers) -> pl.Series:
    """Write transaction ids; null where there is none."""
    number = pl.Series("serial", serial)
    text = pl.when(number > 0).then(pl.lit("T") + pl.col("serial").cast(pl.String).str.zfill(9))
    return number.to_frame().select(text.alias("id")).to_series()


def transaction_frame(chunk: Chunk, wording: Wording, calendar: Calendar) -> pl.DataFrame:
    """Return the columns of the transaction feed, all of them text."""
    events, accounts = chunk.events, wording.accounts
    has_originator, has_beneficiary = events.originator != NOBODY, events.beneficiary != NOBODY
    source = accounts.currency[events.originator]
    target = accounts.currency[events.beneficiary]
    currency = np.where(has_originator, source, target)
    differs = has_originator & has_beneficiary & (source != target)
    received = np.where(differs, target, NOBODY)
    origin = np.where(has_originator, accounts.country[events.originator], NOBODY)
    destination = np.where(has_beneficiary, accounts.country[events.beneficiary], NOBODY)
    midnight = np.datetime64(calendar.first, "s").astype(np.int64)
    booked = pl.Series("at", ((events.second + midnight) * 1_000).astype("datetime64[ms]"))
    return pl.DataFrame(
        {
            "transaction_id": serial_text(chunk.serial),
            "booked_at": booked.dt.to_string("%Y-%m-%dT%H:%M:%SZ"),
            "is_time_known": pl.repeat("true", len(events), eager=True),
            "value_on": booked.dt.to_string("%Y-%m-%d"),
            "booking_sequence": pl.Series(chunk.sequence).cast(pl.String),
            "originator_account_id": optional(wording.account_codes, events.originator),
            "beneficiary_account_id": optional(wording.account_codes, events.beneficiary),
            "amount": money_series(events.amount, currency),
            "currency": optional(wording.currencies, currency),
            "received_amount": money_series(chunk.credited, target, differs),
            "received_currency": optional(wording.currencies, received),
            "channel": wording.channels.gather(events.channel),
            "purpose_code": wording.purposes.gather(events.channel),
            "remittance_text": wording.texts.gather(events.text),
            "originator_country_code": optional(wording.countries, origin),
            "beneficiary_country_code": optional(wording.countries, destination),
            "branch_code": optional(wording.branches, events.branch),
            "originator_balance": money_series(
                chunk.originator_balance, source, chunk.originator_balance != UNKNOWN
            ),
            "beneficiary_balance": money_series(
                chunk.beneficiary_balance, target, chunk.beneficiary_balance != UNKNOWN
            ),
            "returned_transaction_id": serial_text(events.returned),
        }
    )
