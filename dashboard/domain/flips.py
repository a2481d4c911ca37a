"""What changed between two assessments, and why, in a plain sentence."""

from dataclasses import dataclass

from dashboard.domain.checks import EachCheck, EvidenceCheck, FairnessCheck, FieldCheck, SignOffCheck
from dashboard.domain.evidence_findings import Standing
from dashboard.domain.outcomes import Outcome
from dashboard.domain.statuses import Reason, Status

_PAPERS = {
    Standing.CURRENT: "evidence was accepted",
    Standing.LAPSED: "evidence lapsed",
    Standing.MISSED_GATE: "evidence missed its gate",
    Standing.UNDATED: "the evidence bears no date",
    Standing.MISSING: "evidence that was asked for did not come",
    Standing.REQUESTED: "evidence was asked for",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A status with its reason code."""

    status: str
    reason: str | None = None

    @property
    def waived(self) -> bool:
        """Whether a waiver stands over it."""
        return self.reason == Reason.WAIVED


@dataclass(frozen=True, slots=True)
class Charters:
    """The charter before and now: digest and version of each."""

    was: tuple[str, str] | None
    now: tuple[str, str]


def differs(was: Told | None, now: Told) -> bool:
    """Whether a finding flipped: its status, or whether a waiver stands over it."""
    return was is None or was.status != now.status or was.waived != now.waived


def cause(was: Told | None, now: Told, leaf: Outcome, row: int, charters: Charters) -> str:
    """Why a finding flipped."""
    if was is None:
        return "first assessed" if charters.was is None or charters.was[0] == charters.now[0] else _charter(charters)
    if was.waived != now.waived:
        return "a waiver was granted" if now.waived else "the waiver ended"
    if charters.was is not None and charters.was[0] != charters.now[0]:
        return _charter(charters)
    return _by_kind(now, leaf, row)


def _charter(charters: Charters) -> str:
    was = f" in place of {charters.was[1]}" if charters.was and charters.was[1] != charters.now[1] else ""
    return f"the charter changed: version {charters.now[1]}{was}"


def _by_kind(now: Told, leaf: Outcome, row: int) -> str:
    if now.status == Status.NOT_APPLICABLE or now.reason == Reason.INTAKE_INCOMPLETE:
        return "the registry changed"
    match leaf.check:
        case EvidenceCheck() | SignOffCheck():
            text = _PAPERS[Standing(int(leaf.behind.standing[row]))]
            return text.replace("evidence", "the sign-off") if isinstance(leaf.check, SignOffCheck) else text
        case FairnessCheck():
            return "no new decisions came in" if now.reason == Reason.STALE else "new decisions came in"
        case FieldCheck() | EachCheck():
            return "the registry changed"
        case _:
            return "new data came in"
