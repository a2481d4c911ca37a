"""The heat map: use case × principle, the organisation first, then the worst use case first."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.charter import Charter
from dashboard.domain.wording import SHOWN_ORDER, label, listed, plural

ORGANISATION = "Organisation as a whole"
SHOWN_ROWS = 30
_RANK = {status: rank for rank, status in enumerate(SHOWN_ORDER)}
_NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One use case (id '' is the organisation) and its shown status under each principle, in order."""

    use_case: str
    title: str
    cells: tuple[str, ...]

    @property
    def severity(self) -> tuple[int, ...]:
        """Sorts the worst first: number of cells per status, from breach to met."""
        return tuple(-self.cells.count(status) for status in SHOWN_ORDER)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Principles (id, title), every row with the organisation first, and what stands out, as a sentence."""

    principles: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    headline: str

    @property
    def shown(self) -> tuple[HeatRow, ...]:
        """The rows that a picture can hold: the organisation and the worst ones."""
        return self.rows[: SHOWN_ROWS + 1]


def heat_map(findings: pd.DataFrame, titles: dict[str, str], charter: Charter) -> HeatMap:
    """The worst shown status per use case and principle; a principle without findings does not apply."""
    principles = tuple((key, principle.title) for key, principle in charter.principles.items())
    worst = _worst_cells(findings)
    rows = [_row(use_case, title, principles, worst) for use_case, title in titles.items()]
    rows.sort(key=lambda row: (row.severity, row.title))
    own = [_row("", ORGANISATION, principles, worst)] if any(key[0] == "" for key in worst) else []
    return HeatMap(principles, (*own, *rows), _headline(rows, principles))


def _worst_cells(findings: pd.DataFrame) -> dict[tuple[str, str], str]:
    shown = findings["status"].where(findings["reason_code"] != "waived", "waived")
    ranked = findings.assign(rank=shown.map(_RANK).fillna(_RANK["not_assessed"]))
    worst = ranked.groupby(["use_case_id", "principle"])["rank"].min()
    return {(str(key[0]), str(key[1])): SHOWN_ORDER[int(rank)] for key, rank in worst.items()}  # type: ignore[index]


def _row(
    use_case: str, title: str, principles: Sequence[tuple[str, str]], worst: dict[tuple[str, str], str]
) -> HeatRow:
    return HeatRow(use_case, title, tuple(worst.get((use_case, key), _NOT_APPLICABLE) for key, _ in principles))


def _headline(rows: Sequence[HeatRow], principles: Sequence[tuple[str, str]]) -> str:
    columns = {title: [row.cells[at] for row in rows] for at, (_, title) in enumerate(principles)}
    if not rows or not columns:
        return "No use case in service to show"
    title, cells = min(columns.items(), key=lambda item: tuple(-item[1].count(status) for status in SHOWN_ORDER))
    breaches, watched = cells.count("non_compliant"), cells.count("watch")
    unknown, applicable = cells.count("not_assessed"), len(cells) - cells.count(_NOT_APPLICABLE)
    if not breaches + watched + unknown:
        return f"Every principle is met in all {len(rows):,} use cases in service"
    counts = ((breaches, plural(breaches, "breach", "breaches")), (watched, f"{watched:,} on watch"))
    open_parts = [words for count, words in (*counts, (unknown, f"{unknown:,} not assessed")) if count]
    return f"{title} is where most is open: {listed(open_parts)}, of {plural(applicable, 'use case')}"


def heat_table(heat: HeatMap) -> pd.DataFrame:
    """Every row of the heat map as words, for the table and its download."""
    names = [title for _, title in heat.principles]
    cells = [[row.title, *(label(cell) for cell in row.cells)] for row in heat.rows]
    return pd.DataFrame(cells, columns=["Use case", *names])
