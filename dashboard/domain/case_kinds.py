"""The kinds of case that a register may hold: their steps in order, their outcomes, and the facts a clock may ask for.

A charter that names a kind, a step or a fact which is not here is refused when it is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass

EXTENDED, WITHDRAWN, FACTS, REPORTED = "extended", "withdrawn", "facts_stated", "reported"
CLOSED = "closed_with_reason"
OUTCOMES: tuple[str, ...] = ("upheld", "partly_overturned", "overturned")
OVERTURNED: frozenset[str] = frozenset({"partly_overturned", "overturned"})
SEVERITIES: tuple[str, ...] = ("low", "medium", "high", "critical")
YES_NO: tuple[bool, ...] = (True, False)
FIELDS: tuple[str, ...] = ("use_case", "model_version", "channel")


@dataclass(frozen=True, slots=True)
class CaseKind:
    """One kind of case.

    `steps` may each be recorded once; `decided` is the step at which an outcome is given, '' where there is none.
    `facts` maps a fact to the values it may have. `steps` without WITHDRAWN cannot be taken back by who raised them.
    """

    name: str
    one: str
    many: str
    steps: tuple[str, ...]
    meaning: str
    decided: str = ""
    facts: Mapping[str, tuple[bool | str, ...]] | None = None

    @property
    def known_facts(self) -> Mapping[str, tuple[bool | str, ...]]:
        """Facts by name."""
        return self.facts or {}

    @property
    def closing(self) -> frozenset[str]:
        """The steps after which nothing more is expected."""
        last = {CLOSED, WITHDRAWN, self.decided} - {""}
        return frozenset(last | ({"answered"} if "answered" in self.steps and not self.decided else set()))


_ASKED = ("acknowledged", "answered", EXTENDED, CLOSED, WITHDRAWN)
_DECIDED = ("acknowledged", "answered", "decided_by_human", EXTENDED, CLOSED, WITHDRAWN)
KINDS: Mapping[str, CaseKind] = {
    kind.name: kind
    for kind in (
        CaseKind("complaint", "complaint", "complaints", _DECIDED, "somebody is dissatisfied with how AI took part",
                 "decided_by_human"),
        CaseKind("contest", "contest", "contests", _DECIDED, "somebody asks a person to look at a decision again",
                 "decided_by_human"),
        CaseKind("explanation_request", "explanation request", "explanation requests", _ASKED,
                 "somebody asks how AI took part in a decision about them"),
        CaseKind("rights_request", "rights request", "rights requests", _ASKED,
                 "somebody uses a right over their personal data",
                 facts={"right": ("access", "erasure", "rectification", "restriction", "portability", "objection")}),
        CaseKind("concern", "concern", "concerns", ("acknowledged", EXTENDED, CLOSED, WITHDRAWN),
                 "staff or a customer worry about an AI system"),
        CaseKind("incident", "incident", "incidents",
                 ("triaged", "provider_informed", "authority_notified", "people_informed", "serious_incident_report",
                  CLOSED),
                 "something went wrong; the clock starts when we became aware of it",
                 facts={"personal_data_breach": YES_NO, "serious_high_risk": YES_NO, "death": YES_NO,
                        "widespread": YES_NO, "severity": SEVERITIES}),
    )
}  # fmt: skip


def fields_of_kind(kind: str) -> tuple[str, ...]:
    """Everything that `where` may ask of a case of this kind."""
    return (*KINDS[kind].known_facts, *FIELDS)
