"""Today says what needs the reader, in numbers with their denominators."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.services.screens.changes import fact
from tests.views.conftest import Opened


def words(app: object) -> str:
    """Everything that the page says, joined."""
    kinds = ("title", "header", "markdown", "caption", "error", "warning")
    return "\n".join(str(one.value) for kind in kinds for one in getattr(app, kind))


def test_headline_has_numbers_and_denominator(store: Database, opened: Opened) -> None:
    """The first sentence says how many of how many use cases in service breach the charter."""
    app = opened()

    assert not app.exception
    assert app.title[0].value.startswith("3 of 24 use cases in service breach the charter")


def test_inventoried_are_counted_apart(store: Database, opened: Opened) -> None:
    """An import of thousands floods nobody: inventoried use cases are not in the denominator."""
    assert "6 more are inventoried and not yet judged" in words(opened())


def test_every_section_stands_there(store: Database, opened: Opened) -> None:
    """Changes, waiting, coming up, do we know, heat map, months and ages each have a sentence."""
    said = " | ".join(header.value for header in opened().header)

    for part in ("Since you last looked: 4", "Waiting for you", "Coming up", "Do we know?", "where most is open",
                 "Breaches", "open review items"):  # fmt: skip
        assert part in said


def test_marking_as_seen_empties_the_changes(store: Database, opened: Opened) -> None:
    """Mark as seen writes where this person has looked; the next look starts there, for them alone."""
    app = opened()
    next(button for button in app.button if button.label == "Mark as seen").click().run()

    assert "Since you last looked: no statuses changed" in words(app)
    assert store.frame(text("SELECT user_id FROM last_looks"))["user_id"].tolist() == ["ethics-officer"]


def test_reading_writes_nothing(store: Database, opened: Opened) -> None:
    """Opening Today leaves the data version as it was."""
    before = store.data_version()
    opened()

    assert store.data_version() == before


def test_a_new_event_is_seen_at_the_next_run(store: Database, opened: Opened) -> None:
    """Caches are kept by data version: after a write the page shows the new state at once."""
    app = opened()
    with store.write(SYSTEM) as tx:
        tx.connection.execute(text("UPDATE use_cases SET lifecycle = 'retired' WHERE id = 'lead-scoring'"))
        tx.append("use_case.changed", "use_case", "lead-scoring", {"lifecycle": "retired"})
    app.run()

    assert app.title[0].value.startswith("2 of 23 use cases in service breach the charter")


def test_only_what_lapses_within_the_days_is_listed(store: Database, opened: Opened) -> None:
    """Thirty days list no more dates than ninety, and the sentence counts them."""
    counts = []
    for days in ("30", "90"):
        app = opened(ahead=f"{days} days")
        sentence = next(header.value for header in app.header if header.value.startswith("Coming up"))
        assert f"in {days} days" in sentence
        counts.append(int(sentence.split()[2]) if sentence.split()[2] != "no" else 0)

    assert counts[0] < counts[1]


def test_empty_store_says_what_to_do(empty_store: Database, opened: Opened) -> None:
    """With nothing registered there is no empty chart but a sentence and a command."""
    app = opened()

    assert not app.exception
    assert app.title[0].value == "No use case is in service yet"
    assert "registry import" in words(app)


def test_missing_store_is_a_sentence(live: Path, opened: Opened) -> None:
    """No database: a plain sentence, no stack trace, nothing created."""
    app = opened()

    assert not app.exception
    assert app.title[0].value == "The store cannot be used"
    assert list(live.iterdir()) == []


def test_broken_charter_is_a_sentence(
    store: Database, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A charter that cannot be read is told with its problems, and the page works again once it is repaired."""
    broken = tmp_path / "charter.yaml"
    broken.write_text("format: 1\ntitel: x\n")
    monkeypatch.setenv("DASHBOARD_CHARTER", str(broken))
    app = opened()

    assert app.title[0].value == "The charter cannot be read"
    assert "titel" in words(app)
    monkeypatch.delenv("DASHBOARD_CHARTER")
    assert "breach the charter" in app.run().title[0].value


def test_the_sidebar_says_what_day_it_is_today(store: Database, opened: Opened) -> None:
    """Beside a page of a past day the sidebar says what day it is today, and never that its facts are of then."""
    day = date.today()  # noqa: DTZ011
    app = opened(as_of=(day - timedelta(days=3)).isoformat())

    assert f"Today is {day.day} {day:%b %Y}" in "\n".join(one.value for one in app.sidebar.markdown)


def test_a_change_carries_what_it_rests_on() -> None:
    """Since you last looked says not only that something lapsed but the fact behind it."""
    row = {"status": "non_compliant", "reason": "It is old. More.", "reason_code": None, "waived_until": None}
    ratio_of = {"metric": "selection_rate_ratio", "group": "65+", "value": 0.608, "reference": "35-49"}
    ratio = {"measured": ratio_of, "threshold": "between 0.8 and 1.25"}
    gap = {"measured": {"metric": "mean_gap", "group": "65+", "value": -4.7629}, "threshold": "between -3 and 3"}
    step = {"measured": {"metric": "in_time", "group": "answered", "value": 0.91}, "threshold": "within 30 days"}
    rate = {"measured": {"value": 0.9, "n": 2605}, "threshold": "at least 99.5 %"}
    none = {"measured": None, "threshold": None}

    assert fact(row | rate) == "It is old"
    assert fact(row | ratio) == "65+ at 0.61 against 35-49, line between 0.8 and 1.25"
    assert fact(row | gap) == "65+ at −4.76, line between −3 and 3"
    assert fact(row | step) == "It is old"  # a step of a case is no group of people
    assert fact(row | none) == "It is old"
    assert fact(row | ratio | {"status": "not_assessed"}) == "It is old"
    assert fact(row | none | {"reason_code": "waived", "waived_until": date(2026, 12, 6)}) == "waived until 6 Dec 2026"


def test_names_are_shown_as_text(store: Database, opened: Opened) -> None:
    """Markup in a use case's title is never markup on the page."""
    evil = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) :red[y] $z$"
    with store.write(SYSTEM) as tx:
        tx.connection.execute(
            text("UPDATE use_cases SET title = :title WHERE id = 'complaint-triage'"), {"title": evil}
        )
        tx.append("use_case.changed", "use_case", "complaint-triage", {"title": evil})
    app = opened()

    assert not app.exception
    labels = [str(link.proto) for link in app.get("page_link")]
    assert labels
    assert all("[x](javascript" not in label for label in labels)
    assert "<img src" not in words(app).replace("\\<img src", "")
