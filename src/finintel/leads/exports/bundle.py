"""A zip of all there is about one lead; the same lead gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

from finintel.errors import UsageError
from finintel.leads.handover import Exported, Material, write_format
from finintel.leads.outputs import OUTPUTS

TIMESTAMP = (1980, 1, 1, 0, 0, 0)
FORMATS = ("ftm", "goaml")


def export(material: Material) -> Exported:
    """Write dossier, the lead's rows of the CSVs, the other formats and a manifest."""
    files = night_files(material)
    notes: list[str] = []
    for form in FORMATS:
        try:
            exported = write_format(material, form)
        except UsageError as error:
            notes.append(f"left out of the bundle: {form}: {error}")
            continue
        name = f"{material.lead_id}{exported.suffix}"
        files[name] = exported.content
        files |= {name + suffix: content for suffix, content in exported.beside.items()}
        notes += exported.notes
    manifest = {
        "lead": material.lead_id,
        "night": str(material.context.as_of),
        "notes": notes,
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    files["manifest.json"] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
    return Exported(".zip", zipped(files), notes=tuple(notes))


def night_files(material: Material) -> dict[str, bytes]:
    """Return the lead's page and its rows of the night's CSVs, as they were published."""
    settings = material.context.workspace.settings
    folder = material.context.workspace.leads / str(material.context.as_of)
    page = folder / "dossiers" / f"{material.lead_id}.html"
    if not page.is_file():
        raise UsageError(f"{page}: missing. Run the night again.")
    files = {"dossier.html": page.read_bytes()}
    for name in OUTPUTS:
        text = (folder / f"{name}.csv").read_bytes().decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=settings.csv_separator)
        header = next(reader)
        place = header.index("lead_id")
        rows = [header, *(row for row in reader if row[place] == material.lead_id)]
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=settings.csv_separator).writerows(rows)
        files[f"{name}.csv"] = stream.getvalue().encode("utf-8")
    return files


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip without clock: sorted names, one timestamp, one set of rights."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            item = zipfile.ZipInfo(name, TIMESTAMP)
            item.external_attr = 0o644 << 16
            archive.writestr(item, files[name], zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()
