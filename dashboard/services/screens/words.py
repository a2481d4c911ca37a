"""The few ways of writing numbers and dates that only tables and headlines of screens need."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime

from dashboard.domain.wording import day, named, plural

HYPHEN = "\u2011"
_TOLD = {
    "approval.asked": "Submitted for approval",
    "approval.approved": "Approved",
    "approval.approved_with_conditions": "Approved with conditions",
    "approval.changes_requested": "Changes requested",
    "approval.rejected": "Rejected",
    "review_item.answer_attached": "Answer attached to a review item",
    "waiver.asked": "Waiver asked for",
    "waiver.granted": "Waiver granted",
    "waiver.refused": "Waiver refused",
    "use_case.waiver_granted": "Waiver added to the record",
    "evidence.asked": "Document filed, acceptance asked for",
    "evidence.granted": "Document accepted",
    "evidence.refused": "Document not accepted",
    "use_case.document_filed": "Document filed",
    "use_case.evidence_granted": "Document counts from now on",
    "dispute.raised": "Finding disputed",
    "dispute.upheld": "Dispute decided: the finding stands",
    "dispute.accepted": "Dispute accepted",
    "use_case.handed_over": "Handed over to somebody else",
    "saved_view.saved": "View saved",
    "saved_view.removed": "View removed",
    "telling.changed": "Changed how they are told",
    "webhook.added": "Webhook added",
    "webhook.removed": "Webhook removed",
    "calendar.made": "Calendar address made",
    "calendar.revoked": "Calendar address ended",
    "letter.written": "Letter written",
    "letter.sent": "Letter sent",
    "letter.dropped": "Letter dropped, nobody wants it",
    "letter.given_up": "Letter could not be delivered",
    "use_case.signed": "Signed off",
    "lifecycle.go_live": "Put into service",
    "lifecycle.order_stop": "Stop ordered",
    "lifecycle.withdraw_stop": "Order to stop withdrawn",
    "lifecycle.confirm_stop": "Stop confirmed",
    "lifecycle.retire": "Retired",
    "use_case.live": "Lifecycle set to live",
    "use_case.stop_ordered": "Lifecycle set to stop ordered",
    "use_case.suspended": "Lifecycle set to suspended",
    "use_case.retired": "Lifecycle set to retired",
    "charter.acknowledged": "Charter acknowledged",
    "legal_note.acknowledged": "Acknowledged that treating groups differently may be unlawful",
    "case.opened": "Case opened",
    "case.moved": "Case moved on",
    "case.imported": "Case taken in",
    "case_register.complete": "Register stated complete",
    "indicator.recorded": "Indicator recorded",
    "indicator.corrected": "Indicator corrected",
    "token.made": "Token made for a program",
    "token.pushed": "Pushed by a program",
    "token.revoked": "Token revoked",
    "staff.imported": "Staff taken in",
    "courses.imported": "Courses taken in",
    "training.imported": "Training taken in",
    "training.recorded": "Training recorded by hand",
    "training.taken_back": "Training taken back",
    "charter_draft.begun": "Draft of the charter begun",
    "charter_draft.discarded": "Draft of the charter thrown away",
    "charter.proposed": "Charter proposed",
    "charter.published": "Charter published",
    "publication.asked": "Publication in the public register asked for",
    "publication.granted": "Published in the public register",
    "publication.refused": "Not published in the public register",
    "publication.withdrawn": "Taken out of the public register",
    "pack.made": "Board pack made",
    "evidence_pack.made": "Evidence pack made",
    "model.attached": "Model attached",
    "model.detached": "Model detached",
    "features.kept": "Features of decisions kept",
    "features.erased": "Features of decisions erased",
    "single_decisions.looked_at": "Single decisions looked at",
    "use_case.submitted": "Lifecycle set to submitted",
    "use_case.approved": "Lifecycle set to approved",
    "use_case.approved_with_conditions": "Lifecycle set to approved with conditions",
    "use_case.changes_requested": "Lifecycle set to changes requested",
    "use_case.rejected": "Lifecycle set to rejected",
}
_SENTENCE = re.compile(r"(?<=[a-z0-9)])\.\s")
_BY = re.compile(r"\b(by|to) ([\w@-]+(?:\.[\w@-]+)*)")


def moment(value: datetime | None) -> str:
    """`14 Sep 2026, 04:00 UTC`."""
    return f"{day(value)}, {value:%H:%M} UTC" if value is not None else "unknown"


def count(value: float | None) -> str:
    """`12,410`."""
    return f"{int(value):,}" if value is not None and not math.isnan(value) else "–"


def decimal(value: float | None, digits: int = 2) -> str:
    """`0.71`, with a real minus sign; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.{digits}f}".replace("-", "−")


def percent(value: float | None, digits: int = 1) -> str:
    """A share as `22.3 %`."""
    return "–" if value is None or math.isnan(value) else f"{value * 100:.{digits}f} %"


def span(low: float | None, high: float | None, digits: int = 2) -> str:
    """An interval as `0.68 to 0.74`."""
    return f"{decimal(low, digits)} to {decimal(high, digits)}"


def clause_no(clause: str) -> str:
    """A clause number that does not break at its hyphen."""
    return clause.replace("-", HYPHEN)


def away(target: date | None, as_of: date) -> str:
    """`in 53 days`, `today`, `40 days overdue`."""
    if target is None:
        return ""
    days = (target - as_of).days
    if days == 0:
        return "today"
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} overdue"


def ago(since: date, as_of: date) -> str:
    """`70 days`, `today`."""
    days = (as_of - since).days
    return "today" if days == 0 else plural(days, "day")


def short_hash(value: str | None) -> str:
    """The first characters of a hash, enough to compare by eye."""
    return f"{value[:12]}…" if value else "unknown"


def sentence(text: str) -> str:
    """Text that ends like a sentence."""
    stripped = text.strip()
    return stripped if not stripped or stripped[-1] in ".!?…" else f"{stripped}."


def event_words(kind: str) -> str:
    """What an entry of the ledger says happened, such as `Use case changed`."""
    return _TOLD.get(kind) or named(kind.replace(".", " "))


def titled(text: str, people: Mapping[str, str]) -> str:
    """Text in which ids of people after `by` and `to` are replaced by what the screen calls them."""
    return _BY.sub(lambda found: f"{found[1]} {people.get(found[2], found[2])}", text)


def sentences(text: str) -> list[str]:
    """A reason in its sentences, each with its full stop."""
    return [f"{one.rstrip('.')}." for one in _SENTENCE.split(text) if one]


def apart(one: str, other: str) -> tuple[str, str]:
    """Two reasons without the sentences that stand in both; whole where nothing would be left of either."""
    first, second = sentences(one), sentences(other)
    left = tuple(" ".join(part for part in mine if part not in theirs)
                 for mine, theirs in ((first, second), (second, first)))  # fmt: skip
    return (left[0], left[1]) if all(left) else (one, other)


def absent(value: object) -> bool:
    """Whether a cell of a frame holds nothing."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or value != value  # noqa: PLR0124


def as_moment(value: object) -> datetime | None:
    """A cell of a frame as a moment."""
    return None if absent(value) else datetime.fromisoformat(str(value))


def as_date(value: object) -> date | None:
    """A cell of a frame as a date."""
    if absent(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
