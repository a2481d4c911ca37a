"""What was reported on a past day: findings and own statuses as the last assessment until then left them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import publications
from dashboard.adapters.database import Database
from dashboard.adapters.reported_store import Run, cases_then, findings_of, kept, runs
from dashboard.domain.charter import Charter
from dashboard.domain.reported import CaseThen, Held, Key, OwnThen, as_reported, own_then
from dashboard.domain.wording import day, plural
from dashboard.errors import InputRejected, NotFound


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported on a day.

    Attributes:
        asked: the day.
        run: the last assessment until then.
        held: use case and clause to what held; ("", clause) the organisation, (use case, "") its own status.
        lost: how many findings of that assessment cannot be shown: what ended was not written down in those days.
        newest: whether no later assessment was made.
        cases: the register as that assessment read it, by id.
        own: own statuses by use case; "" is the organisation.
    """

    asked: date
    run: Run
    held: Mapping[Key, Held]
    lost: int
    newest: bool
    cases: Mapping[str, CaseThen]
    own: Mapping[str, OwnThen]

    @property
    def served(self) -> dict[str, OwnThen]:
        """Own statuses of the use cases that were in service, by id; what portfolio figures count."""
        return {
            name: one for name, one in self.own.items()
            if name in self.cases and self.cases[name].serves(self.run.as_of)
        }  # fmt: skip

    @property
    def findings(self) -> dict[Key, Held]:
        """Findings alone, by use case and clause."""
        return {key: self.held[key] for key in sorted(self.held) if key[1]}

    @property
    def notes(self) -> tuple[str, ...]:
        """What limits the answer, in sentences."""
        return tuple(note for note in (self._between(), self._replayed(), self._lost()) if note)

    def _between(self) -> str:
        if self.run.as_of == self.asked:
            return ""
        return (
            f"Nothing was assessed between {day(self.run.as_of)} and {day(self.asked)}: "
            f"the assessment of {day(self.run.as_of)} was what was reported."
        )

    def _replayed(self) -> str:
        stored = self.run.recorded_at.date()
        if (stored - self.run.as_of).days <= 1:
            return ""
        return (
            f"This assessment was stored on {day(stored)}, for {day(self.run.as_of)}: "
            f"it says what was known on {day(stored)}, and nobody read it before."
        )

    def _lost(self) -> str:
        if not self.lost:
            return ""
        return (
            f"{plural(self.lost, 'finding')} of this assessment cannot be shown: they ended in days "
            "when the store did not write down what ended."
        )


def findings_as_reported(database: Database, asked: date, *, today: date) -> Reported:
    """What was reported at the end of a day.

    Raises:
        InputRejected: the day has not come.
        NotFound: nothing was assessed until then.
        StoreUnusable: the store cannot be read.
    """
    made = runs(database)
    run = run_until(made, asked, today=today)
    stored = kept(database)
    held = as_reported(stored.now, stored.changes, run.id)
    findings = sum(1 for _, clause in held if clause)
    lost = max(0, (findings_of(database, run.id) or findings) - findings)
    return Reported(asked, run, held, lost, newest=run == made[-1], cases=cases_then(database, run), own=own_then(held))


def run_until(made: Sequence[Run], asked: date, *, today: date) -> Run:
    """The last assessment until a day.

    Raises:
        InputRejected: the day has not come.
        NotFound: nothing was assessed until then.
    """
    if asked > today:
        raise InputRejected(
            f"{day(asked)} has not come yet, so nothing was reported on it. "
            f"Days until {day(today)} can be asked for; `check --as-of` looks ahead."
        )
    if not made:
        raise NotFound("Nothing was assessed yet, so nothing was reported. `assess` makes the first assessment.")
    found = [run for run in made if run.as_of <= asked]
    if not found:
        raise NotFound(f"Nothing was reported on {day(asked)}: the first assessment is of {day(made[0].as_of)}.")
    return found[-1]


def charter_then(database: Database, file: Path, run: Run) -> Charter | None:
    """The charter by which an assessment judged; None where it is no longer to be had."""
    with database.read() as connection:
        texts = {one.proposal.digest: one.proposal.text.encode() for one in publications(connection)}
    if run.charter_digest in texts:
        return load_charter(texts[run.charter_digest], what="The charter of then")
    charter = load_charter(file) if file.is_file() else None
    return charter if charter is not None and charter.digest == run.charter_digest else None
