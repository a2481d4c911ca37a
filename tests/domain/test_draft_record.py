"""From the answers of the form to the record that is registered: nothing is guessed, nothing is lost."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.intake_file import load_intake
from dashboard.domain.draft_answers import accepted
from dashboard.domain.draft_form import asked_entries, form_of
from dashboard.domain.draft_record import Asked, free_id, record_of
from dashboard.domain.fairness_guide import MISTAKES, TRUTH, propose
from dashboard.domain.intake_record import departures
from dashboard.domain.metrics import METRICS
from dashboard.domain.officer_questions import questions_about
from dashboard.domain.registry import NotCollected
from dashboard.domain.triage import Answer
from dashboard.errors import InputRejected
from tests.registrations import ASSISTANT, DECIDES

ROOT = Path(__file__).resolve().parents[2]
CHARTER, INTAKE = load_charter(ROOT / "charter" / "charter.yaml"), load_intake(ROOT / "charter" / "intake.yaml")
ASKED = Asked(INTAKE, CHARTER, "lead", date(2026, 11, 28))
FORM = form_of(INTAKE, CHARTER)


def test_the_record_says_what_was_answered() -> None:
    """A chat assistant that writes by itself: the fields follow from the answers, the tier from its rule."""
    record = record_of(ASKED, ASSISTANT)

    assert (record.id, record.owner, record.lifecycle) == ("refund-chat-assistant", "lead", "draft")
    assert (record.interacts_directly, record.generative, record.automated_decision) == (True, True, False)
    assert (record.uses_personal_data, record.special_category, record.decides_about_people) == (True, False, False)
    assert (record.role, record.sourcing, record.jurisdictions) == ("deployer", "built", ["EU"])
    assert (record.retention_days, record.free_text_input, record.trains_on_customer_data) == (180, True, False)
    assert record.risk_tier == "limited"
    assert record.triage is not None
    assert (record.triage.rule, record.triage.overlays, record.triage.approved_by) == ("R13", ["T50"], None)
    assert record.triage.decided_on == date(2026, 11, 28)
    assert record.triage.answers is not None
    assert record.triage.answers["speaks"] == "yes"
    assert record.channels is not None
    assert record.channels[0].opt_out is not None
    assert (record.channels[0].opt_out.mechanism, record.channels[0].opt_out.steps) == ("Write stop", 1)


def test_attributes_left_out_carry_reason_and_decider() -> None:
    """What is collected is said so; every other attribute of the charter has the reason and who decided."""
    attributes = record_of(ASKED, DECIDES).protected_attributes

    assert attributes is not None
    assert {name for name, entry in attributes.items() if entry == "collected"} == {"sex", "language"}
    left_out = attributes["ethnicity"]
    assert isinstance(left_out, NotCollected)
    assert (left_out.not_collected, left_out.decided_by) == ("Not lawful to ask here", "lead")


def test_unsure_stays_unknown_and_asks_the_officer() -> None:
    """An unsure answer is never a no: the fields that hang on it are unknown, and the tier needs a review."""
    record = record_of(ASKED, {**DECIDES, "decides": "unsure"})

    assert (record.automated_decision, record.significant_effect, record.decision_support) == (None, None, None)
    assert record.risk_tier == "needs_review"
    assert [one.title for one in questions_about(record, CHARTER)] == ["Which tier is it?"]


def test_an_unlisted_use_goes_to_the_officer() -> None:
    """None of the acceptable uses: the words are stored, and the clause about acceptable uses asks the officer."""
    record = record_of(ASKED, {**ASSISTANT, "acceptable_use": "unlisted", "unlisted_use": "Sing to customers"})
    question = next(questions_about(record, CHARTER))

    assert record.acceptable_use == "unlisted: Sing to customers"
    assert (question.clause, question.title) == ("ACC-06", "May this use be accepted?")
    assert question.text.endswith("Sing to customers")


def test_what_the_charter_rules_out_is_prohibited() -> None:
    """A prohibited use of the charter sets the tier, whatever the law's table says."""
    record = record_of(ASKED, {**ASSISTANT, "ruled_out": ("secret_ai",)})

    assert record.risk_tier == "prohibited"
    assert record.triage is not None
    assert (record.triage.rule, record.triage.laws) == ("charter", [f"charter {CHARTER.version}, secret_ai"])
    assert [one.clause for one in questions_about(record, CHARTER)] == ["ACC-01"]


