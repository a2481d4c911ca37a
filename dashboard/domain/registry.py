"""The practice: use cases and their deployed models in registry format 1, as typed data.

An absent field is unknown (None), never false.
"""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from dashboard.domain.deployed_models import ChangePolicy, Model, Reported
from dashboard.domain.kept_features import KeptFeatures
from dashboard.domain.registry_notice import Notice
from dashboard.domain.registry_parts import (
    Biometrics,
    Channel,
    ContentMarking,
    DecisionNotice,
    EmotionRecognition,
    Evidence,
    Exemption,
    Handoff,
    Id,
    NotCollected,
    Onboarding,
    OptChoice,
    Overseer,
    Purpose,
    SignOff,
    Text,
    TrainingSource,
    Triage,
    Vendor,
    Waiver,
    about,
)
from dashboard.domain.registry_record import Record

__all__ = [
    "Biometrics", "ChangePolicy", "Channel", "ContentMarking", "DecisionNotice", "EmotionRecognition", "Evidence",
    "Exemption", "Handoff", "Id", "Lifecycle", "LogPath", "Logs", "Model", "NotCollected", "Notice",
    "Onboarding", "OptChoice", "Organisation", "Overseer",
    "Purpose", "Record", "Registry", "Reported",
    "SignOff", "Text", "Tier", "TrainingSource", "Triage", "UseCase", "Vendor",
    "Waiver",
]  # fmt: skip

Lifecycle = Literal[
    "inventoried", "draft", "submitted", "changes_requested", "approved", "approved_with_conditions", "rejected",
    "live", "stop_ordered", "suspended", "retired",
]  # fmt: skip
Tier = Literal["prohibited", "high", "limited", "minimal", "out_of_scope", "needs_review"]


class UseCase(Record):
    """An AI use case with everything the charter's clauses may ask about it."""

    id: Id = Field(description="short name that never changes")
    title: Text = Field(description="what people call it")
    purpose: Text | None = about("what it is for, in a sentence")
    kind: Text | None = about("kind of use case, in the words of the register it came from")
    acceptable_use: Text | None = about("which of the charter's acceptable uses it serves")
    expected_benefit: Text | None = about("what customers or the company gain")
    expected_harm: Text | None = about("what could go wrong for people, in the words of whoever registered it")
    channels: list[Channel] | None = about("channels on which it was approved")
    observed_channels: list[Id] | None = about("channels on which it was seen at work")
    team: Text | None = about("team that runs it")
    owner: Text | None = about("user id of the owner")
    overseer: Overseer | None = about("the human who watches and may stop it")
    lifecycle: Lifecycle = Field(default="draft", description="where it stands; live and stop_ordered are in service")
    onboarding: Onboarding | None = about("when it is to be onboarded, where it was imported")
    registered_at: date | None = about("day on which it entered the registry")
    go_live: date | None = about("day of its first customer")
    last_material_change: date | None = about("last change of model, purpose, channel, data or country that matters")
    placed_on_market_at: date | None = about("day on which the system was first sold or used; grace periods hang on it")
    stop_ordered_on: date | None = about("day on which its stop was ordered")
    stopped_on: date | None = about("last day of its work, confirmed by its overseer")
    change_policy: ChangePolicy | None = about("retraining that its approval covers beforehand")
    risk_tier: Tier | None = about("risk tier set by triage")
    triage: Triage | None = about("how the tier was set")
    role: Literal["provider", "deployer"] | None = about("our role under the EU AI Act")
    sourcing: Literal["built", "vendor", "embedded", "gpai_api"] | None = about("who made it")
    vendor: Vendor | None = about("the vendor, where we did not make it")
    jurisdictions: list[str] | None = about("where its customers are: EU, UK, or countries such as ES")
    customer_facing: bool | None = about("whether customers notice its work")
    interacts_directly: bool | None = about("whether it speaks or writes to people with no person sending each message")
    decides_about_people: bool | None = about("whether it decides about, ranks, scores, routes or prices people")
    decision_support: bool | None = about("whether people decide with its help")
    automated_decision: bool | None = about("whether it decides with no person deciding each case")
    significant_effect: bool | None = about("whether decisions weigh on people legally or in a similar way")
    generative: bool | None = about("whether it creates text, voice, image or video")
    free_text_input: bool | None = about("whether customers write or say what they like to it")
    uses_personal_data: bool | None = about("whether it uses personal data")
    special_category: bool | None = about("whether that includes health, belief, origin, biometrics and the like")
    profiling: bool | None = about("whether it evaluates personal aspects of people")
    trains_on_customer_data: bool | None = about("whether customers' data train or tune a model")
    monitors_staff: bool | None = about("whether it scores, monitors or allocates the work of individual staff")
    art22_ground: Text | None = about("ground of Art. 22(2) GDPR: contract, law or explicit_consent")
    human_review_route: bool | None = about("whether people can have a person look at a decision and change it")
    decision_notice: DecisionNotice | None = about("whether people are told that AI took part")
    notices: list[Notice] | None = about("notices of AI and of privacy by channel, language and version")
    retention_days: int | None = about("days for which conversation data is kept", ge=0)
    content_marking: ContentMarking | None = about("marking of generated content")
    deepfake_label: Text | None = about("`shown` or `not_applicable`")
    annex_iii_point: Text | None = about("point of Annex III of the EU AI Act, such as 5(b)")
    art9_condition: Text | None = about("condition of Art. 9(2) GDPR for special categories")
    art9_evidence_ref: Text | None = about("where the proof of that condition lies")
    emotion_recognition: EmotionRecognition | None = about("whether emotions are inferred")
    biometrics: Biometrics | None = about("use of voice or face to tell people apart")
    art6_3: Exemption | None = about("claim that a listed system is not high-risk")
    human_handoff: Handoff | None = about("how a customer reaches a person")
    purposes: list[Purpose] | None = about("purposes of processing")
    training_sources: list[TrainingSource] | None = about("where training data came from")
    protected_attributes: dict[Id, Literal["collected"] | NotCollected] | None = about(
        "protected attributes by name: `collected`, or why not and by whose decision"
    )
    fairness_metric: Text | None = about("which kind of fairness fits, chosen at intake")
    fairness_reason: Text | None = about("why that one")
    strata: list[Id] | None = about("columns of the decision log by which people are compared like for like")
    kept_features: KeptFeatures | None = about("features of each decision that may be kept; absent: none")
    models: list[Model] = Field(default=[], description="deployed models with their versions")
    evidence: list[Evidence] = Field(default=[], description="documents")
    sign_offs: list[SignOff] = Field(default=[], description="people's dated statements")
    waivers: list[Waiver] = Field(default=[], description="clauses that may be missed for a while")
    public: dict[str, Any] | None = about("which fields the public register shows")
    source: dict[str, Any] | None = about("the row of the foreign register it was imported from")


