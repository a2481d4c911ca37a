"""Versions of a model registry beside a record: what changes, what stays, and who serves."""

from datetime import date

import pytest

from dashboard.domain.found_models import FoundVersion, belongs_to, changes_of, with_versions
from dashboard.domain.registry import Model, Reported, UseCase

BOT = UseCase(
    id="bot",
    title="Bot",
    models=[
        Model(name="ranker", version="1", type="forest", deployed_at=date(2026, 1, 5)),
        Model(name="other", version="9", deployed_at=date(2026, 1, 5)),
    ],
)
AUC = Reported(metric="auc", value=0.82, source="MLflow run 2a", on=date(2026, 8, 30))


def version(number: str, **other: object) -> FoundVersion:
    """A version of the ranker."""
    return FoundVersion("ranker", number, f"models:/ranker/{number}", **other)  # type: ignore[arg-type]


def test_a_new_version_that_serves_ends_the_one_before() -> None:
    """Version 1 ends on the day on which version 2 begins; another model and the first day on record stay."""
    found = version("2", serving=True, tags={"deployed_at": "2026-09-01"}, reported=(AUC,))
    after = with_versions(BOT, [version("1"), found])
    assert [(one.name, one.version, one.deployed_at, one.retired_at) for one in after.models] == [
        ("ranker", "1", date(2026, 1, 5), date(2026, 9, 1)),
        ("other", "9", date(2026, 1, 5), None),
        ("ranker", "2", date(2026, 9, 1), None),
    ]
    assert after.models[2].reported == [AUC]
    assert with_versions(after, [version("1"), found]) == after


def test_a_version_that_still_serves_is_not_ended() -> None:
    """Two aliases, two versions side by side: nothing is retired."""
    both = [version("1", serving=True), version("2", serving=True, tags={"deployed_at": "2026-09-01"})]
    assert [one.retired_at for one in with_versions(BOT, both).models] == [None, None, None]


def test_what_the_record_knows_stays_and_what_nobody_says_is_unknown() -> None:
    """A tag does not overwrite a day or a kind; without tag or answer the first day is unknown, and it is said."""
    found = [version("1", tags={"deployed_at": "2026-02-02", "type": "llm"}), version("2", serving=True)]
    after = with_versions(BOT, found)
    assert (after.models[0].deployed_at, after.models[0].type) == (date(2026, 1, 5), "forest")
    assert (after.models[2].deployed_at, after.models[0].retired_at) == (None, None)
    told = [(one.version, one.what, one.now, one.found) for one in changes_of(BOT, after)]
    assert ("1", "Address", "unknown", "models:/ranker/1") in told
    assert ("2", "Version", "not on record", "put on record, its first day in service unknown") in told
    dated = with_versions(BOT, [*found, version("3")], date(2026, 9, 3))
    assert [one.deployed_at for one in dated.models[2:]] == [date(2026, 9, 3), None]


def test_figures_that_change_are_a_difference_and_lost_ones_stay() -> None:
    """0.82 becomes 0.79 in words; a run that is gone takes nothing off the record."""
    known = with_versions(BOT, [version("2", reported=(AUC,))])
    worse = with_versions(known, [version("2", reported=(AUC.model_copy(update={"value": 0.79}),))])
    assert [(one.what, one.now, one.found) for one in changes_of(known, worse)] == [("Reported auc", "0.82", "0.79")]
    assert with_versions(known, [version("2")]) == known


@pytest.mark.parametrize(
    ("found", "serves"),
    [
        (version("1", aliases=("Champion",)), True),
        (version("1", stage="Production"), True),
        (version("1", tags={"deployed_at": "2026-09-01"}), True),
        (version("1", tags={"deployed_at": "soon"}), False),
        (version("1", stage="Archived", aliases=("challenger",)), False),
    ],
)
def test_who_serves(found: FoundVersion, serves: bool) -> None:  # noqa: FBT001  # a parameter of the table
    """An alias, the old stage or a first day says so; nothing else does."""
    assert found.serves(("champion", "production")) is serves


def test_whose_it_is() -> None:
    """What somebody says stands over the tag; without either it belongs nowhere."""
    tagged = version("1", tags={"use_case": "bot "})
    assert [belongs_to(tagged, {}), belongs_to(tagged, {"ranker": "x"}), belongs_to(version("1"), {})] == [
        "bot", "x", None,
    ]  # fmt: skip