def test_only_what_matters_is_asked() -> None:
    """Nobody who decides about nobody is asked for a kind of fairness; nobody without personal data for a ground."""
    quiet = asked_entries(FORM, {**ASSISTANT, "data": ("none",)}, INTAKE)
    deciding = asked_entries(FORM, DECIDES, INTAKE)

    assert quiet["fairness"] == ()
    assert "lawful_basis" not in {entry.id for entry in quiet["groups"]}
    assert "unlisted_use" not in {entry.id for entry in quiet["purpose"]}
    assert {"truth", "mistake", "fairness_metric"} <= {entry.id for entry in deciding["fairness"]}
    assert "collected" in {entry.id for entry in deciding["groups"]}


def test_an_answer_that_no_longer_matters_counts_for_nothing() -> None:
    """The draft keeps it, the record does not: a kind of fairness without decisions about people."""
    record = record_of(ASKED, {**ASSISTANT, "fairness_metric": "accuracy_gap", "unlisted_use": "Sing"})

    assert record.fairness_metric is None
    assert record.acceptable_use == "answer"


@pytest.mark.parametrize(("title", "taken", "made"), [
    ("Refund chat assistant", (), "refund-chat-assistant"),
    ("Refund chat assistant", ("refund-chat-assistant", "refund-chat-assistant-2"), "refund-chat-assistant-3"),
    ("Rück ✓ 30 %", (), "ruck-30"), ("…", (), "use-case"), ("x" * 200, (), "x" * 70),
])  # fmt: skip
def test_an_id_follows_from_the_title(title: str, taken: tuple[str, ...], made: str) -> None:
    """The id is short, plain, and nobody else's."""
    assert free_id(title, taken) == made


@pytest.mark.parametrize("truth", TRUTH)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_guide_proposes_what_can_be_measured(truth: str, mistake: str) -> None:
    """Every pair of answers ends in a metric that exists; without the truth it needs no labels."""
    proposal = propose(truth, mistake)

    assert proposal is not None
    assert proposal.metric in METRICS
    assert (proposal.metric == "selection_rate_ratio") is (truth != "yes")
    assert propose(truth, None) is None


def test_the_reason_of_the_proposal_is_stored_if_it_was_taken() -> None:
    """Whoever takes the proposal takes its reason; whoever takes another kind has to give one."""
    taken = record_of(ASKED, DECIDES).fairness_reason
    other = record_of(ASKED, {**DECIDES, "fairness_metric": "accuracy_gap"}).fairness_reason

    assert taken == "Mistakes cannot be counted because it seldom comes out who qualified; so shares of favourable " \
        "decisions count."  # fmt: skip
    assert other is None


@pytest.mark.parametrize(("changes", "said"), [
    ({"emotoin": "none"}, "an answer to no question"),
    ({"emotion": "anger"}, "one of the choices"),
    ({"channels": "chat"}, "several choices"),
    ({"retention_days": "soon"}, "a whole number up to 100,000"),
    ({"overseer": "nobody"}, "one of the choices"),
    ({"title": "two\nlines"}, "one line of text"),
    ({"purpose": "x" * 4001}, "at most 4,000"),
])  # fmt: skip
def test_an_impossible_answer_is_refused(changes: dict[str, Answer | None], said: str) -> None:
    """What the form could not have offered is not stored, and the sentence says what could."""
    with pytest.raises(InputRejected, match=said):
        accepted(FORM, changes, {"lead"})


def test_a_material_change_departs_from_the_answers() -> None:
    """A record that says what its answers said is current; one that decides alone meanwhile needs a new triage."""
    record = record_of(ASKED, DECIDES)
    alone = record.model_copy(update={"automated_decision": True})

    assert departures(INTAKE, record) == ()
    assert departures(INTAKE, alone) == ("automated_decision",)


@given(st.dictionaries(st.sampled_from(sorted(field.id for field in INTAKE.fields)), st.integers(0, 20)))
@settings(max_examples=200)
def test_any_answers_make_a_record_that_agrees_with_them(picks: dict[str, int]) -> None:
    """Whatever is answered so far, the record is valid and says nothing that was not answered."""
    fields = {field.id: field for field in INTAKE.fields}
    answers: dict[str, Answer] = {"title": "Any"}
    for name, at in picks.items():
        choice = sorted(fields[name].answers)[at % len(fields[name].answers)]
        answers[name] = (choice,) if fields[name].many else choice
    record = record_of(ASKED, answers)

    assert departures(INTAKE, record) == ()
    assert record.generative is None or "generates" in answers
