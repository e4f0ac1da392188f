"""Data Docs on request: the pages of Great Expectations about the suites.

The pages link style sheets of public addresses; on a machine without network they are readable, but
plain. The rows of a night are gone when it ends: what was found is in its run report and in
mart.data_quality.
"""

from __future__ import annotations

from pathlib import Path

from finintel.contracts import Entity, load_entities
from finintel.validate.expectations import expectations_context
from finintel.validate.suites import Suite, load_suites
from finintel.workspace import Workspace


def build_data_docs(workspace: Workspace, folder: Path) -> Path:
    """Write the pages about every suite below a folder and return the first page."""
    import great_expectations as gx

    entities = load_entities(workspace)
    suites = load_suites(workspace, entities)
    folder.mkdir(parents=True, exist_ok=True)
    with expectations_context() as context:
        for suite in suites.values():
            context.suites.add(
                gx.ExpectationSuite(
                    name=suite.name,
                    expectations=[item.to_json() for item in suite.expectations],
                    notes=title(suite, entities),
                )
            )
        context.add_data_docs_site(
            site_name="finintel",
            site_config={
                "class_name": "SiteBuilder",
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(folder.resolve()),
                },
            },
        )
        context.build_data_docs(site_names=["finintel"])
    return folder / "index.html"


def title(suite: Suite, entities: dict[str, Entity]) -> str:
    """Say what a suite looks at."""
    entity = entities.get(suite.table)
    return f"{suite.table}: {entity.grain}" if entity else "one row per feed and night"
