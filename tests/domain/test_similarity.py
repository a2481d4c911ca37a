"""A duplicate is found by what it does, not by how it is called, and every hit says why."""

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.similarity import Described, Register, similar

ROOT = Path(__file__).resolve().parents[2]
DEMO = yaml.safe_load((ROOT / "data" / "demo" / "registry.yaml").read_text())["use_cases"]
SHOWN = Register.of(
    Described(one["id"], one["title"], one.get("purpose", ""), one.get("acceptable_use")) for one in DEMO
)
CHAT = Described("new", "Refund chat assistant", "Answers customers who ask about a refund in the chat", "answer")


def test_a_renamed_use_case_is_found_with_its_reasons() -> None:
    """The same work under another name stands first, and says which words and which use they share."""
    known = Register.of([
        Described("bot", "Chat assistant", "Answers questions about refunds", "answer", "Acme"),
        Described("score", "Churn score", "Finds customers who may leave", "retain"),
        Described("hold", "Refund fraud hold", "Holds payments that look like fraud", "detect_fraud"),
    ])  # fmt: skip
    found = similar(Described("new", "Assistant for refunds", "Answers refund questions", "answer", "ACME"), known)

    assert [one.use_case.id for one in found] == ["bot"]
    assert found[0].reasons == (
        "shares the words answers, assistant, questions, refund", "serves the same acceptable use",
        "comes from the same vendor",
    )  # fmt: skip


def test_nothing_resembles_an_empty_draft() -> None:
    """Without title and purpose there is nothing to compare, whatever else is the same."""
    assert similar(Described("new", "", "", "answer"), SHOWN) == ()


def test_each_shown_use_case_is_its_own_nearest() -> None:
    """Registered again under another id, every use case of the demonstration finds itself first."""
    for one, _ in SHOWN.known:
        again = Described("new", one.title, one.purpose, one.acceptable_use)
        nearest = similar(again, SHOWN)[0]

        assert (nearest.use_case.id, nearest.score) == (one.id, 1.0)


def test_few_use_cases_of_the_demonstration_resemble_each_other() -> None:
    """A warning that always comes is read by nobody: most use cases resemble none of the others."""
    crowded = [one.id for one, _ in SHOWN.known if len(similar(one, SHOWN)) > 2]

    assert len(crowded) <= len(SHOWN.known) // 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share(title: str, purpose: str) -> None:
    """Any text compares, and no likeness is below the line or above one."""
    assert all(0.35 <= one.score <= 1 for one in similar(Described("new", title, purpose), SHOWN))
