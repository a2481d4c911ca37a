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
from dashboard.domain.public_fields import FIELDS, is_shown, language_of, own_count
from dashboard.domain.public_lines import record_facts, record_lines
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import day, listed, plural, sentence_case
from dashboard.services.screens.kpi_people import INCIDENT, YEAR
from dashboard.services.screens.portfolio import Strip, fairness_clauses, load_portfolio
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.words import as_date, decimal
from dashboard.services.sources import Sources, read_intake
from dashboard.settings import load_settings

_MONTH = timedelta(days=31)
_NO_RULE = "No rule for a higher tier holds."
_VERDICTS = {
    "non_compliant": "This is more than our own charter allows.",
    "waived": "This is more than our own charter allows; it is allowed for a limited time.",
    "watch": "This may be more than our own charter allows; it is not proven.",
    "not_assessed": "Whether our own charter allows this is not decided yet.",
    "compliant": "Our own charter allows this.",
}


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
    counted: Mapping[str, str]
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
    own = {name: own_count(choice, name, len(text)) for name, text in lines.items()}
    return Entry(use_case.id, language_of(choice), lines, shown, own)


def _fairness(known: Known, use_case: str) -> tuple[str, ...]:
    strips = known.strips.get(use_case, ())
    if not strips:
        return ()
    tested = listed(sorted({plain_words(str(name)) for name in known.measured[use_case]["attribute"]}))
    counted = known.counted.get(use_case, "")
    return (f"Compared by {tested}. {counted}".strip(), *(_strip(one) for one in strips))


def _by_use_case(frame: pd.DataFrame, column: str) -> dict[str, pd.DataFrame]:
    return {str(name): rows for name, rows in frame.groupby(column, sort=False)}


def _counted(held: Mapping[str, pd.DataFrame], least: int, as_of: date) -> dict[str, str]:
    """How many decisions, and of which days; nothing where they are too few to show, or some are of a later day."""
    said = {}
    for name, rows in held.items():
        decisions = int(rows["decisions"].sum())
        first, last = as_date(rows["first_day"].min()), as_date(rows["last_day"].max())
        if decisions >= least and (last is None or last <= as_of):
            said[name] = f"Counted: {plural(decisions, 'decision')}, {day(first)} to {day(last)}."
    return said


def _strip(one: Strip) -> str:
    """The group that is furthest from equal; never the charter's line itself, which could be played to."""
    metric = METRICS.get(one.metric)
    equal = "" if metric is None else f" (equal is {decimal(metric.ideal, 0)})"
    name = metric.plain if metric is not None else plain_words(one.metric)
    against = f"against {one.reference}" if one.reference else "over all groups"
    return (
        f"{name}, by {plain_words(one.attribute)}: {one.group} {against} "
        f"{one.figures.told(one.value)}, 95 % interval "
        f"{one.figures.span(one.low, one.high)}{equal}, {plural(one.n, 'decision')} about this group. "
        f"{_VERDICTS.get(one.status, '')}"
    ).strip()


def _not_tested(known: Known, use_case: UseCase) -> tuple[str, ...]:
    """Attributes that nobody collects, those not compared yet, and how many groups were too small."""
    said = use_case.protected_attributes or {}
    rows = known.measured.get(use_case.id)
    compared = set() if rows is None else {part for name in rows["attribute"] for part in str(name).split(CROSS)}
    absent = sorted(plain_words(name) for name, state in said.items() if state != "collected")
    open_yet = sorted(plain_words(name) for name, state in said.items()
                      if state == "collected" and name not in compared)  # fmt: skip
    small = () if rows is None else rows[rows["hidden"] | rows["value"].isna()].drop_duplicates(["attribute", "group"])
    lines = [f"Not collected: {listed(absent)}."] if absent else []
    lines += [f"Collected, not compared yet: {listed(open_yet)}."] if open_yet else []
    lines += [f"Too small to compare or to show: {plural(len(small), 'group')}."] if len(small) else []
    return tuple(lines)


def _incidents(known: Known, use_case: str) -> tuple[str, ...]:
    """Nothing where nobody keeps a register: no incident on record is then no sign of none."""
    held = known.incidents.get(use_case, 0)
    if not held and not known.complete:
        return ()
    said = sentence_case(f"{plural(held, 'incident')} recorded.")
    return (said,) if known.complete else (said, "Nobody has stated that this count is complete.")
