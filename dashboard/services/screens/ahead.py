"""Coming up: what lapses or starts to apply in the next ninety days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.queries import ahead as queries
from dashboard.domain.durations import Duration
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.lapses import longest_lives
from dashboard.domain.wording import named, plural
from dashboard.services.screens.training_ahead import training_lapses
from dashboard.services.sources import Sources

HORIZON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One date: when, which kind of thing, what, with whom; use case '' is the organisation or a law."""

    when: date
    kind: str
    what: str
    with_whom: str
    use_case: str = ""


def load_ahead(sources: Sources) -> tuple[Ahead, ...]:
    """Everything dated within ninety days after `as_of`, soonest first."""
    first, last = sources.as_of, sources.as_of + HORIZON
    evidence_ages, sign_off_ages = longest_lives(sources.charter)
    found = [
        *_evidence(queries.evidence(sources.database), evidence_ages),
        *_reviews(queries.sign_offs(sources.database), sign_off_ages),
        *_waivers(queries.waivers(sources.database, first=first, last=last)),
        *_laws(sources.frameworks),
        *_training(sources, last),
    ]
    return tuple(sorted((one for one in found if first <= one.when <= last), key=lambda one: (one.when, one.what)))


def next_reviews(sources: Sources) -> dict[str, date]:
    """Use case to the day its soonest statement runs out, also where that day is past."""
    _, ages = longest_lives(sources.charter)
    found: dict[str, date] = {}
    for one in _reviews(queries.sign_offs(sources.database), ages):
        found[one.use_case] = min(one.when, found.get(one.use_case, one.when))
    return found


def _evidence(rows: pd.DataFrame, ages: Mapping[str, Duration]) -> Iterator[Ahead]:
    newest: dict[tuple[str, str], tuple[date, dict[Any, Any]]] = {}
    for row in rows.to_dict("records"):
        lapse = _lapse(row, ages)
        key = (_text(row["use_case_id"]), str(row["type"]))
        if lapse and (key not in newest or lapse > newest[key][0]):
            newest[key] = (lapse, row)
    for (use_case, kind), (lapse, row) in newest.items():
        yield Ahead(lapse, "Evidence", f"{named(kind)} · {_text(row['title']) or 'Organisation'}", _team(row), use_case)


def _lapse(row: Mapping[Any, Any], ages: Mapping[str, Duration]) -> date | None:
    dated, age = row["effective"], ages.get(str(row["type"]))
    by_age = age.after(dated) if age is not None and isinstance(dated, date) else None
    ends = [day for day in (by_age, row["expires"]) if isinstance(day, date)]
    return min(ends, default=None)


def _reviews(rows: pd.DataFrame, ages: Mapping[str, Mapping[str, Duration]]) -> Iterator[Ahead]:
    if rows.empty:
        return
    newest = rows.sort_values("signed").groupby(["use_case_id", "kind"]).tail(1)
    for row in newest.to_dict("records"):
        lives = ages.get(str(row["kind"]), {})
        age = lives.get(_text(row["risk_tier"])) or lives.get("")
        if age is not None:
            what = f"{named(str(row['kind']))} · {row['title']}"
            yield Ahead(age.after(row["signed"]), "Review", what, _team(row), str(row["use_case_id"]))


def _waivers(rows: pd.DataFrame) -> Iterator[Ahead]:
    for row in rows.to_dict("records"):
        what = f"{row['clause']} · {row['title']}"
        yield Ahead(row["until"], "Waiver", what, _team(row), str(row["use_case_id"]))


def _laws(frameworks: Frameworks | None) -> Iterator[Ahead]:
    for legal in frameworks.dates if frameworks else ():
        yield Ahead(legal.date, "Law", legal.title, "Legal")


def _training(sources: Sources, last: date) -> Iterator[Ahead]:
    least = sources.charter.defaults.min_display
    for when, course, team, many in training_lapses(sources, last):
        whom = plural(many, "person", "people") if many >= least else f"fewer than {least} people"
        yield Ahead(when, "Training", f"{course} · {whom}", team or "no team named")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _team(row: Mapping[Any, Any]) -> str:
    return _text(row.get("team")) or "no team named"
