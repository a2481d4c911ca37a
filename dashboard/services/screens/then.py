"""A past day as the pages show it: as it was reported, and beside it, where somebody asks, as it is known now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.adapters.queries import today as queries
from dashboard.domain.charter import Charter
from dashboard.domain.reported import Held, Key, OwnThen
from dashboard.domain.wording import day, plural
from dashboard.errors import CannotAssess
from dashboard.services.known_now import WHAT_IS_TODAYS, known_now
from dashboard.services.readings import Reading, both_readings, differing, told
from dashboard.services.reported import Reported, charter_then, findings_as_reported
from dashboard.services.screens.portfolio_statuses import COUNTED, Month, StatusCounts, months
from dashboard.services.sources import Sources
from dashboard.settings import load_settings

NOW = "now"


@dataclass(frozen=True, slots=True)
class Then:
    """What the pages know of a past day.

    Attributes:
        asked, known: the day, and which reading: `then` or `now`.
        reported: what was reported; `own` and `served` are its own statuses, all and in service.
        charter: the charter of then; None where it is no longer to be had.
        readings: both readings by key; empty where only what was reported was asked for, or nothing else can be had.
        notes: what limits the answer, in sentences.
    """

    asked: date
    known: str
    reported: Reported
    own: Mapping[str, OwnThen]
    served: Mapping[str, OwnThen]
    charter: Charter | None
    readings: Mapping[Key, Reading]
    notes: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is of, within one data version."""
        return f"{self.asked}/{self.known}"

    @property
    def both(self) -> bool:
        """Whether both readings are there."""
        return bool(self.readings)

    @property
    def differing(self) -> tuple[Reading, ...]:
        """Where today's knowledge gives another status, own statuses first."""
        return differing(self.readings)

    def title(self, use_case: str) -> str:
        """What the use case was called then."""
        known = self.reported.cases.get(use_case)
        return known.title if known else use_case or "The organisation"


def load_then(sources: Sources, asked: date, known: str) -> Then:
    """Read a past day; `sources.as_of` is today.

    Raises:
        InputRejected: the day has not come.
        NotFound: nothing was assessed until then.
    """
    settings = load_settings()
    reported = findings_as_reported(sources.database, asked, today=sources.as_of)
    readings: Mapping[Key, Reading] = {}
    notes = reported.notes
    if known == NOW:
        try:
            now = known_now(sources, settings, reported)
            readings = both_readings(sources.database, reported, now, sources.charter.defaults.min_display)
            notes += (WHAT_IS_TODAYS,)
        except CannotAssess as error:
            notes += (str(error),)
    charter = charter_then(sources.database, settings.charter, reported.run)
    return Then(asked, known, reported, reported.own, reported.served, charter, readings, notes)


def counts_then(then: Then) -> StatusCounts:
    """Use cases in service per shown status, as they were reported."""
    shown = [_counted(one.held) for one in then.served.values()]
    cases = then.reported.cases.values()
    inventoried = sum(case.lifecycle == "inventoried" for case in cases)
    elsewhere = len(cases) - inventoried - len(shown)
    return StatusCounts({status: shown.count(status) for status in COUNTED}, len(shown), inventoried, elsewhere)


def months_then(sources: Sources, then: Then) -> tuple[Month, ...]:
    """The months until the day, as they were reported."""
    return months(queries.assessments(sources.database, until=then.asked))


def case_headline(then: Then, use_case: str) -> str:
    """The answer of a use case's page on that day, with its denominator."""
    own, findings = then.own[use_case], then.reported.findings.items()
    breaches = sum(key[0] == use_case and held.status == "non_compliant" for key, held in findings)
    if breaches:
        return f"{then.title(use_case)} breached the charter in {breaches} of {own.decided} decided clauses"
    return f"{then.title(use_case)}: no breach, {own.decided} of {plural(own.applicable, 'clause')} decided"


def reading_words(then: Then) -> str:
    """Which reading of which assessment, as a sentence without its full stop."""
    run = then.reported.run
    what = "As it was reported on" if then.known != NOW else "As it is known now, beside what was reported on"
    return f"{what} {day(then.asked)}: assessment {run.id:,} of {day(run.as_of)}, charter {run.charter_version}"


def _counted(held: Held) -> str:
    status = told(held) or "not_assessed"
    return "compliant" if status == "not_applicable" else status
