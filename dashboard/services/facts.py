"""Gathers facts from a registry and counts, and counts the logs that a registry file names."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from dashboard.adapters.paths import readable_path
from dashboard.domain.cases import CaseRegister
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.counts import COUNTS, JOINT_KEYS, SINGLE_KEYS, SUBJECT_KEYS
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.facts import Facts, build_facts, existing
from dashboard.domain.findings import assess
from dashboard.domain.registry import LogPath, Registry, UseCase
from dashboard.domain.repeated_subjects import SUBJECT_SUMS
from dashboard.domain.roster import Roster
from dashboard.domain.statuses import Status
from dashboard.settings import Settings


def file_windows(registry: Registry, folder: Path, settings: Settings) -> DecisionWindows:
    """The decision logs that a registry file names, reduced to counts without a database.

    Args:
        registry: whose `logs.decisions` name files, relative to `folder`.
        folder: where the registry file lies; logs may lie below it or in the folders that the settings allow.
        settings: sizes and folders.
    """
    reduced = [_reduced(log, folder, settings) for log in registry.logs.decisions]
    return DecisionWindows(
        _together([single for single, _, _ in reduced], SINGLE_KEYS),
        _together([joint for _, joint, _ in reduced], JOINT_KEYS),
        subjects=_together([people for _, _, people in reduced], SUBJECT_KEYS, SUBJECT_SUMS),
    )


def facts_of(  # noqa: PLR0913  # one argument for each kind of proof
    registry: Registry,
    charter: Charter,
    as_of: date,
    windows: DecisionWindows,
    roster: Roster | None = None,
    *,
    cases: CaseRegister | None = None,
    now: datetime | None = None,
) -> Facts:
    """Facts of a registry at a date; `roster` is None where no staff was ever read, `cases` where no register was."""
    ids = [case.id for case in existing(registry, as_of)]
    rates = None if windows.interactions is None else windows.interactions.facts(ids, as_of)
    counted = windows.facts(charter, ids, as_of)
    return build_facts(registry, as_of, counted, roster, rates, cases=cases, now=now)


def clauses_that_apply(charter: Charter, use_case: UseCase, as_of: date) -> tuple[Clause, ...]:
    """The clauses that hold for one record at a date; those of which nobody can say whether they apply are among them.

    Its lifecycle counts as live, so that what applies in service is known before it goes there.
    """
    serving = use_case.model_copy(update={"lifecycle": "live", "registered_at": None, "go_live": None})
    found = assess(charter, build_facts(Registry(use_cases=[serving]), as_of), as_of).use_cases
    return tuple(
        clause for row, clause in enumerate(found.clauses) if found.says(row, 0)[0] is not Status.NOT_APPLICABLE
    )


def _reduced(log: LogPath, folder: Path, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    from dashboard.adapters.file_counts import count_log  # noqa: PLC0415  # takes a second; many files name no logs

    allowed = [folder, *settings.read_from]
    path = _inside(log.path, folder, allowed, settings)
    mapping = None if log.mapping is None else _inside(log.mapping, folder, allowed, settings)
    return count_log(path, mapping, use_case=log.use_case)


def _inside(given: str, folder: Path, allowed: Sequence[Path], settings: Settings) -> Path:
    """A path relative to the registry file, refused like any path that a person names."""
    plain = Path(given)
    named = (
        plain
        if plain.is_absolute() or ":" in given.split("/", maxsplit=1)[0] or given.startswith("//")
        else folder / plain
    )
    return readable_path(given if named == plain else named, allowed, max_mb=settings.max_upload_mb)


def _together(frames: Sequence[pd.DataFrame], keys: Sequence[str], values: Sequence[str] = COUNTS) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame(columns=[*keys, *values]).astype(dict.fromkeys(values, "int64"))
    return pd.concat(frames, ignore_index=True)
