"""From answers to a risk tier: the worked examples of the shipped table, and that it fails closed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.intake_file import load_intake
from dashboard.domain.intake import Intake
from dashboard.domain.triage import Answers, asked_fields, triage
from dashboard.errors import InputRejected

SHIPPED = load_intake(Path(__file__).resolve().parents[2] / "charter" / "intake.yaml")
TODAY = date(2026, 11, 27)
QUIET: dict[str, Any] = {
    "infers": "infers", "looks_at": ("customer",), "used_for": ("other",), "narrow_task": "no", "speaks": "no",
    "emotion": "none", "biometrics": "none", "credit": "no", "life_or_health": "no", "staff": "no",
    "public_service": "no", "decides": "no", "data": ("personal",), "profiles": "no", "generates": "no",
    "persuades": "no", "made_by": "built", "own_brand": "no", "purpose_changed": "no", "countries": ("EU",),
}  # fmt: skip
VOICE_ANGER = {"emotion": "biometric", "emotion_purpose": "other", "data": ("personal", "special")}
WORDS = {"generates": "yes", "on_market_before": "no", "abuse_imagery": "no"}
EXAMPLES: dict[str, tuple[dict[str, Any], str, str, set[str]]] = {
    "answering bot": ({"speaks": "yes", **WORDS}, "limited", "R13", {"T50"}),
    "drafts that an agent sends": ({"speaks": "drafts", **WORDS}, "minimal", "R14", {"T50"}),
    "sentiment of customers' words": ({"emotion": "text", "emotion_of": ("customer",)}, "minimal", "R14", set()),
    "sentiment of staff chats in appraisal": (
        {"emotion": "text", "emotion_of": ("employee",), "staff": "individual"}, "high", "R10", {"WORKERS"},
    ),
    "voice anger, customer channel only": (
        {**VOICE_ANGER, "emotion_of": ("customer",)}, "high", "R6", {"T50", "DPIA"},
    ),
    "voice anger on mixed audio": (
        {**VOICE_ANGER, "emotion_of": ("customer", "employee")}, "prohibited", "R1", {"T50", "DPIA"},
    ),
    "scoring each agent's calls": ({"staff": "individual"}, "high", "R10", {"WORKERS"}),
    "team forecast": ({"staff": "team"}, "minimal", "R14", set()),
    "routing by language": ({"used_for": ("route",)}, "minimal", "R14", set()),
    "voiceprint login": ({"biometrics": "verify", "face_scraping": "no", "data": ("personal", "special")},
                         "minimal", "R14", {"DPIA"}),
    "contract by credit score": (
        {"used_for": ("credit",), "credit": "yes", "decides": "ai_alone"},
        "high", "R8", {"A22", "DPIA", "FRIA", "HUMAN"},
    ),
    "fraud that blocks people": (
        {"used_for": ("fraud",), "credit": "fraud_only", "decides": "ai_alone"}, "minimal", "R14", {"A22", "DPIA"},
    ),
    "life or health quote": (
        {"used_for": ("insurance",), "life_or_health": "yes"}, "high", "R9", {"FRIA", "HUMAN"},
    ),
    "motor or home quote": ({"used_for": ("insurance",)}, "minimal", "R14", {"HUMAN"}),
    "complaint sorting": ({"used_for": ("complaint",)}, "minimal", "R14", set()),
    "complaint rejected by AI": (
        {"used_for": ("complaint",), "decides": "ai_alone"}, "minimal", "R14", {"A22", "DPIA"},
    ),
    "churn score, next offer": ({"used_for": ("retain",), "persuades": "persuades"}, "minimal", "R14", set()),
    "debt prompts to people in hardship": ({"persuades": "targets_vulnerable"}, "prohibited", "R3", set()),
    "cloned voice, video avatar": ({**WORDS, "speaks": "yes"}, "limited", "R13", {"T50"}),
    "emergency line": ({"public_service": "yes"}, "high", "R11", {"FRIA"}),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "tier", "rule", "overlays"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_worked_examples(answers: dict[str, Any], tier: str, rule: str, overlays: set[str]) -> None:
    """Each example of customer experience gets the tier, the rule and the duties that the law's table gives it."""
    decision = triage(SHIPPED, {**QUIET, **answers}, as_of=TODAY)

    assert decision.rule is not None
    assert (decision.tier, decision.rule.id) == (tier, rule)
    assert {overlay.id for overlay in decision.overlays} == overlays


@pytest.mark.parametrize(
    "field", ["infers", "emotion", "biometrics", "credit", "life_or_health", "staff", "public_service", "decides",
              "persuades"],
)  # fmt: skip
def test_unsure_fails_closed(field: str) -> None:
    """One unsure answer is enough for a review, whatever else is said, even a prohibited practice."""
    for others in (QUIET, {**QUIET, "persuades": "targets_vulnerable"}, {**QUIET, "infers": "fixed_rules"}):
        decision = triage(SHIPPED, {**others, field: "unsure"}, as_of=TODAY)

        assert (decision.tier, decision.rule and decision.rule.id) == ("needs_review", "R0")


@pytest.mark.parametrize(("others", "rule"), [
    ({"infers": "fixed_rules"}, "R0b"),
    ({"biometrics": "categorise", "categories": ("protected_belief",), "face_scraping": "no"}, "R2"),
    ({"persuades": "unrelated_score"}, "R4"),
    ({"biometrics": "identify", "face_scraping": "yes"}, "R5"),
    ({**VOICE_ANGER, "emotion_of": ("employee",), "emotion_purpose": "safety"}, "R6b"),
    ({"biometrics": "categorise", "categories": ("sensitive",), "face_scraping": "no"}, "R7"),
])  # fmt: skip
def test_the_other_rules(others: dict[str, Any], rule: str) -> None:
    """The rules that no worked example reaches set their tiers too."""
    decision = triage(SHIPPED, {**QUIET, **others}, as_of=TODAY)

    assert decision.rule is not None
    assert decision.rule.id == rule


