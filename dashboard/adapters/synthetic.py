"""Synthetic decisions for the demonstration: deterministic, drawn with numpy and written as Parquet in our columns.

The same story, days and versions always give the same decisions on the same day of seeding: the seed of each
month is made of the use case's id and the number of months before the last one.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.synthetic_features import draw_features
from dashboard.adapters.synthetic_prices import COLUMN, draw_amounts
from dashboard.domain.stories import Shares, Shift, Story

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
DAY = 86_400
Version = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Period:
    """The days that decisions fall on: first to last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Draw:
    """One month of people: a code per attribute and stratum, the day counted from the month's first, the version.

    `who` numbers people where they come again, else it is None.
    """

    codes: dict[str, Ints]
    names: dict[str, list[str]]
    day: Ints
    version: Ints
    who: Ints | None = None

    def where(self, conditions: dict[str, str]) -> Flags:
        """Which people belong to all the named groups."""
        held = np.ones(len(self.day), dtype=bool)
        for name, group in conditions.items():
            held &= self.codes[name] == self.names[name].index(group)
        return held


def write_decisions(path: Path, use_case: str, story: Story, *, period: Period, versions: Sequence[Version]) -> int:
    """Write the log of one use case; return how many decisions it holds."""
    last = min(period.last, story.ends) if story.ends else period.last
    months = _months(Period(period.first, last))
    tables = [_month(use_case, story, month, last=period.last, versions=versions) for month in months]
    table = pa.concat_tables(tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")
    return int(table.num_rows)


def _months(period: Period) -> Iterator[Period]:
    """Thirty-day months counted back from the last day, oldest first."""
    total = max((period.last - period.first).days + 1, 0)
    edges = range(total // 30, -1, -1)
    for back in edges:
        last = period.last - timedelta(days=30 * back)
        first = max(period.first, last - timedelta(days=29))
        if first <= last:
            yield Period(first, last)


def _month(use_case: str, story: Story, month: Period, *, last: date, versions: Sequence[Version]) -> pa.Table:
    age = (last - month.last).days // 30
    rng = np.random.default_rng([zlib.crc32(use_case.encode()), age])
    days = (month.last - month.first).days + 1
    expected = story.per_month * days / 30 * (1 + story.growth * max(1 - age / 24, 0)) / (1 + story.growth)
    draw = _people(rng, story, month, n=int(rng.poisson(expected)), versions=versions)
    selected, label, score = _outcomes(rng, story, draw, month, versions)
    delay = story.labels.delay_days if story.labels else 0
    known = (last - month.first).days - draw.day >= delay
    amount = None
    if story.amounts is not None:
        shift = _shifted(story.amounts.shifts, draw, month, versions)
        amount = draw_amounts(story.amounts, shift, selected, seed=[zlib.crc32(use_case.encode()), age, 1])
    features: dict[str, Any] = {}
    if story.features:
        language = np.array(draw.names["language"])[draw.codes["language"]]
        features = draw_features(score, language, seed=[zlib.crc32(use_case.encode()), age, 2])
    drawn = _Drawn(draw, selected, label, known, score, versions, amount, features)
    return _table(use_case, story, month, drawn, rng)


def _people(rng: np.random.Generator, story: Story, month: Period, *, n: int, versions: Sequence[Version]) -> Draw:
    day = np.sort(rng.integers(0, (month.last - month.first).days + 1, n))
    codes = {name: _choose(rng, shares, n) for name, shares in story.attributes.items()}
    names = {name: list(shares) for name, shares in (story.attributes | story.strata).items()}
    for name, shares in story.strata.items():
        codes[name] = _choose(rng, shares, n)
        for skew in story.skew:
            ((attribute, group),) = skew["where"].items()
            held = codes[attribute] == names[attribute].index(group)
            codes[name][held] = _choose(rng, skew[name], int(held.sum()))
    who = None
    if story.subjects is not None and n:
        who = rng.integers(0, max(round(n / story.subjects.per_month), 1), n)
        codes = {name: values[who] for name, values in codes.items()}
    starts = np.array([(start - month.first).days for start, _ in versions])
    return Draw(codes, names, day, np.maximum(np.searchsorted(starts, day, side="right") - 1, 0), who)


def _choose(rng: np.random.Generator, shares: Shares, n: int) -> Ints:
    limits = np.cumsum(list(shares.values()))
    return np.minimum(np.searchsorted(limits / limits[-1], rng.random(n), side="right"), len(limits) - 1)


def _outcomes(
    rng: np.random.Generator, story: Story, draw: Draw, month: Period, versions: Sequence[Version]
) -> tuple[Flags, Flags, Floats]:
    """Decision, actual outcome and score of each person."""
    n = len(draw.day)
    shift = _shifted(story.shifts, draw, month, versions)
    label: Flags = np.zeros(n, dtype=bool)
    chance = np.full(n, story.rate)
    if story.labels is not None:
        label = rng.random(n) < story.labels.base_rate
        chance = np.where(label, story.labels.true_positive_rate, story.labels.false_positive_rate)
    selected = _alike(rng, story, draw, rng.random(n) < np.clip(chance + shift, 0.005, 0.995))
    score = np.where(selected, 0.5 + rng.beta(2, 2, n) / 2, rng.beta(2, 2, n) / 2)
    return selected, label, np.round(score, 3).astype(np.float64)


def _shifted(parts: Sequence[Shift], draw: Draw, month: Period, versions: Sequence[Version]) -> Floats:
    """What is added for each person."""
    shift = np.zeros(len(draw.day))
    for part in parts:
        shift += part.by * draw.where(part.where) * _strength(part, draw, month, versions)
    return shift


def _alike(rng: np.random.Generator, story: Story, draw: Draw, selected: Flags) -> Flags:
    """Decisions about people who come again: a share of them is what the first about that person was."""
    if story.subjects is None or draw.who is None:
        return selected
    _, first, person = np.unique(draw.who, return_index=True, return_inverse=True)
    return np.where(rng.random(len(selected)) < story.subjects.alike, selected[first[person]], selected)


def _strength(part: Shift, draw: Draw, month: Period, versions: Sequence[Version]) -> Floats:
    """How much of a shift holds for each person: none before its start, all from its end, growing between if a ramp."""
    strength = np.ones(len(draw.day))
    if part.start is not None:
        since = draw.day + (month.first - part.start).days
        length = (part.until - part.start).days if part.ramp and part.until else 0
        strength = np.clip(since / length, 0, 1) if length else (since >= 0).astype(float)
    if part.until is not None and not part.ramp:
        strength = strength * (draw.day + (month.first - part.until).days < 0)
    if part.model is not None:
        held = np.array([version == part.model for _, version in versions])
        strength = strength * held[draw.version]
    return strength


@dataclass(frozen=True, slots=True)
class _Drawn:
    draw: Draw
    selected: Flags
    label: Flags
    known: Flags
    score: Floats
    versions: Sequence[Version]
    amount: pa.Array | None = None
    features: dict[str, Any] = field(default_factory=dict)


def _table(use_case: str, story: Story, month: Period, drawn: _Drawn, rng: np.random.Generator) -> pa.Table:
    n = len(drawn.draw.day)
    midnight = int(datetime.combine(month.first, datetime.min.time(), UTC).timestamp())
    seconds = midnight + drawn.draw.day * DAY + rng.integers(7 * 3600, 21 * 3600, n)
    columns: dict[str, Any] = {
        "decision_id": _ids(use_case, month, n),
        "decided_at": pa.array(seconds * 1_000_000, pa.timestamp("us", tz="UTC")),
        "model_version": _words(drawn.draw.version, [version for _, version in drawn.versions]),
        "selected": pa.array(drawn.selected),
    }
    if story.labels is not None:
        columns["label"] = pa.array(drawn.label, mask=~drawn.known)
    if story.scores:
        columns["score"] = pa.array(drawn.score)
    if drawn.amount is not None:
        columns[COLUMN] = drawn.amount
    if drawn.draw.who is not None:
        people = [f"{use_case}-{month.first:%Y%m}-{number}" for number in drawn.draw.who]
        columns["subject"] = pa.array(people, pa.string())
    for name, codes in drawn.draw.codes.items():
        protected = name in story.attributes
        missing = rng.random(n) < story.not_recorded if protected else None
        columns[f"{'a' if protected else 's'}_{name}"] = _words(codes, drawn.draw.names[name], missing=missing)
    return pa.table(columns | drawn.features)


def _ids(use_case: str, month: Period, n: int) -> pa.Array:
    prefix = f"{use_case}-{month.first:%Y%m%d}-"
    return pa.array([f"{prefix}{number}" for number in range(n)], pa.string())


def _words(codes: Ints, words: list[str], *, missing: Flags | None = None) -> pa.Array:
    indices = pa.array(codes, pa.int32(), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string())).cast(pa.string())
