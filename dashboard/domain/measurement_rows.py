"""The fairness comparisons of an assessment as the rows that trends are read from."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from dashboard.domain.fairness_findings import Measurements
from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.outcomes import Outcome

Row = dict[str, Any]
_MEASURED = ("metric", "group", "reference", "undefined", "verdict")


def measurement_rows(assessment: Assessment) -> Iterator[Row]:
    """One row per comparison, in the order of clauses, inside combinations too."""
    findings = assessment.use_cases
    for clause, outcome in zip(findings.clauses, findings.outcomes, strict=True):
        for leaf in _leaves(outcome):
            if isinstance(leaf.behind, Measurements):
                yield from _measured(leaf.behind, findings, clause.id, assessment.judged)


def _leaves(outcome: Outcome) -> Iterator[Outcome]:
    if not outcome.parts:
        yield outcome
    for part in outcome.parts:
        yield from _leaves(part)


def _measured(found: Measurements, findings: Findings, clause: str, judged: Any) -> Iterator[Row]:
    made = found.made
    for index, row in enumerate(made.row):
        if judged[row]:
            numbers = {name: _number(made.numbers[name][index]) for name in ("value", "low", "high")}
            counts = {name: int(made.numbers[name][index]) for name in ("n", "n_reference")}
            texts = {name: made.texts[name][index] for name in _MEASURED}
            attribute = found.plan.attributes[made.cell[index]]
            where = {"use_case_id": findings.ids[row], "clause": clause, "worst": bool(found.worst[index])}
            told = _chances(made.numbers, index)
            yield {**where, **texts, **numbers, **counts, **told, "attribute": attribute, "group": texts["group"] or ""}


def _chances(numbers: Mapping[str, Any], index: int) -> Row:
    """How surprising a comparison is alone and among all, where the charter corrects for them and it was judged."""
    if "adjusted" not in numbers or np.isnan(numbers["adjusted"][index]):
        return {"p": None, "adjusted": None, "compared": None}
    return {
        "p": float(numbers["p"][index]), "adjusted": float(numbers["adjusted"][index]),
        "compared": int(numbers["compared"][index]),
    }  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