def test_a_rule_holds_from_its_day() -> None:
    """Abuse imagery is prohibited from 2 December 2026; the day before, the table without that rule decides."""
    answers = {**QUIET, **WORDS, "abuse_imagery": "yes"}

    assert triage(SHIPPED, answers, as_of=date(2026, 12, 1)).tier == "limited"
    assert triage(SHIPPED, answers, as_of=date(2026, 12, 2)).tier == "prohibited"


def test_a_narrow_task_stays_high_until_legal_signs() -> None:
    """A claimed exemption lowers nothing; it adds what Legal must sign, unless people are profiled."""
    narrow = {**QUIET, "credit": "yes", "narrow_task": "yes"}
    profiling = triage(SHIPPED, {**narrow, "profiles": "yes"}, as_of=TODAY)
    decision = triage(SHIPPED, narrow, as_of=TODAY)

    assert decision.tier == profiling.tier == "high"
    assert "R12" in {overlay.id for overlay in decision.overlays}
    assert "R12" not in {overlay.id for overlay in profiling.overlays}


def test_an_open_question_is_named() -> None:
    """Without an answer that could matter there is no tier, and the open fields are listed in order."""
    nothing = triage(SHIPPED, {}, as_of=TODAY)
    partly = triage(SHIPPED, {**QUIET, "emotion": "biometric"}, as_of=TODAY)

    assert nothing.tier is None
    assert nothing.open[:2] == ("infers", "emotion")
    assert (partly.tier, partly.open) == (None, ("emotion_of", "emotion_purpose"))


@st.composite
def answered(draw: st.DrawFn) -> dict[str, Any]:
    """A whole, random set of answers to what is asked."""
    answers: dict[str, Any] = {}
    while True:
        open_ = [field for field in asked_fields(SHIPPED, answers) if field.id not in answers]
        if not open_:
            return answers
        choices = st.sampled_from(sorted(open_[0].answers))
        many = st.lists(choices, min_size=1, unique=True).map(tuple)
        answers[open_[0].id] = draw(many if open_[0].many else choices)


@given(answered(), st.data())
@settings(max_examples=300)
def test_no_missing_answer_can_change_a_tier(answers: dict[str, Any], data: st.DataObject) -> None:
    """A tier that is reached with answers missing is the tier that any answers to them would give."""
    kept = data.draw(st.sets(st.sampled_from(sorted(answers))))
    partly = triage(SHIPPED, {name: answers[name] for name in kept}, as_of=TODAY)
    whole = triage(SHIPPED, answers, as_of=TODAY)

    assert whole.tier is not None
    assert partly.tier in {None, whole.tier}
    assert partly.tier is not None or partly.open


@pytest.mark.parametrize(("answers", "said"), [
    ({"emotoin": "none"}, "emotoin: found an answer to no question"),
    ({"emotion": "anger"}, "emotion: found 'anger'; expected one of none, text"),
    ({"data": "personal"}, "data: found 'personal'; expected a list of some of"),
    ({"emotion": ("none",)}, "emotion: found several answers; expected one of"),
    ({"data": ()}, "data: found (); expected a list of some of"),
])  # fmt: skip
def test_other_answers_are_refused(answers: Answers, said: str) -> None:
    """A misspelt question or choice is named, with what it could have been."""
    with pytest.raises(InputRejected) as refused:
        triage(SHIPPED, answers, as_of=TODAY)

    assert said in str(refused.value)


@pytest.mark.parametrize(("change", "said"), [
    ({"rules": [{"id": "R1", "tier": "high", "because": "b", "if": {"nobody": "yes"}}]}, "nobody: yes, which no field"),
    ({"rules": [{"id": "R1", "tier": "high", "because": "b", "if": {"a": "perhaps"}}]}, "a: perhaps, which no field"),
    ({"rules": [{"id": "R1", "tier": "high", "because": "b"}]}, "only the last rule"),
    ({"rules": []}, "only the last rule|R2"),
    ({"overlays": [{"id": "R2", "title": "t", "if": {"a": "x"}}]}, "R2 stands twice"),
    ({"overlays": [{"id": "O", "title": "t", "if": {"a": {"at_least": 1}}}]}, "a with at_least"),
])  # fmt: skip
def test_a_table_that_contradicts_itself_is_refused(change: dict[str, Any], said: str) -> None:
    """Rules that read no question, stand twice, or leave a gap at the end never load."""
    last = {"id": "R2", "tier": "minimal", "because": "b"}
    if change.get("rules") == []:
        last = {**last, "if": {"a": "x"}}  # type: ignore[dict-item]
    fields = [{"id": "a", "ask": "?", "answers": {"x": "X", "y": "Y"}}]
    whole = {
        "format": 1, "law_version": "v", "source": "s", "checked_at": TODAY,
        "questions": [{"number": "Q1", "ask": "?", "fields": fields}], "overlays": change.get("overlays", []),
        "rules": [*change.get("rules", []), last],
    }  # fmt: skip

    with pytest.raises(ValueError, match=said):
        Intake.model_validate(whole)


def test_there_are_fifteen_questions() -> None:
    """A team lead answers fifteen questions; the shipped table asks no more."""
    assert [question.number for question in SHIPPED.questions] == [f"Q{number}" for number in range(1, 16)]
