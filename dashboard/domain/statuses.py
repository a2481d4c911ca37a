"""The five statuses, their reasons, severities and tiers, as charter-format 1 names them."""

from enum import StrEnum


class Status(StrEnum):
    """What a finding says. The order is from worst to best, as `all_of` ranks its parts."""

    NON_COMPLIANT = "non_compliant"
    WATCH = "watch"
    NOT_ASSESSED = "not_assessed"
    COMPLIANT = "compliant"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why a finding is on watch or not assessed."""

    POINT_OVER = "point_over"
    WAIVED = "waived"
    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    UNDECIDED = "undecided"
    STALE = "stale"
    REQUESTED = "requested"
    INTAKE_INCOMPLETE = "intake_incomplete"
    NOT_COLLECTED = "not_collected"
    NOT_RECORDED = "not_recorded"


class Severity(StrEnum):
    """How much a breach of a clause matters, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


STATUS_ORDER: tuple[Status, ...] = tuple(Status)
SEVERITY_ORDER: tuple[Severity, ...] = tuple(Severity)
IN_SERVICE = frozenset({"live", "stop_ordered"})
