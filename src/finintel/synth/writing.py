"""Makes a world and writes it: the facade's work, step by step."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from finintel.synth.events import received_amounts
from finintel.synth.feeds import (
    Drop,
    in_header,
    load_headers,
    load_keys,
    plan_drops,
    write_registers,
)
from finintel.synth.money import Integers
from finintel.synth.numbering import Numbering, index_accounts
from finintel.synth.preparing import Prepared, Progress, prepare
from finintel.synth.registers import register_frames
from finintel.synth.summary import WorldSummary
from finintel.synth.transaction_files import FileFormat, TransactionFiles
from finintel.synth.transaction_text import prepare_wording, transaction_frame
from finintel.synth.truth import Truth

PARQUET_FROM: Final = 200_000  # rows
FEWEST_DAYS: Final = 14


def write_transactions(
    prepared: Prepared,
    drops: list[Drop],
    header: tuple[str, ...],
    file_format: FileFormat,
    tell: Progress,
) -> tuple[Integers, list[Path], int]:
    """Stream the transactions into files; return the serial numbers of the staged rows."""
    calendar = prepared.world.calendar
    wording = prepare_wording(prepared.accounts)
    files = TransactionFiles(file_format)
    serial = np.zeros(int(prepared.staged.label.max()) + 1, dtype=np.int64)
    count = 0

    def told(day: int, days: int) -> None:
        tell("transactions", day, days)

    for chunk in prepared.stream.chunks(told):
        mine = chunk.events.label >= 0
        serial[chunk.events.label[mine]] = chunk.serial[mine]
        frame = transaction_frame(chunk, wording, calendar)
        if tuple(frame.columns) != header:
            frame = frame.select(header)
        count += len(frame)
        for drop, rows in by_drop(frame, chunk.events.day, drops):
            month = calendar.on(chunk.start).strftime("%Y-%m")
            files.write(rows, part_path(drop, drops, month, file_format))
    files.close()
    return serial, files.written, count


def by_drop(
    frame: pl.DataFrame, day: Integers, drops: list[Drop]
) -> list[tuple[Drop, pl.DataFrame]]:
    """Divide rows among the drops; within a chunk they are in order of day."""
    if len(drops) == 1:
        return [(drops[0], frame)]
    result = []
    for drop in drops:
        low, high = np.searchsorted(day, [drop.after, drop.upto], side="right")
        if high > low:
            result.append((drop, frame.slice(int(low), int(high - low))))
    return result


def part_path(drop: Drop, drops: list[Drop], month: str, file_format: str) -> Path:
    """Return the part file of a month in a drop; a later drop has one file."""
    stem = f"transaction_{drop.on.isoformat()}"
    if drop is drops[0]:
        stem = f"{stem}_{month}"
    return drop.folder / "transaction" / f"{stem}.{file_format}"


def write_all(  # noqa: PLR0913 - one choice each
    directory: Path,
    *,
    transactions: int,
    days: int,
    seed: int,
    until: date,
    nights: int,
    file_format: FileFormat | None,
    tell: Progress,
) -> WorldSummary:
    """Make a world and write its feeds and its truth."""
    if days < FEWEST_DAYS or not 1 <= nights < days // 2:
        raise ValueError(
            f"a world needs at least {FEWEST_DAYS} days, and fewer nights than half: "
            "ask for more days or fewer nights"
        )
    prepared = prepare(
        transactions=transactions, days=days, seed=seed, until=until, nights=nights, tell=tell
    )
    world = prepared.world
    headers, keys = load_headers(directory), load_keys(directory)
    drops = plan_drops(directory, world.calendar, nights)
    chosen: FileFormat = file_format or ("parquet" if transactions > PARQUET_FROM else "csv")
    serial, files, count = write_transactions(prepared, drops, headers["transaction"], chosen, tell)
    truth = tell_truth(prepared, serial)
    tell("registers", 0, 1)
    frames = register_frames(world, truth.accounts, truth.codes, prepared.scenes)
    frames["truth"] = truth.label_frame()
    ready = {source: in_header(frame, headers[source]) for source, frame in frames.items()}
    rows = {"transaction": count}
    for source, path, size in write_registers(ready, keys, drops):
        rows[source] = rows.get(source, 0) + size
        files.append(path)
    files.append(write_ledger(directory, truth))
    tell("registers", 1, 1)
    return summarise(directory, prepared, rows, files)


def tell_truth(prepared: Prepared, serial: Integers) -> Truth:
    """Bring together what the truth needs, once the transactions have their numbers."""
    world, accounts = prepared.world, prepared.accounts
    # Whoever went below zero did so with the bank's leave.
    overdrawn = prepared.stream.balances.overdrawn
    accounts = replace(accounts, overdraft=accounts.overdraft | overdrawn)
    offsets, total = {}, 0
    for scene in prepared.scenes:
        offsets[scene.story_id] = total
        total += len(scene.rows)
    return Truth(
        world,
        accounts,
        accounts.codes(),
        prepared.scenes,
        Numbering(serial, offsets),
        prepared.staged,
        index_accounts(prepared.staged),
        received_amounts(prepared.staged, accounts.currency, world.rates),
    )


def write_ledger(directory: Path, truth: Truth) -> Path:
    """Write the generator's own account of every scheme; return the file."""
    path = directory / "truth" / "ledger.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(truth.ledger(), ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def summarise(
    directory: Path, prepared: Prepared, rows: dict[str, int], files: list[Path]
) -> WorldSummary:
    """Count what was made."""
    told = [scene for scene in prepared.scenes if scene.roles]
    schemes = [scene for scene in told if not scene.is_innocent]
    return WorldSummary(
        directory=directory,
        transactions=rows["transaction"],
        parties=len(prepared.world.people) + len(prepared.world.companies),
        accounts=len(prepared.accounts),
        schemes=len(schemes),
        twins=len(
            [scene for scene in told if scene.is_innocent and scene.kind != "ordinary_purchase"]
        ),
        purchases=sum(len(scene.purchases) for scene in prepared.scenes),
        scheme_rows=sum(len(scene.roles) for scene in schemes),
        rows=rows,
        files=tuple(files),
    )
