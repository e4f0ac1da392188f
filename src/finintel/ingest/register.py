"""Register: every file of the inbox is hashed, landed under its SHA-256 and taken exactly once.

The night's file list is frozen here: the rows of landing.file with this night's run_id. Files stay
in the inbox until the stage is committed (`finintel.ingest.stage` removes them), so that a kill
loses nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from finintel.errors import SourceError
from finintel.ingest.sidecar import SIDECAR_SUFFIXES, replaced_file
from finintel.night import StageContext
from finintel.packed import SUFFIXES as SUFFIXES_OF_PACKED

PENDING = (".part", ".tmp", ".crdownload", ".filepart")
FILE_SUFFIXES = (".csv", ".txt", ".parquet", ".json", ".ndjson", *SUFFIXES_OF_PACKED)
DECISIONS = "disposition"  # the feed that staff send: what lies in dispositions/
FOLDER_AS_FILE = (
    "is a folder with a file's name; what lies in it is taken, the folder itself is no file. "
    "Look whether something was unpacked by mistake."
)
ARRIVING = "still arriving; left for the next night."
CHUNK = 1024 * 1024
LEFT = "It stays where it is: mend its name or its permissions, or make room."


@dataclass(frozen=True)
class Arrival:
    """What arrived: where it lies, its source and path below its folder, its source.

    Where `objection` says something it is not taken tonight, and counts as `refused` (it stays so
    until somebody does something about it) or as `waiting`.
    """

    path: Path
    name: str
    source_id: str
    objection: str = ""
    counts_as: str = "refused"


def run(context: StageContext) -> Mapping[str, int]:
    """Register what the inbox holds; a night whose list is frozen already keeps it."""
    counts = {"registered": 0, "known": 0, "waiting": 0, "refused": 0}
    arrivals = list(inbox_files(context))
    for position, arrival in enumerate(arrivals, start=1):
        context.progress(arrival.name, position, len(arrivals))
        if arrival.objection:
            context.notice(f"{place(context, arrival.path)}: {arrival.objection}")
            counts[arrival.counts_as] += 1
            continue
        try:
            counts[take(context, arrival)] += 1
        except (SourceError, OSError) as error:
            why = f"{error.strerror or error}. {LEFT}" if isinstance(error, OSError) else str(error)
            context.notice(f"{place(context, arrival.path)}: {why}")
            counts["refused"] += 1
    return counts


def inbox_files(context: StageContext) -> Iterator[Arrival]:
    """Yield what arrived, in order: the inbox, then what staff returned.

    What cannot be taken says why.
    """
    inbox, returned = context.workspace.inbox, context.workspace.dispositions
    if inbox.is_dir():
        yield from feeds(context, inbox)
    if returned.is_dir() and DECISIONS in context.contracts.sources:
        yield from source_files(returned, DECISIONS)


def feeds(context: StageContext, inbox: Path) -> Iterator[Arrival]:
    """Yield what the inbox holds, feed by feed."""
    for folder in sorted(inbox.iterdir()):
        if folder.name.startswith("."):
            continue
        objection = objection_to_folder(context, folder)
        if objection:
            yield Arrival(folder, folder.name, "", objection)
        else:
            yield from source_files(folder, folder.name)


def objection_to_folder(context: StageContext, folder: Path) -> str:
    """Say why nothing of an entry of the inbox is taken; nothing when it is a source's folder."""
    if not folder.is_dir() or folder.is_symlink():
        return "files lie in inbox/<source_id>/, not in inbox/. Move it."
    if folder.name in context.contracts.sources:
        return ""
    known = ", ".join(context.contracts.sources)
    return (
        f"no source of this name; known: {known}. Rename the folder, "
        f"or write schemas/sources/{folder.name}.toml."
    )


def source_files(folder: Path, source_id: str) -> Iterator[Arrival]:
    """Yield what one source's folder holds."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        objection = objection_to(path)
        if objection:
            counts_as = "waiting" if objection == ARRIVING else "refused"
            yield Arrival(path, f"{source_id}/{relative}", source_id, objection, counts_as)
        elif path.is_file() and not path.name.endswith(SIDECAR_SUFFIXES):
            yield Arrival(path, f"{source_id}/{relative}", source_id)


def place(context: StageContext, path: Path) -> str:
    """Return where a file lies, from the workspace's folder."""
    return str(path.relative_to(context.workspace.root))


def objection_to(path: Path) -> str:
    """Say why something in the inbox is not taken tonight; nothing when it may be."""
    if path.is_symlink():
        return "is a link; only files themselves are taken. Copy the file."
    if path.is_dir():
        return FOLDER_AS_FILE if path.suffix.lower() in FILE_SUFFIXES else ""
    if not path.is_file():
        return "is neither file nor folder. Remove it."
    if path.name.endswith(PENDING) or Path(f"{path}.part").exists():
        return ARRIVING
    return ""


def take(context: StageContext, arrival: Arrival) -> str:
    """Land one file; returns which count it belongs to."""
    before = arrival.path.stat()
    digest, beside = copy_beside(arrival.path, context.workspace.landing)
    after = arrival.path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        beside.unlink()
        context.notice(f"{place(context, arrival.path)}: still growing; left for the next night.")
        return "waiting"
    known = known_source(context, digest)
    if known is not None:
        beside.unlink()
        if known != arrival.source_id:
            context.notice(
                f"{place(context, arrival.path)}: the same bytes came through source {known} and "
                "were taken there; a file is taken once."
            )
        return "known"
    replaces = replaced_file(context.warehouse, arrival.path, arrival.source_id)
    beside.replace(context.workspace.landing / digest)
    sync_folder(context.workspace.landing)
    context.warehouse.execute(
        "insert into landing.file by name select $digest as file_sha256, $source as source_id, "
        "$name as file_name, $size as byte_count, $run_id as run_id, $replaces as "
        "replaces_sha256, 'registered' as state",
        {
            "digest": digest,
            "source": arrival.source_id,
            "name": arrival.name,
            "size": after.st_size,
            "run_id": context.run_id,
            "replaces": replaces,
        },
    )
    return "registered"


def known_source(context: StageContext, digest: str) -> str | None:
    """Return the source through which a file came before, or None."""
    found: str | None = context.warehouse.value(
        "select source_id from landing.file where file_sha256 = $digest", {"digest": digest}
    )
    return found


def copy_beside(path: Path, landing: Path) -> tuple[str, Path]:
    """Copy a file into landing under a passing name, synced; returns its SHA-256 and the copy."""
    landing.mkdir(parents=True, exist_ok=True)
    beside = landing / ".arriving.part"
    digest = hashlib.sha256()
    with path.open("rb") as origin, beside.open("wb") as copy:
        while chunk := origin.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest(), beside


def sync_folder(folder: Path) -> None:
    """Make sure that new names of a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_inbox(context: StageContext) -> int:
    """Remove the inbox files that are registered and committed; returns how many.

    A file is removed only when its bytes are those of a landed file.
    """
    removed = 0
    for arrival in inbox_files(context):
        if arrival.objection:
            continue
        digest = hash_of(arrival.path)
        landed = context.workspace.landing / digest
        if landed.is_file() and context.warehouse.count(
            "landing.file", f"file_sha256 = '{digest}'"
        ):
            arrival.path.unlink()
            for suffix in SIDECAR_SUFFIXES:
                Path(f"{arrival.path}{suffix}").unlink(missing_ok=True)
            removed += 1
    return removed


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
