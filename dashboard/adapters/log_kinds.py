"""The kinds of rows that batches hold: which column names a row, which says when it happened, what else there is."""

from dataclasses import dataclass

from dashboard.domain.consent_mapping import RECORD_TEXTS
from dashboard.domain.sample_mapping import VERDICTS


@dataclass(frozen=True, slots=True)
class Log:
    """One kind of log; `columns` are name and Ibis type of everything but key, moment and groups."""

    kind: str
    key: str
    moment: str
    columns: tuple[tuple[str, str], ...]

    @property
    def schema(self) -> dict[str, str]:
        """Column -> Ibis type, without the groups."""
        return {self.key: "string", self.moment: "timestamp", **dict(self.columns)}


def asks(verdict: str) -> str:
    """The column that says whether a file put this question to its answers at all."""
    return f"asks_{verdict}"


DECISIONS = Log(
    "decisions",
    "decision_id",
    "decided_at",
    (("model_version", "string"), ("selected", "boolean"), ("label", "boolean")),
)
INTERACTIONS = Log(
    "interactions",
    "interaction_id",
    "started_at",
    (
        ("row", "int64"),
        ("subject_key", "string"),
        ("channel", "string"),
        ("ai_involved", "string"),
        ("handoff_requested_at", "timestamp"),
        ("human_joined_at", "timestamp"),
        ("served_at", "timestamp"),
        ("served", "boolean"),
        *((name, "boolean") for name in ("handoff_requested", "human_joined", "disclosure_shown", "resolved")),
        *((name, "boolean") for name in ("complaint", "in_opening_hours")),
        *((name, "boolean") for name in ("emotion_notice_shown", "vulnerable", "persuasive_offer")),
    ),
)
CONSENT = Log(
    "consent",
    "event_id",
    "event_time",
    (
        *((name, "string") for name in ("subject_key", "purpose_id", "channel", "event_type", "ledger")),
        ("recorded_at", "timestamp"),
        ("effective_at", "timestamp"),
        ("valid_until", "timestamp"),
        *((name, "string") for name in ("said", "identity_links", *RECORD_TEXTS)),
    ),
)
SAMPLES = Log(
    "samples",
    "sample_id",
    "answered_at",
    (
        *((name, "string") for name in ("channel", "reviewer_role")),
        *((name, "boolean") for name in VERDICTS),
        *((asks(name), "boolean") for name in VERDICTS),
    ),
)
SNAPSHOTS = Log(
    "snapshots",
    "record_id",
    "taken_at",
    tuple((name, "string") for name in ("subject_key", "snapshot", "trains_for")),
)
LOGS = {log.kind: log for log in (DECISIONS, INTERACTIONS, CONSENT, SAMPLES, SNAPSHOTS)}
MOMENTS = tuple(log.moment for log in LOGS.values())
AMOUNTS = "amounts"
FAMILIES = (("decisions", "labels"), ("interactions", "consent", "snapshots"), (AMOUNTS,), ("samples",))


def family(kind: str) -> tuple[str, ...]:
    """The kinds of batches that are counted together with this one."""
    return next(kinds for kinds in FAMILIES if kind in kinds)
