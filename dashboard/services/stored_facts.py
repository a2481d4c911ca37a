"""Reads from the store what an assessment needs: registry and counts of one moment."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial

import pandas as pd

from dashboard.adapters.cases_store import register_in
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import (
    contacts,
    interaction_counts,
    record_counts,
    sample_counts,
    snapshots,
    times,
    with_consent,
)
from dashboard.adapters.findings_store import current_dates
from dashboard.adapters.ledger import head
from dashboard.adapters.repository import registry_in
from dashboard.adapters.staff_store import roster_in
from dashboard.adapters.visible_amounts import amount_sums
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.amount_facts import AmountSeries
from dashboard.domain.cases import CaseRegister
from dashboard.domain.charter import Charter
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.effort import step
from dashboard.domain.facts import Facts
from dashboard.domain.rate_facts import InteractionSeries
from dashboard.domain.registry import Registry
from dashboard.domain.roster import Roster
from dashboard.domain.statuses import Status
from dashboard.errors import StoreBusy
from dashboard.services.facts import facts_of

_READINGS = 5


@dataclass(frozen=True)
class Practice:
    """The registry and all counts, read once; give it to many runs in a row to replay history fast."""

    registry: Registry
    windows: DecisionWindows
    data_version: int
    roster: Roster | None = None
    seen: dict[str, int] = field(default_factory=dict)
    cases: CaseRegister = field(default_factory=CaseRegister)
    read_at: datetime | None = None

    def facts(self, charter: Charter, as_of: date) -> Facts:
        """The facts of a date."""
        return facts_of(self.registry, charter, as_of, self.windows, self.roster, cases=self.cases, now=self.read_at)


def read_practice(database: Database, store: DecisionStore) -> Practice:
    """Everything that an assessment of any date needs from the store, all of one moment.

    Raises:
        StoreBusy: The store changed each time that it was read.
    """
    for _ in range(_READINGS):
        with database.read() as connection:
            registry, version, roster = registry_in(connection), head(connection).seq, roster_in(connection)
            cases = register_in(connection)
        windows = stored_windows(database, store)
        if database.data_version() == version:
            return Practice(registry, windows, version, roster, cases=cases, read_at=datetime.now(UTC))
    raise StoreBusy("The store keeps changing while it is read. Nothing was saved; please assess again.")


def stored_windows(database: Database, store: DecisionStore) -> DecisionWindows:
    """All stored counts, to be cut for one date or for many."""
    step(0, 5, "kinds of counts read")
    parts = [read(database, store) for read in (interaction_counts, sample_counts, record_counts)]
    counts = pd.concat(parts, ignore_index=True)
    step(1, 5, "kinds of counts read")
    amounts, taken = AmountSeries(times(database, store)), snapshots(database, store)
    held = (contacts(database, store), with_consent(database))
    interactions = InteractionSeries(counts, *held, amounts=amounts, snapshots=taken)
    step(2, 5, "kinds of counts read")
    singles = store.single_counts(database)
    step(3, 5, "kinds of counts read")
    joints = store.joint_counts(database)
    step(4, 5, "kinds of counts read")
    people = store.subject_sums(database)
    scores, decided = partial(score_counts, database, store), partial(amount_sums, database, store)
    return DecisionWindows(singles, joints, interactions, people, scores=scores, amounts=decided)


def stored_facts(
    database: Database, store: DecisionStore, charter: Charter, as_of: date
) -> tuple[Facts, dict[tuple[str, str], tuple[Status, date, date | None]]]:
    """Facts of the store at a date; and of each stored finding its status, since and due."""
    practice = read_practice(database, store)
    return practice.facts(charter, as_of), current_dates(database)
