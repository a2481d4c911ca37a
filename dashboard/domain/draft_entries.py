"""What the form asks besides the intake questions: whatever a record needs so that clauses can be decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard.domain.charter import Charter
from dashboard.domain.conditions import Condition, parse_condition
from dashboard.domain.fairness_guide import KINDS, MISTAKES, TRUTH
from dashboard.domain.intake_record import UNSURE

Kind = Literal["line", "text", "one", "many", "pick", "number", "person"]
UNLISTED, NONE = "unlisted", "none"
YES_NO = {"yes": "Yes", "no": "No"}
CHANNELS = {
    "chat": "Chat", "voice": "Voice", "email": "E-mail", "app": "App", "web": "Website", "sms": "SMS",
    "letter": "Letter",
}  # fmt: skip
BASES = {
    "contract": "Contract with the customer", "consent": "Consent", "legitimate_interests": "Legitimate interests",
    "legal_obligation": "Legal obligation", "public_task": "Public task", "vital_interests": "Vital interests",
}  # fmt: skip
GROUNDS_22 = {
    "contract": "Needed for a contract", "law": "A law allows it", "explicit_consent": "Explicit consent",
    UNSURE: "None, or unsure",
}  # fmt: skip
MARKS = {
    "marked_and_detectable": "Yes", "out_of_scope_documented": "It need not, and why is written down",
    "not_marked": "No", UNSURE: "Unsure",
}  # fmt: skip
DEEPFAKES = {"not_applicable": "No", "shown": "Yes, and a label says so", "not_shown": "Yes, without a label"}


PERSONAL = (
    "Features of single decisions are personal data. Keep only those without which a decision cannot be explained, for "
    "as few days as that takes. Without a yes none is kept."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the form asks.

    Attributes:
        kind: a line or a text of words, one or many choices, a pick from a long list, a whole number, a person.
        heading: the question that it begins.
        asked_if: over entries above it; None is always.
        needed: whether the record is wanting without it.
        beside: whether it stands beside the entry above it.
    """

    id: str
    ask: str
    kind: Kind = "one"
    choices: Mapping[str, str] = field(default_factory=dict)
    help: str | None = None
    heading: str | None = None
    asked_if: Condition | None = None
    needed: bool = True
    beside: bool = False


def _when(**answers: str | list[str]) -> Condition:
    return parse_condition(answers)


def purpose_entries(charter: Charter) -> Iterator[Entry]:
    """What it is, whom it serves, and whether the charter rules it out."""
    uses = {**charter.acceptable_uses, UNLISTED: "None of these; the officer decides whether it may be one"}
    yield Entry("title", "What do people call it?", "line", help="A short name that colleagues recognise.")
    yield Entry("purpose", "What is it for?", "text", help="One or two sentences: what it does, for whom, with what.")
    yield Entry("acceptable_use", "Which acceptable use of the charter does it serve?", "pick", uses)
    yield Entry("unlisted_use", "Which use is it then?", "text", asked_if=_when(acceptable_use=UNLISTED))
    if charter.prohibited_uses:
        ruled_out = {**charter.prohibited_uses, NONE: "None of these"}
        help_ = "The charter rules these out, whatever the benefit. Nothing with one of them can be approved."
        yield Entry("ruled_out", "Does it do anything of this?", "many", ruled_out, help_)
    yield Entry("channels", "On which channels?", "many", CHANNELS, "Pick all on which customers or agents meet it.")
    yield Entry("customer_facing", "Do customers notice its work?", "one", YES_NO, "Also where an agent speaks for it.")
    yield Entry("team", "Which team runs it?", "line")
    yield Entry("vendor", "Which product or vendor is it?", "line", help="Leave it empty if we built it.", needed=False)


