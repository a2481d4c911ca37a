"""The smaller records of which a use case consists, in registry format 1. Each field says what it means."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from dashboard.domain.plain_text import checked_text, filled_text
from dashboard.domain.registry_record import Record

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,79}$")]
Text = Annotated[str, Field(max_length=4000), AfterValidator(checked_text)]
ReasonText = Annotated[Text, AfterValidator(filled_text)]

EmotionSource = Literal["none", "text", "biometric"]
BiometricMode = Literal["none", "verify", "identify", "categorise"]


def about(meaning: str, **limits: Any) -> Any:
    """An optional field with its meaning; absent is unknown (None)."""
    return Field(default=None, description=meaning, **limits)


class OptChoice(Record):
    """How a customer opts out of, or in to, AI on a channel."""

    mechanism: Text | None = about("what the customer does, such as: say stop")
    steps: int | None = about("how many steps it takes", ge=0)


class Channel(Record):
    """A channel on which customers meet the use case."""

    id: Id = Field(description="voice, chat, email …")
    opt_out: OptChoice | None = about("how customers leave AI here")
    opt_in: OptChoice | None = about("how customers come back to AI here")


class Overseer(Record):
    """The human who watches and may stop it."""

    name: Text | None = about("user id of the overseer")
    stop_authority: bool | None = about("whether they may stop the system")
    active: bool | None = about("whether they still do this job")


class Triage(Record):
    """How the risk tier was set."""

    rule: Text | None = about("the rule of the triage table that decided")
    overlays: list[str] | None = about("duties added whatever the tier, such as T50")
    laws: list[str] | None = about("articles behind that rule")
    answers: dict[str, str | list[str]] | None = about("the answers to the intake questions from which it followed")
    decided_on: date | None = about("day on which the answers were triaged")
    law_version: Text | None = about("state of the law that the triage knew")
    approved_by: Text | None = about("user id of who approved the tier, not the owner")
    approved_on: date | None = about("day of that approval")
    reason: Text | None = about("why that person set another tier than the rule")


class Onboarding(Record):
    """When an imported system is to become one of ours."""

    wave: Text = Field(description="the wave that it comes with")
    due: date = Field(description="day by which its owner shall have onboarded it")


class Vendor(Record):
    """Who made it, where we did not."""

    name: Text | None = about("the vendor")
    own_brand: bool | None = about("whether it runs under our brand, which may make us the provider")


class EmotionRecognition(Record):
    """Whether emotions are inferred, from what and of whom."""

    source: EmotionSource | None = about("from what emotions are inferred; `none` when they are not")
    subjects: list[str] | None = about("of whom: customer, employee, contractor, candidate")
    purpose: Text | None = about("what for; `medical` and `safety` are the purposes that excuse it for staff")


class Biometrics(Record):
    """Whether voice or face verifies, identifies or categorises people."""

    mode: BiometricMode | None = about("`verify` is one to one, `identify` one to many")


class Exemption(Record):
    """A claim under Art. 6(3) of the EU AI Act that a listed system is not high-risk."""

    claimed: bool | None = about("whether the claim is made")
    assessment_ref: Text | None = about("where the written reasons lie")
    profiling: bool | None = about("whether people are profiled, which rules the claim out")


class Handoff(Record):
    """How a customer reaches a person."""

    enabled: bool | None = about("whether a person can be reached")
    how: Text | None = about("how")


class DecisionNotice(Record):
    """Whether people are told that AI took part in a decision about them."""

    enabled: bool | None = about("whether they are told")


class ContentMarking(Record):
    """Whether generated content is marked as such."""

    status: Text | None = about("`marked_and_detectable`, `out_of_scope_documented` or what is true instead")


class Purpose(Record):
    """A purpose of processing with its lawful basis."""

    purpose: Text = Field(description="what the data is processed for")
    lawful_basis: Text | None = about("consent, contract, legal_obligation, legitimate_interests …")
    ropa_ref: Text | None = about("entry in the record of processing")


class TrainingSource(Record):
    """Where training data came from."""

    provenance: Text | None = about("where the data comes from")
    lawful_basis: Text | None = about("the ground on which it trains a model")
    purpose_compatibility: Text | None = about("why training fits the purpose it was collected for")


class NotCollected(Record):
    """A protected attribute that is deliberately not collected."""

    not_collected: ReasonText = Field(description="why not")
    decided_by: Text | None = about("user id of who decided it")


class Evidence(Record):
    """A document; it counts once accepted by somebody other than its uploader."""

    type: Id = Field(description="type of document, such as dpia; clauses name it")
    effective: date | None = about("day from which it holds")
    expires: date | None = about("last day on which it holds")
    ref: Text | None = about("where the document lies")
    sha256: Text | None = about("SHA-256 of the file")
    size: int | None = about("bytes of the file kept in the evidence folder; absent where it lies elsewhere", ge=1)
    file_name: Text | None = about("what the file was called by who filed it")
    uploaded_by: Text | None = about("user id of who filed it")
    uploaded_on: date | None = about("day on which it was filed, whatever day it holds from")
    accepted_by: Text | None = about("user id of who accepted it")
    accepted_on: date | None = about("day on which it was accepted")
    signed_by: Text | None = about("role or user id of who signed it, such as dpo")
    states: dict[str, Any] = Field(default={}, description="what the document states; clauses may require statements")


class SignOff(Record):
    """A person's dated statement."""

    kind: Id = Field(description="kind of statement, such as review or triage; clauses name it")
    by: Text = Field(description="user id")
    role: Text | None = about("role in which they signed")
    on: date = Field(description="day")
    looked_at: Text | None = about("what they looked at")


class Waiver(Record):
    """A clause that may be missed until a date, approved by somebody."""

    clause: Text = Field(description="id of the clause")
    until: date = Field(description="last day of the waiver")
    reason: ReasonText = Field(description="why the breach may stand until then")
    compensating_measure: Text | None = about("what protects people meanwhile")
    approved_by: Text | None = about("user id of who approved it")
    granted: date | None = about("day on which it was granted")
