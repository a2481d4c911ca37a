"""What the pages read as of a past day is what they read on that day, whatever came later."""

import gc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.store_copy import named_files
from dashboard.domain.actors import SYSTEM
from dashboard.domain.effort import Effort, watched
from dashboard.errors import Cancelled, StoreUnusable
from dashboard.services import ingest
from dashboard.services.screens.choices import load_choices
from dashboard.services.screens.compared import Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.customer_tables import (
    CHOICES,
    CONTESTED,
    SAY,
    TOLD,
    WAITS,
    Chosen,
    load_customer_tables,
)
from dashboard.services.screens.customers import load_customers
from dashboard.services.screens.explorer import load_explorer
from dashboard.services.screens.fairness_choices import load_with_counts
from dashboard.services.screens.month_heat import load_months
from dashboard.services.sources import Sources
from tests.known_stores import known, on
from tests.log_histories import FIRST, History

SECTIONS = (TOLD, WAITS, CHOICES, CONTESTED, SAY)


def lived(logged: Sources, log_folder: Path, seed: int, days: int = 7) -> Iterator[tuple[date, str]]:
    """Every day of a random history with what happened."""
    history = History(logged.database, DecisionStore(logged.store), log_folder, Random(seed))  # noqa: S311  # a test
    history.begin()
    history.decisions(FIRST)
    for step in range(days):
        day = FIRST + timedelta(days=step)
        yield day, history.live(day)


def shown(logged: Sources, day: date) -> dict[str, str]:
    """What Customers and Fairness read on a day, as text."""
    here = on(logged, day)
    found = {"titles": str((load_customers(here).titles, load_with_counts(here)))}
    for section in SECTIONS:
        for name, (table, _) in load_customer_tables(here, Chosen(section, "u", "disclosure_shown")).items():
            found[f"{section}: {name}"] = table.to_csv()
    counts = load_counts(here, "u")
    found |= {"daily": counts.daily.to_csv(), "joint": counts.joint.to_csv()}
    found["heat"] = load_months(here, counts, "selection_rate_ratio").to_csv()
    compared = load_compared(here, counts, Asked("u"))
    found["groups"] = "" if compared is None else str(load_explorer(here, compared, "U").lines)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_past_day_reads_what_was_shown_on_it(logged: Sources, log_folder: Path, seed: int) -> None:
    """Late rows, late labels, replaced days, retractions, corrections and other titles rewrite nothing."""
    kept = []
    for day, act in lived(logged, log_folder, seed):
        kept.append((day, act, logged.database.data_version(), shown(logged, day)))

    assert len({str(one[3]) for one in kept}) > 3
    for day, act, version, before in kept:
        then = known(logged, version, day)
        assert shown(then, day) == before, (day, act)
        assert then.database.data_version() == version


def test_where_count_files_are_gone_batches_say_the_same(logged: Sources, log_folder: Path) -> None:
    """A restored store has only the count files that are current: what was known is counted from its batches."""
    kept = [(day, logged.database.data_version(), shown(logged, day)) for day, _ in lived(logged, log_folder, 4)]
    wanted = set(named_files(logged.database))
    gone = [file for file in (logged.store / "counts").rglob("*.parquet")
            if str(file.relative_to(logged.store)) not in wanted]  # fmt: skip
    for file in gone:
        file.unlink()

    assert gone
    for day, version, before in kept:
        assert shown(known(logged, version, day), day) == before, day


def test_days_that_were_stored_ahead_are_taken_out(logged: Sources, log_folder: Path) -> None:
    """A month that was stored whole reads, as of its middle, like one that was stored until then."""
    history = History(logged.database, DecisionStore(logged.store), log_folder, Random(5))  # noqa: S311  # a test
    history.begin()
    history.decisions(FIRST)
    before = shown(logged, FIRST)
    history.random = Random(6)  # noqa: S311  # a test
    file = log_folder / "later.csv"
    rows = [f"later-{n},{FIRST + timedelta(days=1 + n % 2)},{n % 2},1,F,40+" for n in range(60)]
    file.write_text("decision_id,decided_at,selected,label,a_sex,a_age\n" + "\n".join(rows) + "\n", encoding="utf-8")
    store = DecisionStore(logged.store)
    ingest.ingest_decisions(logged.database, store, ingest.IngestDecisions("u", [file], mode="add"), SYSTEM)

    version = logged.database.data_version()
    assert shown(known(logged, version, FIRST), FIRST)["joint"] != before["joint"]
    assert shown(known(logged, version, FIRST, "u"), FIRST) == before


def written(logged: Sources) -> None:
    """Try to write."""
    with logged.database.write(SYSTEM) as tx:
        tx.append("a", "b", "c", {})


def test_nothing_is_left_behind_and_nothing_can_be_written(logged: Sources, log_folder: Path) -> None:
    """The store of a past day is only read; what was counted for it goes with it."""
    list(lived(logged, log_folder, 7, days=1))
    version, work = logged.database.data_version(), logged.store / "work"
    then = known(logged, version, FIRST - timedelta(days=3), "u")
    assert len(list(work.iterdir())) == 1
    with pytest.raises(StoreUnusable, match="cannot be used"):
        written(then)
    del then
    gc.collect()
    assert list(work.iterdir()) == []
    assert logged.database.data_version() == version


def test_what_is_stopped_leaves_nothing_behind(logged: Sources, log_folder: Path) -> None:
    """Somebody cancels while logs are counted anew: no log_folder stays, and the next reading is whole."""
    list(lived(logged, log_folder, 8, days=1))
    version, day, effort = logged.database.data_version(), FIRST - timedelta(days=3), Effort()
    effort.tell = lambda _: effort.stop()
    with pytest.raises(Cancelled), watched(effort):
        known(logged, version, day, "u")
    assert effort.reached.what == "logs counted anew"
    assert list((logged.store / "work").iterdir()) == []
    assert not load_counts(known(logged, version, day, "u"), "u").daily.empty


def test_which_customers_were_met_is_not_said_of_days_before(logged: Sources, log_folder: Path) -> None:
    """Matches are no matter of days: where later conversations were stored already, nothing is said of them."""
    history = History(logged.database, DecisionStore(logged.store), log_folder, Random(9))  # noqa: S311  # a test
    history.begin()
    history.talks(FIRST)
    file = log_folder / "consent.csv"
    event = f"e1,s0,preference,objected,{FIRST - timedelta(days=6)}T09:00:00Z\n"
    file.write_text("event_id,subject_key,ledger,event_type,event_time\n" + event, encoding="utf-8")
    ingest.ingest_consent(logged.database, history.store, ingest.IngestConsent("u", [file]), SYSTEM)
    version = logged.database.data_version()

    met = [load_choices(known(logged, version, day), "u") for day in (FIRST, FIRST - timedelta(days=6))]
    assert [one.identities != "" for one in met if one is not None] == [True, False]
