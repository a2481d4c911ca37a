"""The board's key figures: what each divides by what, over which time, and why a board should look at it."""

from dataclasses import dataclass

from dashboard.domain.survival import MedianTime
from dashboard.domain.wording import plural


@dataclass(frozen=True, slots=True)
class KpiDefinition:
    """One figure; `drawn_from` is what it is computed from, `source` where it comes from as a figure for a board."""

    id: str
    name: str
    numerator: str
    denominator: str
    period: str
    drawn_from: str
    source: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of one day; `about` is the part of it, such as a severity or a role.

    `value` is text with its unit, or a dash where nobody can say; `not_measurable` counts what is in neither number.
    """

    kpi: str
    about: str
    value: str
    numerator: int | None = None
    denominator: int | None = None
    interval: str = ""
    not_measurable: int = 0
    note: str = ""


DASH = "–"
DEFINITIONS: dict[str, KpiDefinition] = {
    one.id: one
    for one in (
        KpiDefinition(
            "inventory", "Inventory coverage", "systems in the registry",
            "systems in the registry, and systems discovered that are not in it", "today",
            "registry; systems that the organisation discovered by other means", "NIST AI RMF GOVERN 1.6",
        ),
        KpiDefinition(
            "classified", "Classification complete", "use cases whose risk tier somebody approved",
            "use cases in the registry that are not retired", "today", "registry", "EU AI Act 6; NIST AI RMF MAP 1.1",
        ),
        KpiDefinition(
            "assessed", "Assessed", "those with a current impact assessment or fairness report, accepted by somebody",
            "high-risk and automatically deciding use cases in service", "today; current as the charter says",
            "registry", "EU AI Act 27; GDPR 35",
        ),
        KpiDefinition(
            "open_findings", "Open high-severity findings", "breaches of critical and high clauses without a waiver",
            "decided findings of critical and high clauses", "today, by age", "findings of the newest assessment",
            "governance practice: ageing and exceptions",
        ),
        KpiDefinition(
            "lapsed_waivers", "Waivers that ended over an open breach", "waivers whose last day has passed and whose "
            "clause is still breached", "waivers that were ever granted", "today", "registry and findings",
            "governance practice: exceptions apart",
        ),
        KpiDefinition(
            "remediation", "Time to remediate", "breaches that a later assessment found kept again; the figure is the "
            "median of days", "breaches found after the first assessment", "since the first assessment",
            "changes between assessments; open breaches censored, not dropped", "time to bias remediation",
        ),
        KpiDefinition(
            "overdue", "Overdue reviews", "review items past their due date and not closed",
            "review items that were due", "last 90 days, and older ones that are still open", "review items",
            "key risk indicators: overdue reviews",
        ),
        KpiDefinition(
            "fairness", "Fairness breaches", "use cases with an interval wholly outside the band",
            "use cases whose fairness could be decided", "window of the clause", "findings of fairness clauses",
            "NIST AI RMF MEASURE 2.11",
        ),
        KpiDefinition(
            "opt_outs", "AI contacts after opt-out", "conversations with AI after an opt-out, beyond the grace",
            "conversations with AI in use cases with a consent history", "90 days",
            "interaction logs joined with consent histories", "GDPR 7(3); charter",
        ),
        KpiDefinition(
            "propagation", "Opt-out to last system, 95 in 100", "opt-outs in force within the time that is the figure",
            "opt-outs with a known end", "30 days", "consent histories", "GDPR 7(3); charter",
        ),
        KpiDefinition(
            "training", "Training coverage", "people with a current course", "people who must have it", "today",
            "staff list and training", "EU AI Act 4",
        ),
        KpiDefinition(
            "incidents", "Incidents reported on time", "clocks of incidents that were kept",
            "clocks of incidents whose time is over", "365 days", "register of cases", "EU AI Act 73; GDPR 33",
        ),
        KpiDefinition(
            "cycle", "Review cycle time", "requests decided; the figure is the median of days", "requests for approval",
            "365 days", "approvals; undecided requests censored, not dropped", "governance practice: cycle time",
        ),
        KpiDefinition(
            "disclosure", "AI disclosed", "conversations in which the customer was told", "conversations led by AI",
            "30 days", "interaction logs", "EU AI Act 50",
        ),
        KpiDefinition(
            "handoff", "Hand-off connected", "requests that reached a person", "requests for a person", "30 days",
            "interaction logs", "charter",
        ),
        KpiDefinition(
            "handoff_wait", "Wait for a person, 95 in 100", "requests that reached a person within the time that is "
            "the figure", "requests for a person", "30 days", "interaction logs", "Spain, Ley 10/2025; charter",
        ),
        KpiDefinition(
            "nps", "Net Promoter Score", "promoters less detractors, in points", "answers", "newest period",
            "indicators", "shown beside compliance; no cause is claimed",
        ),
    )
}  # fmt: skip


def median_of(found: MedianTime) -> tuple[str, str]:
    """A median time and its limits in words; `not reached yet` while fewer than half are over."""
    if found.days is None:
        return ("not reached yet" if found.over + found.still_open else DASH), ""
    high = "no end" if found.high is None else f"{found.high}"
    return plural(found.days, "day"), "" if found.low is None else f"{found.low} to {high}"


def share_of(numerator: int, denominator: int) -> str:
    """`87.5 %`; a dash of nothing."""
    return f"{100 * numerator / denominator:.1f} %" if denominator else DASH
