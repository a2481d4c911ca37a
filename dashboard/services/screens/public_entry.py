"""The public entry of a use case as it would be published now: its record in plain words, and what was measured."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.cases_store import case_register
from dashboard.adapters.queries import fairness as query
from dashboard.domain.case_facts import CaseFacts
from dashboard.domain.counts import CROSS
from dashboard.domain.field_words import plain_words
from dashboard.domain.metrics import METRICS
from dashboard.domain.public_entry import Entry
from dashboard.domain.public_fields import FIELDS, is_shown, language_of
from dashboard.domain.public_lines import Lines, record_facts, record_lines, said
from dashboard.domain.public_phrases import Phrase, Value
from dashboard.domain.registry import UseCase
from dashboard.services.screens.kpi_people import INCIDENT, YEAR
from dashboard.services.screens.portfolio import Strip, fairness_clauses, load_portfolio
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.words import as_date
from dashboard.services.sources import Sources, read_intake
from dashboard.settings import load_settings

_MONTH = timedelta(days=31)
_VERDICTS = frozenset({"non_compliant", "waived", "watch", "not_assessed", "compliant"})
_NO_RULE = "No rule for a higher tier holds."


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows about all use cases, read once for many entries; mappings are by use case.

    Attributes:
        roles: user id to role.
        because: rule of the triage to its reason.
        incidents: how many of the last 365 days.
        complete: whether the register of incidents was stated complete within the last month.
    """

    roles: Mapping[str, str]
    because: Mapping[str, str]
    strips: Mapping[str, tuple[Strip, ...]]
    measured: Mapping[str, pd.DataFrame]
    counted: Mapping[str, Phrase]
    incidents: Mapping[str, int]
    complete: bool


def load_known(sources: Sources) -> Known:
    """Everything beside the records that public entries are made of."""
    measured = query.newest_measurements(sources.database)
    measured = measured[measured["clause"].isin(list(fairness_clauses(sources.charter)))]
    least = sources.charter.defaults.min_display
    facts = CaseFacts(datetime.combine(sources.as_of, time.max, UTC), case_register(sources.database), whole=True)
    held = [one for one in facts.of_kind(INCIDENT).cases if one.opened > facts.moment - YEAR]
    complete = facts.complete_to(INCIDENT)
    strips: dict[str, tuple[Strip, ...]] = {}
    for one in load_portfolio(sources).strips:
        strips[one.use_case] = (*strips.get(one.use_case, ()), one)
    return Known(
        roles={user.id: user.role.value for user in repository.users(sources.database)},
        because={rule.id: rule.because if rule.if_ else _NO_RULE for rule in read_intake(load_settings()).rules},
        strips=strips,
        measured=_by_use_case(measured.assign(hidden=withheld(measured, least)), "use_case_id"),
        counted=_counted(_by_use_case(query.with_counts(sources.database), "id"), least, sources.as_of),
        incidents=Counter(str(one.use_case) for one in held),
        complete=complete is not None and complete >= sources.as_of - _MONTH,
    )


def entry_of(known: Known, use_case: UseCase) -> Entry:
    """The entry with every field that is public; the others are not in it at all."""
    choice = use_case.public or {}
    rule = use_case.triage.rule if use_case.triage else None
    record = record_lines(use_case, known.roles.get(use_case.owner or ""), known.because.get(rule or ""))
    measured = {
        "fairness": _fairness(known, use_case.id),
        "not_tested": _not_tested(known, use_case),
        "incidents": _incidents(known, use_case.id),
    }
    lines = {one.id: (record | measured)[one.id] for one in FIELDS if is_shown(choice, one.id)}
    facts = record_facts(use_case)
    shown = {key: text for name in lines for key, text in facts.get(name, {}).items()}
    return Entry.of(use_case.id, language_of(choice), lines, shown)


def _fairness(known: Known, use_case: str) -> Lines:
    strips = known.strips.get(use_case, ())
    if not strips:
        return ()
    attributes = sorted({str(name) for name in known.measured[use_case]["attribute"]}, key=plain_words)
    compared, counted = Phrase("compared", {"attributes": attributes}), known.counted.get(use_case)
    return ((compared, *((counted,) if counted else ())), *(_strip(one) for one in strips if one.metric in METRICS))


def _by_use_case(frame: pd.DataFrame, column: str) -> dict[str, pd.DataFrame]:
    return {str(name): rows for name, rows in frame.groupby(column, sort=False)}


def _counted(held: Mapping[str, pd.DataFrame], least: int, as_of: date) -> dict[str, Phrase]:
    """How many decisions, and of which days; nothing where they are too few to show, or some are of a later day."""
    told = {}
    for name, rows in held.items():
        decisions = int(rows["decisions"].sum())
        first, last = as_date(rows["first_day"].min()), as_date(rows["last_day"].max())
        if decisions >= least and first is not None and last is not None and last <= as_of:
            days = {"first": str(first), "last": str(last)}
            told[name] = Phrase("counted", {"count": decisions, **days})
    return told


def _strip(one: Strip) -> tuple[Phrase, ...]:
    """The group that is furthest from equal; never the charter's line itself, which could be played to."""
    digits = one.figures.digits
    values: dict[str, Value] = {
        "metric": one.metric, "attribute": one.attribute, "group": one.group,
        **{name: f"{value:.{digits}f}" for name, value in (("value", one.value), ("low", one.low), ("high", one.high))},
        "unit": f" {one.figures.compared_unit}" if one.figures.compared_unit else "",
        "equal": f"{METRICS[one.metric].ideal:.0f}",
        "count": one.n,
    }  # fmt: skip
    measured = Phrase("strip", {**values, "reference": one.reference}) if one.reference else Phrase("strip_all", values)
    return (measured, *((Phrase(one.status),) if one.status in _VERDICTS else ()))


def _not_tested(known: Known, use_case: UseCase) -> Lines:
    """Attributes that nobody collects, those not compared yet, and how many groups were too small."""
    held = use_case.protected_attributes or {}
    rows = known.measured.get(use_case.id)
    compared = set() if rows is None else {part for name in rows["attribute"] for part in str(name).split(CROSS)}
    absent = sorted((name for name, state in held.items() if state != "collected"), key=plain_words)
    open_yet = sorted(
        (name for name, state in held.items() if state == "collected" and name not in compared), key=plain_words
    )
    small = () if rows is None else rows[rows["hidden"] | rows["value"].isna()].drop_duplicates(["attribute", "group"])
    lines = [said("not_collected", attributes=absent)] if absent else []
    lines += [said("not_compared", attributes=open_yet)] if open_yet else []
    lines += [said("too_small", count=len(small))] if len(small) else []
    return tuple(lines)


def _incidents(known: Known, use_case: str) -> Lines:
    """Nothing where nobody keeps a register: no incident on record is then no sign of none."""
    held = known.incidents.get(use_case, 0)
    if not held and not known.complete:
        return ()
    told = said("incidents", count=held)
    return (told,) if known.complete else (told, said("incomplete"))
