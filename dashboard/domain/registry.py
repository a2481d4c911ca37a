"""The practice: use cases and their deployed models in registry format 1, as typed data.

An absent field is unknown (None), never false.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,79}$")]
Text = Annotated[str, Field(max_length=4000)]

Lifecycle = Literal[
    "inventoried", "draft", "submitted", "approved", "live", "stop_ordered", "suspended", "retired"
]  # fmt: skip
Tier = Literal["prohibited", "high", "limited", "minimal", "out_of_scope", "needs_review"]


class Record(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OptChoice(Record):
    """How a customer opts out of, or in to, AI on a channel."""

    mechanism: Text | None = None
    steps: int | None = Field(default=None, ge=0)


class Channel(Record):
    """A channel on which customers meet the use case."""

    id: Id
    opt_out: OptChoice | None = None
    opt_in: OptChoice | None = None


class Overseer(Record):
    """The human who watches and may stop it."""

    name: Text | None = None
    stop_authority: bool | None = None
    active: bool | None = None


class Triage(Record):
    """How the risk tier was set."""

    rule: Text | None = None
    overlays: list[str] | None = None
    approved_by: Text | None = None
    approved_on: date | None = None
    law_version: Text | None = None


class Vendor(Record):
    """Who made it, where we did not."""

    name: Text | None = None
    own_brand: bool | None = None


class EmotionRecognition(Record):
    """Whether emotions are inferred, from what and of whom."""

    source: Literal["none", "text", "biometric"] | None = None
    subjects: list[str] | None = None
    purpose: Text | None = None


class Biometrics(Record):
    """Whether voice or face verifies, identifies or categorises people."""

    mode: Literal["none", "verify", "identify", "categorise"] | None = None


class Exemption(Record):
    """A claim under Art. 6(3) of the EU AI Act."""

    claimed: bool | None = None
    assessment_ref: Text | None = None
    profiling: bool | None = None


class Handoff(Record):
    """How a customer reaches a person."""

    enabled: bool | None = None
    how: Text | None = None


class DecisionNotice(Record):
    """Whether people are told that AI took part in a decision about them."""

    enabled: bool | None = None


class ContentMarking(Record):
    """Whether generated content is marked as such."""

    status: Text | None = None


class Purpose(Record):
    """A purpose of processing with its lawful basis."""

    purpose: Text
    lawful_basis: Text | None = None
    ropa_ref: Text | None = None


class TrainingSource(Record):
    """Where training data came from."""

    provenance: Text | None = None
    lawful_basis: Text | None = None
    purpose_compatibility: Text | None = None


class NotCollected(Record):
    """A protected attribute that is deliberately not collected."""

    not_collected: Text
    decided_by: Text | None = None


class Model(Record):
    """A deployed model version."""

    name: Text
    version: Text
    provider: Text | None = None
    type: Text | None = None
    deployed_at: date | None = None
    retired_at: date | None = None
    uri: Text | None = None


class Evidence(Record):
    """A document; it counts once accepted by somebody other than its uploader."""

    type: Id
    effective: date | None = None
    expires: date | None = None
    ref: Text | None = None
    sha256: Text | None = None
    uploaded_by: Text | None = None
    accepted_by: Text | None = None
    signed_by: Text | None = None
    states: dict[str, Any] = {}


class SignOff(Record):
    """A person's dated statement."""

    kind: Id
    by: Text
    role: Text | None = None
    on: date


class Waiver(Record):
    """A clause that may be missed until a date, approved by somebody."""

    clause: Text
    until: date
    reason: Text
    approved_by: Text | None = None
    granted: date | None = None


class UseCase(Record):
    """An AI use case with everything the charter's clauses may ask about it."""

    id: Id
    title: Text
    purpose: Text | None = None
    kind: Text | None = None
    acceptable_use: Text | None = None
    expected_benefit: Text | None = None
    channels: list[Channel] | None = None
    observed_channels: list[Id] | None = None
    team: Text | None = None
    owner: Text | None = None
    overseer: Overseer | None = None
    lifecycle: Lifecycle = "draft"
    registered_at: date | None = None
    go_live: date | None = None
    last_material_change: date | None = None
    placed_on_market_at: date | None = None
    risk_tier: Tier | None = None
    triage: Triage | None = None
    role: Literal["provider", "deployer"] | None = None
    sourcing: Literal["built", "vendor", "embedded", "gpai_api"] | None = None
    vendor: Vendor | None = None
    jurisdictions: list[str] | None = None
    customer_facing: bool | None = None
    interacts_directly: bool | None = None
    decides_about_people: bool | None = None
    decision_support: bool | None = None
    automated_decision: bool | None = None
    significant_effect: bool | None = None
    generative: bool | None = None
    free_text_input: bool | None = None
    uses_personal_data: bool | None = None
    special_category: bool | None = None
    profiling: bool | None = None
    trains_on_customer_data: bool | None = None
    monitors_staff: bool | None = None
    art22_ground: Text | None = None
    human_review_route: bool | None = None
    decision_notice: DecisionNotice | None = None
    retention_days: int | None = Field(default=None, ge=0)
    content_marking: ContentMarking | None = None
    deepfake_label: Text | None = None
    annex_iii_point: Text | None = None
    art9_condition: Text | None = None
    art9_evidence_ref: Text | None = None
    emotion_recognition: EmotionRecognition | None = None
    biometrics: Biometrics | None = None
    art6_3: Exemption | None = None
    human_handoff: Handoff | None = None
    purposes: list[Purpose] | None = None
    training_sources: list[TrainingSource] | None = None
    protected_attributes: dict[Id, Literal["collected"] | NotCollected] | None = None
    fairness_metric: Text | None = None
    fairness_reason: Text | None = None
    strata: list[Id] | None = None
    models: list[Model] = []
    evidence: list[Evidence] = []
    sign_offs: list[SignOff] = []
    waivers: list[Waiver] = []
    public: dict[str, Any] | None = None
    source: dict[str, Any] | None = None


class Organisation(Record):
    """The organisation as a whole, whose clauses have findings of their own."""

    name: Text
    jurisdictions: list[str] = []
    discovered_systems: list[str] = []
    evidence: list[Evidence] = []
    sign_offs: list[SignOff] = []


class LogPath(Record):
    """Where a log lies for a check without a database."""

    use_case: Id
    path: Text
    mapping: Text | None = None


class Logs(Record):
    """Log files named in a registry file."""

    decisions: list[LogPath] = []
    interactions: list[LogPath] = []
    consent: list[LogPath] = []
    training: list[LogPath] = []


class Registry(Record):
    """A whole registry: the organisation, its use cases and, in a file, where its logs lie."""

    format: Literal[1] = 1
    organisation: Organisation | None = None
    use_cases: list[UseCase] = []
    logs: Logs = Logs()