class Organisation(Record):
    """The organisation as a whole, whose clauses have findings of their own."""

    name: Text = Field(description="the organisation")
    jurisdictions: list[str] = Field(default=[], description="where it is active")
    discovered_systems: list[str] = Field(default=[], description="ids of AI systems found in use by other means")
    evidence: list[Evidence] = Field(default=[], description="documents of the organisation")
    sign_offs: list[SignOff] = Field(default=[], description="statements for the organisation")


class FilePath(Record):
    """Where a file lies for a check without a database; it names use cases, where it does, itself."""

    path: Text = Field(description="file, relative to the registry file")


class LogPath(FilePath):
    """Where a log of one use case lies."""

    use_case: Id = Field(description="id of the use case")
    mapping: Text | None = about("mapping file of the log")


class TrainingPath(FilePath):
    """Where training records lie; they are people's, so the use case is asked no more."""

    use_case: Id | None = about("id of a use case; nothing depends on it")


class SnapshotPath(FilePath):
    """Where the subject ids of a training snapshot lie."""

    use_case: Id = Field(description="id of the use case whose model was trained on it")
    taken: date = Field(description="at the end of which day it was taken")
    subject: Text = Field(default="subject_key", description="column of the subject ids")
    record: Text | None = about("column of the record ids; else rows are numbered")
    purpose: Text | None = about("what it trains for")


class CasesPath(FilePath):
    """Where a register of cases lies, and up to which day it is complete."""

    mapping: Text | None = about("mapping file of the register")
    complete_to: date | None = about("the register of every kind in the file holds everything up to this day")
    kinds: list[Id] = Field(default=[], description="kinds that are complete although the file holds none of them")


class Logs(Record):
    """Log files named in a registry file."""

    decisions: list[LogPath] = Field(default=[], description="decision logs")
    labels: list[LogPath] = Field(default=[], description="actual outcomes that came later, by decision id")
    interactions: list[LogPath] = Field(default=[], description="interaction logs")
    consent: list[LogPath] = Field(default=[], description="consent histories")
    snapshots: list[SnapshotPath] = Field(default=[], description="subject ids of training snapshots")
    samples: list[LogPath] = Field(default=[], description="sampled and reviewed answers")
    amounts: list[FilePath] = Field(default=[], description="amounts that other systems know")
    cases: list[CasesPath] = Field(default=[], description="complaints, contests, requests, concerns and incidents")
    staff: list[FilePath] = Field(default=[], description="who works here")
    courses: list[FilePath] = Field(default=[], description="courses")
    training: list[TrainingPath] = Field(default=[], description="completed courses and acknowledgements")


class Registry(Record):
    """A whole registry: the organisation, its use cases and, in a file, where its logs lie."""

    format: Literal[1] = Field(default=1, description="the version of this format")
    organisation: Organisation | None = about("the organisation as a whole")
    use_cases: list[UseCase] = Field(default=[], description="the use cases")
    logs: Logs = Field(default=Logs(), description="log files for a check without a database")
