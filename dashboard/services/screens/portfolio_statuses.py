"""How many use cases stand where: the counts behind the headline, the bar and the months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.wording import SHOWN_ORDER, day, plural, shown_status

COUNTED: tuple[str, ...] = tuple(status for status in SHOWN_ORDER if status != "not_applicable")


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """Use cases in service by shown status (waived apart from watch); they add up to `in_service`."""

    counts: dict[str, int]
    in_service: int
    inventoried: int
    elsewhere: int

    @property
    def ordered(self) -> tuple[tuple[str, int], ...]:
        """Status and count, worst first."""
        return tuple(self.counts.items())

    @property
    def breaches(self) -> int:
        """Use cases with at least one unwaived breach."""
        return self.counts.get("non_compliant", 0)


@dataclass(frozen=True, slots=True)
class Month:
    """The portfolio at the newest assessment of a month."""

    first_day: date
    as_of: date
    counts: tuple[tuple[str, int], ...]
    in_service: int

    def __getitem__(self, status: str) -> int:
        return dict(self.counts)[status]


def count_statuses(statuses: pd.DataFrame, lifecycles: dict[str, int]) -> StatusCounts:
    """Count shown statuses; a use case in service without a status yet is not assessed."""
    shown = [
        shown_status(status, waived=bool(waived) and status == "watch") if isinstance(status, str) else "not_assessed"
        for status, waived in zip(statuses["status"], statuses["waived"], strict=True)
    ]
    counts = {status: shown.count(status) for status in COUNTED}
    counts["compliant"] += shown.count("not_applicable")
    inventoried = lifecycles.get("inventoried", 0)
    elsewhere = sum(lifecycles.values()) - inventoried - len(statuses)
    return StatusCounts(counts, len(statuses), inventoried, elsewhere)


def months(assessments: pd.DataFrame, *, keep: int = 24) -> tuple[Month, ...]:
    """The newest assessment of each of the last `keep` months that has one, oldest first."""
    if assessments.empty:
        return ()
    days = pd.to_datetime(assessments["as_of"])
    newest = assessments.assign(month=days.dt.to_period("M")).groupby("month").tail(1).tail(keep)
    return tuple(_month(row) for row in newest.to_dict("records"))


def _month(row: Mapping[Any, Any]) -> Month:
    counts = {status: int(str(row[status])) for status in COUNTED}
    counts["watch"] -= counts["waived"]  # an assessment counts waived ones among those on watch
    as_of = row["as_of"]
    if not isinstance(as_of, date):
        raise TypeError("as_of is a date")
    return Month(as_of.replace(day=1), as_of, tuple(counts.items()), int(str(row["in_service"])))


def headline(now: StatusCounts, *, before: int | None, since: date | None) -> str:
    """The answer of Today in one sentence of at most about 75 characters."""
    if now.in_service == 0:
        return "No use case is in service yet"
    if now.counts["not_assessed"] == now.in_service:
        return f"None of {plural(now.in_service, 'use case')} in service is assessed yet"
    if now.breaches == 0:
        start = f"None of {plural(now.in_service, 'use case')} in service breaches the charter"
    else:
        verb = "breaches" if now.breaches == 1 else "breach"
        start = f"{now.breaches:,} of {plural(now.in_service, 'use case')} in service {verb} the charter"
    return start + _change(now.breaches, before, since)


def _change(now: int, before: int | None, since: date | None) -> str:
    if before is None or since is None:
        return ""
    difference = now - before
    if difference == 0:
        return f", as on {day(since)}"
    return f", {abs(difference):,} {'more' if difference > 0 else 'fewer'} than on {day(since)}"


def months_headline(shown: tuple[Month, ...]) -> str:
    """What the months say, as a sentence."""
    if not shown:
        return "No assessment yet"
    first, last = shown[0], shown[-1]
    was, now = first["non_compliant"], last["non_compliant"]
    moved = "stayed at" if was == now else "rose from" if now > was else "fell from"
    breaches = f"Breaches {moved} {now}" if was == now else f"Breaches {moved} {was} to {now}"
    if first.in_service == last.in_service:
        return f"{breaches} among {last.in_service} use cases"
    grew = "grew" if last.in_service > first.in_service else "shrank"
    return f"{breaches} while the portfolio {grew} from {first.in_service} to {last.in_service}"


def months_table(shown: tuple[Month, ...], words: dict[str, str]) -> pd.DataFrame:
    """One row a month: the day of its assessment, use cases per status, in service."""
    rows = [(month.as_of, *(month[status] for status in COUNTED), month.in_service) for month in shown]
    return pd.DataFrame(rows, columns=["Assessed", *(words[status] for status in COUNTED), "In service"])
