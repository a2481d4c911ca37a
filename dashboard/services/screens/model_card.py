"""The model card of a use case: its record and the fairness of its newest assessment, small groups withheld."""

from typing import Any, Literal

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.model_card_file import readme_file, toolkit_file
from dashboard.domain.metrics import METRICS
from dashboard.domain.model_cards import CardFigure, ModelCard
from dashboard.domain.wording import day
from dashboard.errors import NotFound
from dashboard.services.screens.case_file import open_file
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.words import absent
from dashboard.services.sources import Sources

Form = Literal["toolkit", "huggingface"]
NAMES: dict[Form, str] = {"toolkit": "model-card.json", "huggingface": "README.md"}


def card_of(sources: Sources, use_case: str) -> ModelCard:
    """What the card of a use case says; raises NotFound."""
    found, case = repository.use_case_record(sources.database, use_case), open_file(sources, use_case)
    if found is None or case is None:
        raise NotFound(f"There is no use case {use_case}.")
    hidden = withheld(case.measurements, sources.charter.defaults.min_display)
    rows = case.measurements[~hidden & case.measurements["value"].notna()].drop_duplicates(
        ["metric", "attribute", "group", "reference"]
    )
    figures = tuple(_figure(row) for row in rows.itertuples())
    version = sources.database.data_version()
    source = f"charter {sources.charter.version}, data version {version:,}, as of {day(sources.as_of)}"
    return ModelCard(
        found[0],
        case.person(found[0].owner) or "",
        figures,
        groups_in(case.measurements[hidden]),
        sources.as_of,
        source,
    )


def groups_in(rows: pd.DataFrame) -> int:
    """How many groups these measurements are of, each counted once however many metrics it has."""
    return len(rows[["attribute", "group"]].drop_duplicates())


def card_file(sources: Sources, use_case: str, form: Form) -> bytes:
    """The card as a file; raises NotFound."""
    card = card_of(sources, use_case)
    return toolkit_file(card) if form == "toolkit" else readme_file(card)


def _figure(row: Any) -> CardFigure:
    metric = METRICS.get(str(row.metric))
    limits = [None if absent(value) else float(value) for value in (row.low, row.high)]
    return CardFigure(
        str(row.metric), metric.plain if metric else str(row.metric), str(row.attribute), str(row.group),
        None if absent(row.reference) else str(row.reference), float(row.value), limits[0], limits[1],
        int(row.n), int(row.n_reference),
    )  # fmt: skip
