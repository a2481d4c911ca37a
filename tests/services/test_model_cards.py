"""Model cards say what record and assessment say, and what they do not know; a card from elsewhere only proposes."""

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest
import yaml

from dashboard.adapters.database import Database
from dashboard.adapters.model_card_file import read_card, readme_file, toolkit_file
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.card_proposals import proposals
from dashboard.domain.model_cards import CardFigure, ModelCard
from dashboard.domain.registry import UseCase
from dashboard.errors import ChangedSinceOpened, InputRejected, NotPermitted
from dashboard.services.model_cards import TakeInCard, look_at_card, take_in_card
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.model_card import groups_in

OFFICER, READER = Actor("officer", Role.OFFICER), Actor("reader", Role.READER)
BOT = UseCase.model_validate({
    "id": "bot", "title": "Bot <b>*1*</b>", "purpose": "Offers a `discount` | to customers_likely to leave",
    "acceptable_use": "offer", "team": "Retention", "expected_harm": "<script>alert(1)</script> and a loss",
    "protected_attributes": {"sex": "collected", "ethnicity": {"not_collected": "Not lawful to ask"}},
    "models": [{"name": "ranker", "version": "1", "deployed_at": "2026-01-05", "retired_at": "2026-08-31"},
               {"name": "ranker", "version": "2", "deployed_at": "2026-09-01", "type": "forest"}],
})  # fmt: skip
FIGURE = CardFigure(
    "selection_rate_ratio", "Ratio of favourable decisions", "sex", "F", "M", 0.71, 0.68, 0.74, 1200, 1300
)
CARD = ModelCard(BOT, "Lead", (FIGURE,), 2, date(2026, 11, 27), "charter 1, data version 7")


def test_a_toolkit_card_has_the_structure_of_schema_2() -> None:
    """Each key where schema v0.0.2 has it; the figure with interval and both sizes; limits say what is not known."""
    card: dict[str, Any] = json.loads(toolkit_file(CARD))
    assert list(card) == [
        "schema_version", "model_details", "model_parameters", "quantitative_analysis", "considerations",
    ]  # fmt: skip
    assert (card["schema_version"], card["model_details"]["version"]) == ("0.0.2", {"name": "2", "date": "2026-09-01"})
    assert card["model_details"]["owners"] == [{"name": "Retention"}, {"name": "Lead"}]
    assert card["model_parameters"] == {"model_architecture": "forest"}
    assert card["quantitative_analysis"]["performance_metrics"] == [{
        "type": "selection_rate_ratio", "value": 0.71, "slice": "sex F (n 1,200) against M (n 1,300)",
        "confidence_interval": {"lower_bound": 0.68, "upper_bound": 0.74},
    }]  # fmt: skip
    assert [one["description"] for one in card["considerations"]["limitations"]] == [
        "Not tested for ethnicity: Not lawful to ask",
        "2 small groups are withheld, because few people could be recognised in them.",
    ]


def test_a_readme_is_yaml_then_text_that_does_nothing() -> None:
    """The head is YAML with value, interval and n; no tag by people stays a tag."""
    head, _, body = readme_file(CARD).decode().removeprefix("---\n").partition("---\n")
    (metric,) = yaml.safe_load(head)["model-index"][0]["results"][0]["metrics"]
    assert (metric["value"], metric["args"]) == (0.71, {"low": 0.68, "high": 0.74, "n": 1200, "n_reference": 1300})
    assert "<" not in body
    assert "0.680 to 0.740" in body


def test_without_a_measurement_the_card_says_so() -> None:
    """Unknown is never silence."""
    card = json.loads(toolkit_file(ModelCard(BOT, "", (), 0, CARD.as_of, "")))
    told = [one["description"] for one in card["considerations"]["limitations"]]
    assert told[1] == "No fairness measurement is on record: it is not known whom this system treats worse."


def test_a_small_group_is_counted_once_however_many_metrics_it_has() -> None:
    """Three rows of two groups are two groups; no row is none."""
    rows = pd.DataFrame({"attribute": ["sex", "sex", "age"], "group": ["X", "X", "65+"], "metric": ["a", "b", "a"]})
    assert groups_in(rows) == 2
    assert groups_in(rows.iloc[:0]) == 0


@pytest.mark.parametrize("make", [toolkit_file, readme_file])
def test_our_own_card_proposes_nothing(make: Any) -> None:
    """What was written is read back as it was, signs and all."""
    assert proposals(BOT, read_card(make(CARD))) == ()


HUB = (
    b"---\ntags: [churn]\nlicense: mit\n---\n# Churn\n\n"
    b"## Direct Use\n\nRanks customers.\n\n## Limitations\n\nNot for minors.\n"
)


def test_a_card_is_shown_then_taken_in_field_by_field(database: Database) -> None:
    """Looking writes nothing; only the chosen field changes; a stale look and a reader are refused."""
    register_use_case(database, RegisterUseCase(UseCase(id="bot", title="Bot", purpose="Old")), OFFICER)
    look = look_at_card(database, "bot", HUB)
    assert [(one.path, one.now, one.proposed) for one in look.proposals] == [
        ("purpose", "Old", "Ranks customers."), ("expected_harm", "", "Not for minors."),
    ]  # fmt: skip
    assert database.data_version() == 1
    command = TakeInCard("bot", look.revision, look.proposals[:1])
    with pytest.raises(NotPermitted):
        take_in_card(database, command, READER)
    assert take_in_card(database, command, OFFICER).revisions == {"bot": 2}
    found = use_case_record(database, "bot")
    assert found
    assert (found[0].purpose, found[0].expected_harm) == ("Ranks customers.", None)
    with pytest.raises(ChangedSinceOpened):
        take_in_card(database, TakeInCard("bot", look.revision, look.proposals[1:]), OFFICER)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "expected JSON of Model Card Toolkit with model_details"),
        (b'{"name": 1}', "expected JSON of Model Card Toolkit with model_details"),
        (b"[" * 100_000, "expected JSON of Model Card Toolkit"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b"---\ntags: [a]\n", "found no line --- after it"),
        (b"---\na: &x [1]\nb: *x\n---\n", "the anchor &x"),
        (b"---\na: !!python/object/apply:os.system [echo]\n---\n", "the tag tag:yaml.org,2002:python"),
        (b"x" * 1_100_000, "expected at most 1,048,576"),
    ],
)
def test_what_is_no_card_is_a_sentence(data: bytes, sentence: str) -> None:
    """Nothing is run, followed or guessed."""
    with pytest.raises(InputRejected) as refused:
        read_card(data)
    assert sentence in str(refused.value)
