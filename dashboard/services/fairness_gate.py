"""One file of decisions held against the fairness clauses of a charter, with no registration: the pages' evaluator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import pandas as pd

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.paths import readable_path
from dashboard.adapters.table_reader import read_table
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.charter_walk import checks_of
from dashboard.domain.checks import AllOf, AnyOf, FairnessCheck
from dashboard.domain.counts import COUNTS, NOT_RECORDED
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.findings import assess
from dashboard.domain.intersections import cross
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.verdict_rows import finding_records
from dashboard.errors import CannotAssess, InputRejected, NotFound, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.audit_subjects import sums_by_group
from dashboard.services.check import CheckResult
from dashboard.services.check_places import Place, in_repository
from dashboard.services.facts import facts_of
from dashboard.services.file_counts import PERIOD, STRATUM, joint_counts
from dashboard.settings import load_settings


@dataclass(frozen=True, slots=True)
class JudgeFile:
    """A file and how to read it, the charter, and the clauses that count (all about fairness where none is named).

    `as_of` ends the clauses' windows: by default the newest day of the file, or today where it has no dates.
    """

    request: AuditRequest
    charter: Path
    clauses: tuple[str, ...] = ()
    as_of: date | None = None


def judge_file(asked: JudgeFile) -> CheckResult:
    """Findings about the file; only its own attributes are asked for, and whether a clause applies is not asked.

    Raises:
        CharterInvalid, DecisionLogInvalid, PathRefused: the charter or the file cannot be read.
        InputRejected: decisions without a date, where a column of dates is named.
        CannotAssess, NotFound: the charter holds no such clause about fairness.
    """
    charter = _about_fairness(load_charter(asked.charter), asked)
    counts, people = _counts(asked.request)
    as_of = asked.as_of or (_newest(counts) if asked.request.time else datetime.now(UTC).date())
    facts = _facts(charter, asked.request, (counts, people), as_of)
    found = finding_records(assess(charter, facts, as_of), facts, Terms.of(charter, as_of), only=facts.use_cases.ids[0])
    place = Place(in_repository(Path(asked.request.path)), 1)
    return CheckResult(charter, as_of, tuple(found), None, lambda _: place)


def _about_fairness(charter: Charter, asked: JudgeFile) -> Charter:
    found = [clause for clause in charter.clauses if _is_fairness(charter, clause)]
    if not found:
        raise CannotAssess(f"{asked.charter.name} holds no clause that a file of decisions could decide.")
    names = [clause.id for clause in found]
    absent = [name for name in asked.clauses if name not in names]
    if absent:
        raise NotFound(
            f"There is no clause {absent[0]!r} about fairness in {asked.charter.name}; there are {', '.join(names)}."
        )
    chosen = [clause.model_copy(update={"applies_to": None}) for clause in found
              if clause.id in (asked.clauses or names)]  # fmt: skip
    return charter.model_copy(update={"clauses": chosen, "protected_attributes": list(asked.request.attributes)})


def _is_fairness(charter: Charter, clause: Clause) -> bool:
    leaves = [placed.check for placed in checks_of(charter) if placed.clause is clause
              and not isinstance(placed.check, AllOf | AnyOf)]  # fmt: skip
    return all(isinstance(check, FairnessCheck) for check in leaves)


def _counts(request: AuditRequest) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Joint counts by day, and by month the sums over subjects: None where no column names them."""
    path = readable_path(request.path, [Path(Path.cwd().anchor)], max_mb=load_settings().max_upload_mb)
    daily = replace(request, period="day")
    table = read_table(path, daily.columns, names=daily.header or None)
    counts = joint_counts(table, daily)
    undated = int(counts.loc[counts[PERIOD] == NOT_RECORDED, ["n", "undecided"]].to_numpy().sum())
    if undated or counts.empty:
        found = f"{undated:,} decisions without a date" if undated else "no decisions"
        raise InputRejected(
            f"{path.name} cannot be held against a charter.",
            [Problem(request.time or "rows", found, "decisions, each with its day: a clause looks back over a window")],
        )
    return counts, sums_by_group(table, replace(request, period="month", intersect=True))


def _newest(counts: pd.DataFrame) -> date:
    return pd.to_datetime(counts[PERIOD]).max().date()


def _facts(
    charter: Charter, request: AuditRequest, counted: tuple[pd.DataFrame, pd.DataFrame | None], as_of: date
) -> Facts:
    counts, people = counted
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", Path(request.path).stem).strip("-._")[:60] or "file"
    metric = request.metrics[0] if len(request.metrics) == 1 else None
    record = UseCase(
        id=name,
        title=name,
        lifecycle="live",
        decides_about_people=True,
        protected_attributes=dict.fromkeys(request.attributes, "collected"),
        strata=[request.within] if request.within else [],
        fairness_metric=metric,
    )
    dated = _dated(counts, request, as_of)
    windows = DecisionWindows(
        _level(dated, [(one,) for one in request.attributes], ["day"], name),
        _level(dated, _pairs(request.attributes), ["month", STRATUM], name).rename(columns={STRATUM: "stratum"}),
        subjects=None if people is None else _dated(people, request, as_of).assign(use_case=name),
    )
    return facts_of(Registry(use_cases=[record]), charter, as_of, windows)


def _dated(frame: pd.DataFrame, request: AuditRequest, as_of: date) -> pd.DataFrame:
    """The frame with day and month; where the file has no dates, those of `as_of`."""
    days = pd.to_datetime(frame[PERIOD] if request.time else pd.Series([as_of.isoformat()] * len(frame)))
    return frame.assign(day=days.to_numpy(), month=days.dt.to_period("M").dt.to_timestamp().to_numpy())


def _pairs(attributes: Sequence[str]) -> list[tuple[str, ...]]:
    return [*((one,) for one in attributes), *combinations(attributes, 2)]


def _level(dated: pd.DataFrame, views: Sequence[tuple[str, ...]], keep: list[str], name: str) -> pd.DataFrame:
    frame = pd.concat([cross(dated, view, keep=keep) for view in views], ignore_index=True)
    return frame.assign(use_case=name).astype(dict.fromkeys(COUNTS, "int64"))
