"""The templates of the pages: everything that is filled in is escaped and made visible.

No page runs a script or asks a network for anything: its Content-Security-Policy forbids both.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from finintel.leads.safe_text import visible_text

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Return the templates; everything that is filled in is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=readable,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def readable(value: object) -> object:
    """Make control and direction marks of plain text visible; what is marked safe stays."""
    return visible_text(value) if type(value) is str else value


@cache
def template(name: str) -> Template:
    """Return a compiled template."""
    return environment().get_template(name)


@cache
def style() -> str:
    """Return the style sheet, to be put into the page."""
    from markupsafe import Markup

    return Markup((FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