def groups_entries(charter: Charter) -> Iterator[Entry]:
    """The data that it uses, and by which groups fairness is measured."""
    basis = "Why may the data be used? The data protection officer knows."
    attributes = {name: name.replace("_", " ").capitalize() for name in charter.protected_attributes}
    decides, personal = _when(decides_about_people="yes"), _when(uses_personal_data="yes")
    grounds = {**BASES, UNSURE: "Unsure"}
    yield Entry("lawful_basis", "On which lawful ground is the data used?", "one", grounds, basis, asked_if=personal)
    yield Entry("ropa_ref", "Entry in the record of processing", "line", help="Such as ROPA-118.", needed=False,
                asked_if=personal)  # fmt: skip
    yield Entry("retention_days", "For how many days is conversation data kept?", "number", asked_if=personal)
    yield Entry("free_text", "Can customers write or say what they like to it?", "one", YES_NO)
    yield Entry("trains", "Do customers' data train or tune a model?", "one", {**YES_NO, UNSURE: "Unsure"})
    help_ = "Without groups nobody can see whether one of them is treated worse. Counts by group are enough."
    yield Entry("art9_condition", "Under which condition of Art. 9(2) GDPR is sensitive data used?", "line",
                help="The data protection officer knows; such as: explicit consent.", needed=False,
                asked_if=parse_condition({"data": {"includes": "special"}}))  # fmt: skip
    yield Entry("collected", "Which attributes may be used to test fairness?", "many",
                {**attributes, NONE: "None of them"}, help_, asked_if=decides)  # fmt: skip
    yield Entry("not_collected_reason", "Why are the others not collected?", "text", asked_if=decides, needed=False,
                help="Such as: not needed for the service and not lawful to ask here.")  # fmt: skip
    yield Entry("not_collected_by", "Who decided that?", "person", asked_if=decides, needed=False, beside=True)


def kept_entries() -> Iterator[Entry]:
    """Whether features of single decisions may be kept, and on which terms."""
    decides, keeps = _when(decides_about_people="yes"), _when(keeps_features="yes")
    yield Entry("keeps_features", "Shall features of single decisions be kept, so that one can be explained?", "one",
                YES_NO, PERSONAL, asked_if=decides, needed=False)  # fmt: skip
    yield Entry("kept_names", "Which features?", "line", asked_if=keeps,
                help="As the log's mapping names them, parted by commas; such as: age, tenure.")  # fmt: skip
    yield Entry("kept_reason", "Why must single decisions be looked at?", "text", asked_if=keeps,
                help="Such as: to tell customers why they were refused.")  # fmt: skip
    yield Entry("kept_days", "For how many days after a decision?", "number", asked_if=keeps,
                help="Then the features are erased; the decision and its counts stay.")  # fmt: skip


def fairness_entries() -> Iterator[Entry]:
    """Two questions that lead to a kind of fairness, and the choice."""
    decides = _when(decides_about_people="yes")
    yield Entry("truth", "Does it come out later who qualified?", "one", TRUTH, asked_if=decides,
                help="Such as: who paid back, whose complaint was right, which hold was no fraud.")  # fmt: skip
    yield Entry("mistake", "Which mistake hurts people more?", "one", MISTAKES, asked_if=decides)
    yield Entry("fairness_metric", "Which kind of fairness shall count?", "one", KINDS, asked_if=decides)
    yield Entry("fairness_reason", "Why that one?", "text", asked_if=decides, needed=False,
                help="Left empty, the reason of the proposal is stored if you took it.")  # fmt: skip


def people_entries() -> Iterator[Entry]:
    """What people gain and risk, and how they stay in control."""
    facing = _when(customer_facing="yes")
    yield Entry("expected_benefit", "What do customers or we gain?", "text")
    yield Entry(
        "expected_harm",
        "What could go wrong for people?",
        "text",
        help="The worst that is likely, and for whom.",
        beside=True,
    )
    yield Entry("handoff", "How does a customer reach a person?", "line", asked_if=facing, needed=False,
                help="Such as: say or write “agent” at any time. Left empty, it counts as not known.")  # fmt: skip
    yield Entry("opt_out", "How do customers leave AI?", "line", asked_if=facing, needed=False,
                help="Such as: write “stop”.")  # fmt: skip
    yield Entry("opt_out_steps", "In how many steps?", "number", asked_if=facing, needed=False)
    yield Entry("opt_in_steps", "And back to AI, in how many?", "number", asked_if=facing, needed=False, beside=True)
    yield from _duty_entries()
    yield Entry("overseer", "Who watches it and may stop it?", "person", help="Somebody other than you, best of all.")


def _duty_entries() -> Iterator[Entry]:
    alone = _when(decides=["ai_alone", "usually_follows"])
    yield Entry("art22_ground", "On which ground of Art. 22(2) GDPR may AI decide?", "one", GROUNDS_22, asked_if=alone)
    yield Entry("review_route", "Can people have a person look at a decision and change it?", "one", YES_NO,
                asked_if=alone)  # fmt: skip
    yield Entry("decision_notice", "Are people told that AI took part in a decision about them?", "one", YES_NO,
                asked_if=_when(decides=["ai_alone", "usually_follows", "person"]))  # fmt: skip
    generates = _when(generates="yes")
    yield Entry("marking", "Does what it creates carry a mark for machines?", "one", MARKS, asked_if=generates)
    yield Entry("deepfake", "Could it be taken for a real person or event?", "one", DEEPFAKES, asked_if=generates)
