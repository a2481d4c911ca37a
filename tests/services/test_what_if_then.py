"""Thresholds, remedies and two models as of a past day are what they were on that day, whatever came later."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.store_copy import named_files
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.domain.remedies import BY_SCORES, REMEDIES
from dashboard.domain.thresholds import PARITIES
from dashboard.errors import StoreUnusable
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.promotion import Contender
from dashboard.services.screens.remedies import Wanted, load_remedy
from dashboard.services.screens.remedy_groups import load_basis
from dashboard.services.screens.threshold_strategies import Asked, load_frontier, load_strategies
from dashboard.services.screens.thresholds import load_scored_groups
from dashboard.services.screens.two_models import load_two_models, load_versions
from dashboard.services.sources import Sources
from tests.known_stores import known, on
from tests.log_histories import DECISIONS, FIRST, History

SINCE, DAYS = FIRST - timedelta(days=60), 90
HEADER = f"{DECISIONS},score,model_version"


class Scored(History):
    """Decisions have a score, and one of two versions decided."""

    def labels(self, today: date) -> None:
        """Outcomes of what was taken in last, which is surely there."""
        self.rows = self.rows[-30:]
        super().labels(today)

    def beyond(self) -> tuple[object, ...]:
        """The score and the version."""
        return self.random.randint(0, 20) / 20, self.random.choice(["v1", "v2"])


def begun(logged: Sources, log_folder: Path, seed: int) -> Scored:
    """A store with decisions of the first day."""
    store = DecisionStore(logged.store)
    history = Scored(logged.database, store, log_folder, Random(seed), header=HEADER)  # noqa: S311  # a test
    history.begin()
    history.decisions(FIRST)
    return history


def lived(logged: Sources, log_folder: Path, seed: int) -> Iterator[tuple[date, str]]:
    """Every day of a random history with what happened to decisions."""
    history = begun(logged, log_folder, seed)
    for step, name in enumerate(["labels", "decisions", "labels", "retract"]):
        history.told += 1
        getattr(history, name)(FIRST + timedelta(days=step))
        yield FIRST + timedelta(days=step), name


def answers(logged: Sources, day: date) -> dict[str, str]:
    """What the three sections say on a day, as text."""
    here = on(logged, day)
    scored = load_scored_groups(here, "u", "sex", since=SINCE)
    found = {"scored": str((scored.window, scored.left_out, scored.unlabelled, scored.decided, scored.why_not))}
    found["ladders"] = str([(one.group, one.thresholds, one.positives, one.negatives) for one in scored.ladders])
    if not scored.why_not:
        found["strategies"] = str(load_strategies(here, scored, Asked(ratio=2.0, custom=(("F", 0.5), ("M", 0.4)))))
        found["frontier"] = str(load_frontier(here, scored, ratio=2.0, parity=next(iter(PARITIES))))
    bases = {scores: load_basis(here, "u", "sex", since=SINCE, by_scores=scores) for scores in (False, True)}
    for remedy in REMEDIES:
        basis = bases[remedy in BY_SCORES]
        answer = load_remedy(here, basis, Wanted(remedy))
        found[remedy] = str((answer.remedy, answer.effects, answer.why_not, basis.unlabelled, basis.window))
    found["versions"] = str(load_versions(here, "u"))
    return found | {"two models": compared(here, Contender("u", "v1"), Contender("u", "v2"))}


def compared(here: Sources, champion: Contender, challenger: Contender) -> str:
    """Two models, as text."""
    found = load_two_models(here, champion, challenger, days=DAYS, attribute="sex")
    return found.rows.to_csv() + str((found.champion, found.challenger, found.clauses, found.left_out, found.why_not))


def test_a_past_day_answers_as_it_answered_on_it(logged: Sources, log_folder: Path) -> None:
    """Late rows, late labels and a retracted batch change later answers and no earlier one; nor does a restore.

    A restored store has the counts that are current, and every batch with its scores.
    """
    kept = [(day, act, logged.database.data_version(), answers(logged, day))
            for day, act in lived(logged, log_folder, 1)]  # fmt: skip
    assert len({str(one[3]) for one in kept}) == len(kept)
    assert all("strategies" in one[3] for one in kept)

    for restored in (False, True):
        assert not restored or forget_counts(logged)
        for day, act, version, before in kept:
            assert answers(known(logged, version, day), day) == before, (day, act, restored)


def forget_counts(logged: Sources) -> int:
    """Remove the files that no row names any more, as a restore does; how many."""
    wanted = set(named_files(logged.database))
    gone = [file for file in logged.store.rglob("*.parquet") if str(file.relative_to(logged.store)) not in wanted]
    for file in gone:
        file.unlink()
    return len(gone)


def test_days_that_were_stored_ahead_are_taken_out(logged: Sources, log_folder: Path) -> None:
    """A month that was stored whole answers, as of its middle, like one that was stored until then."""
    begun(logged, log_folder, 5)
    before = answers(logged, FIRST)
    ahead(logged, log_folder, "u")
    version = logged.database.data_version()

    whole = load_scored_groups(known(logged, version, FIRST), "u", "sex", since=SINCE)
    assert whole != load_scored_groups(known(logged, version, FIRST, "u"), "u", "sex", since=SINCE)
    assert answers(known(logged, version, FIRST, "u"), FIRST) == before


def test_they_are_taken_out_of_both_models(logged: Sources, log_folder: Path) -> None:
    """Two use cases with days ahead: champion and challenger are each judged until the asked day."""
    begun(logged, log_folder, 6)
    register_use_case(logged.database, RegisterUseCase(UseCase(id="v", title="V", lifecycle="live")), SYSTEM)
    ahead(logged, log_folder, "v", first=-1)
    pair = Contender("u"), Contender("v")
    before = compared(on(logged, FIRST), *pair)
    for name in "uv":
        ahead(logged, log_folder, name)
    version = logged.database.data_version()

    cut = [compared(known(logged, version, FIRST, *names), *pair) for names in ("u", "uv")]
    assert [one == before for one in cut] == [False, True]


def test_scores_that_are_gone_are_a_sentence(logged: Sources, log_folder: Path) -> None:
    """A file of scores is missing: which, and that nothing can be trusted; other answers need no scores."""
    begun(logged, log_folder, 7)
    then = known(logged, logged.database.data_version(), FIRST)
    gone = list((logged.store / "scores").glob("*.parquet"))
    for file in gone:
        file.unlink()

    assert gone
    with pytest.raises(StoreUnusable, match="The scores of a batch of u is missing from the decision store"):
        load_scored_groups(then, "u", "sex", since=SINCE)
    assert load_basis(then, "u", "sex", since=SINCE, by_scores=False).groups


def ahead(logged: Sources, log_folder: Path, use_case: str, first: int = 1) -> None:
    """Store two days, the first of them so many after the first day."""
    file = log_folder / f"{use_case}{first}.csv"
    rows = []
    for n in range(80):
        outcome, sex, score = n % 3 % 2, "FM"[n % 5 % 2], n % 7 / 10
        day = FIRST + timedelta(days=first + n % 2)
        rows.append(f"{use_case}{first}-{n},{day},{n % 2},{outcome},{sex},40+,{score},v1")
    file.write_text(f"{HEADER}\n" + "\n".join(rows) + "\n", encoding="utf-8")
    store = DecisionStore(logged.store)
    ingest.ingest_decisions(logged.database, store, ingest.IngestDecisions(use_case, [file], mode="add"), SYSTEM)
