"""A folder that appears whole: written beside, synced, the old one moved aside, the new one in.

`os.replace` refuses a folder that is not empty, so there is a moment without the folder; a run
killed in it is repeated, and clears what it left.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finintel.lake import sync


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Give an empty hidden folder to write into; when the block ends it becomes `target`.

    An error in the block leaves the old folder as it was.
    """
    beside = target.with_name(f".{target.name}.part")
    aside = target.with_name(f".{target.name}.old")
    if aside.exists() and not target.exists():
        aside.rename(target)  # killed between the two renames: the old one was whole
    for left_over in (beside, aside):
        shutil.rmtree(left_over, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        yield beside
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    sync_tree(beside)
    if target.exists():
        target.rename(aside)
    beside.rename(target)
    sync(target.parent)
    shutil.rmtree(aside, ignore_errors=True)


def sync_tree(folder: Path) -> None:
    """Make sure that everything below a folder is on the disk."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)
