"""A past day as tables: use cases, clauses of one of them, and where both readings differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.adapters.queries import listed as queries
from dashboard.domain.reported import Held
from dashboard.domain.wording import LIFECYCLES, SHOWN_ORDER, TIERS, label
from dashboard.services.readings import Reading, told
from dashboard.services.screens.charter import CharterPage, charter_page
from dashboard.services.screens.group_plot import measurement_table
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.then import Then
from dashboard.services.sources import Sources

REPORTED, NOW, WHY = "Reported then", "Known now", "Why they differ"


def status_words(held: Held | None) -> str:
    """Icon and word, a dash where there was none."""
    status = told(held)
    return "–" if status is None else label(status)


def cases_table(then: Then) -> pd.DataFrame:
    """One row per judged use case and the organisation, worst first; `id` is for links and no column of the page."""
    breached: dict[str, list[str]] = {}
    for (use_case, clause), held in then.reported.held.items():
        if clause and held.status == "non_compliant":
            breached.setdefault(use_case, []).append(clause)
    rows: list[dict[str, Any]] = []
    for name, own in then.own.items():
        known = then.reported.cases.get(name)
        rows.append({
            "id": name, "Use case": then.title(name), REPORTED: status_words(own.held), **_now(then, (name, "")),
            "Since": own.held.since, "Decided": f"{own.decided} of {own.applicable}",
            "In breach": ", ".join(sorted(breached.get(name, []))),
            "Team": (known.team if known else None) or "not set",
            "Tier": TIERS.get(known.risk_tier or "", "not set") if known else "",
            "Lifecycle": LIFECYCLES.get(known.lifecycle, known.lifecycle) if known else "",
        })  # fmt: skip
    return _worst_first(rows, "Use case")


def clauses_table(then: Then, use_case: str) -> pd.DataFrame:
    """One row per clause of a use case that applied, worst first, with what was measured."""
    titles = {clause.id: clause.title for clause in then.charter.clauses} if then.charter else {}
    rows: list[dict[str, Any]] = []
    for (name, clause), held in then.reported.findings.items():
        if name == use_case and held.status != "not_applicable":
            rows.append({
                "Clause": clause, "Title": titles.get(clause, "title not kept"), REPORTED: status_words(held),
                **_now(then, (name, clause)), "Since": held.since,
            })  # fmt: skip
    return _worst_first(rows, "Clause")


def readings_table(then: Then, readings: Sequence[Reading]) -> pd.DataFrame:
    """Where both readings differ: statuses, values, and what came since, with the ledger's entries."""
    rows = [
        (then.title(one.key[0]), one.key[1] or "own status", status_words(one.then), one.values[0],
         status_words(one.now), one.values[1], one.because, ", ".join(map(str, one.entries)))
        for one in readings
    ]  # fmt: skip
    heads = ["Use case", "Clause", REPORTED, "Value then", NOW, "Value now", WHY, "Ledger entries"]
    return pd.DataFrame(rows, columns=heads)


def load_charter_then(sources: Sources, then: Then) -> CharterPage | None:
    """The charter of then with the coverage of each clause as it was reported; None where it is no longer to be had."""
    if then.charter is None:
        return None
    counted = Counter[tuple[str, str, bool]]()
    for (use_case, clause), held in then.reported.findings.items():
        if not use_case or use_case in then.served:
            counted[clause, held.status, held.waived] += 1
    rows = [(*key, number) for key, number in counted.items()]
    counts = pd.DataFrame(rows, columns=["clause", "status", "waived", "n"])
    return charter_page(replace(sources, charter=then.charter, as_of=then.asked), counts)


def measured_table(sources: Sources, then: Then, use_case: str) -> pd.DataFrame:
    """What that assessment measured for one use case, without groups that are too small to be shown."""
    rows = queries.measurements(sources.database, use_case, then.reported.run.as_of)
    least = sources.charter.defaults.min_display
    hidden = withheld(rows, least) | ((rows["n_reference"] > 0) & (rows["n_reference"] < least))
    kept = rows[~hidden]
    table = measurement_table(kept)
    table.insert(0, "Clause", kept["clause"])
    return table


def _worst_first(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    order = [label(status) for status in SHOWN_ORDER]

    def rank(row: dict[str, Any]) -> tuple[int, str]:
        return order.index(str(row[REPORTED])), str(row[name])

    rows.sort(key=rank)
    return pd.DataFrame(rows)


def _now(then: Then, key: tuple[str, str]) -> dict[str, object]:
    if not then.both:
        return {}
    reading = then.readings.get(key)
    return {NOW: status_words(reading.now if reading else None), WHY: reading.because if reading else ""}
