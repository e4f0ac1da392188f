"""The outline of a source contract for a file that nobody has described yet: a text to be changed.

The outline is a contract that loads, so nothing else stops while it is being written; only files of
its own feed do not fit until every column is mapped or ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from finintel.contracts import Column, Entity
from finintel.contracts.sources import OPTIONS, is_money
from finintel.contracts.table_parsing import own_name
from finintel.ingest.landed import Landed
from finintel.ingest.readers import reader_for, readers

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "windows-1252")
UNDECIDED = "?"
MINOR = re.compile(",( in)? minor units( of currency)?")  # how it is kept, not how it comes
HEAD = """\
# Outline of a feed, written from the columns of {file}. Put a column of the file in place of each
# "?", ignore the others with a reason, then: finintel sources check {id} FILE --workspace DIR
title         = {name}
publisher     = "who sends it"
licence       = "on what terms"
namespace     = {name}   # stands before the feed's identifiers; "" where other feeds use the same
note          = ""
expected_rows = [0, 10000000]   # a night; outside of it the night says so

[[table]]
name   = {name}
entity = "{entity}"
"""
OPTIONS_TEXT = """
[table.options]   # also: skip_lines = 2 (above the header), multiline = true (line ends in quotes)
delimiter = {delimiter}
encoding  = {encodings}
"""
WAYS = """
# What stands behind the = is a column of the file, or one of:
#   { constant = "EUR" }                                     the same in every row
#   { column = "Fecha", format = "%d/%m/%Y", zone = "Europe/Madrid" }   else ISO 8601 and UTC
#   { column = "Importe", decimal = ",", group = "." }       amounts come in major units
#   { column = "Tipo", codes = "kinds" }                     translated by a table [codes.kinds]
#   { columns = ["Banco", "Cuenta"], join = ":" }            several columns together
#   { column = "Cuota", percent = true }                      a share: 50 or 50 % is 0.5
# and in each: optional = true (files may lack the column), default = "…" (where it is empty),
# null_values = ["-"] (read as empty).
[table.map]
"""
STATEMENT = """
# A statement of one account has no originator and beneficiary: take their lines out, and say
#[table.direction]
#own_account     = "Cuenta"
#counter_account = "Contraparte"
#balance         = { column = "Saldo", decimal = "," }
#sign            = "Importe"   # below zero is out; or debit = "Cargo" and credit = "Abono";
#                              # or column = "Signo", in = ["H"], out = ["D"]

# Without a column that identifies the row, take transaction_id out of the map, and say what does:
#[table.identity]
#hash = ["booked_at", "originator_account_id", "beneficiary_account_id", "amount_minor"]
"""
IGNORE = """
# Columns of the file that are not needed, each with the reason:
[table.ignore]
"""
CODES = """
# Codes of the file and what they mean here, for a column of the map that says codes = "kinds":
#[codes.kinds]
#"TRANSFERENCIA" = "transfer"
"""


def outline(source_id: str, entity: Entity, path: Path, codes: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a contract for files like one; raises SourceError when it is no table."""
    delimiter, columns = delimiter_and_columns(Landed(path, path.name))
    name = quoted(source_id)
    known = taken(entity, columns)
    parts = [HEAD.format(file=path.name, id=source_id, name=name, entity=entity.name)]
    if delimiter:
        marks = {"delimiter": quoted(delimiter), "encodings": json.dumps(ENCODINGS)}
        parts.append(OPTIONS_TEXT.format(**marks))
    parts += [WAYS, *(map_line(item, columns, codes) for item in entity.columns.values())]
    if entity.name == "transaction":
        parts.append(STATEMENT)
    parts.append(IGNORE)
    parts += [f'#{quoted(name)} = "reason"\n' for name in columns if name not in known]
    return "".join([*parts, CODES])


def delimiter_and_columns(landed: Landed) -> tuple[str, tuple[str, ...]]:
    """Return the delimiter that parts the header into most columns (none: no text), and these."""
    reader = reader_for(landed, "auto")
    options = {**OPTIONS, "encoding": ENCODINGS}
    if reader is not readers()["delimited"]:
        return "", reader.columns(landed, options)
    named = {mark: reader.columns(landed, {**options, "delimiter": mark}) for mark in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda mark: len(named[mark]))
    return delimiter, named[delimiter]


def taken(entity: Entity, columns: Sequence[str]) -> set[str]:
    """Return the columns of a file that bear the name of a column of the entity."""
    return {own_name(item) for item in entity.columns.values()} & set(columns)


def map_line(column: Column, columns: Sequence[str], codes: Mapping[str, Sequence[str]]) -> str:
    """Return the line of the map for one column: commented out where the feed may do without."""
    name = own_name(column)
    is_found = name in columns
    off = "" if column.required or is_found else "#"
    kind = "amount" if is_money(column) else column.type
    needed = ", needed" if column.required else ""
    meaning = MINOR.sub("", column.meaning.split(";")[0])
    known = codes.get(column.codelist or "", ())
    one_of = f" One of: {', '.join(known)}." if known else ""
    value = quoted(name if is_found else UNDECIDED)
    return f"{off}{column.name} = {value}   # {kind}{needed}: {meaning}.{one_of}\n"


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
