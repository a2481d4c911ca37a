"""Risk tiers in order, and what a ruling on a lower one does to the record.

Anybody who may change a use case may raise its tier, at once. A lower one is asked for with a reason and counts only
when somebody who is not involved grants it; that holds for a draft too, or its owner would tier their own work.
"""

from collections.abc import Mapping
from typing import Any

from dashboard.domain.approvals import fingerprint
from dashboard.domain.intake_record import put
from dashboard.domain.registry import Tier, UseCase
from dashboard.domain.requests import Ruling
from dashboard.errors import Conflict

ORDER: tuple[Tier, ...] = ("out_of_scope", "minimal", "limited", "high", "needs_review", "prohibited")


def lowers(before: Tier | None, after: Tier | None) -> bool:
    """Whether a change of tier asks less of the use case; an unknown tier asks nothing, so losing one lowers it."""
    if before is None:
        return False
    return after is None or ORDER.index(after) < ORDER.index(before)


def with_fields(use_case: UseCase, tier: Tier, triage: Mapping[str, Any], fields: Mapping[str, Any]) -> UseCase:
    """The record with another tier.

    Args:
        use_case: as it is.
        tier: as it shall be.
        triage: the parts of the triage that change; an approval of the tier before does not hold for this one.
        fields: path to value, what new answers say about the record.
    """
    record = use_case.model_dump(mode="json", exclude_none=True)
    kept = {name: value for name, value in record.get("triage", {}).items() if name not in _OF_A_PERSON}
    record |= {"risk_tier": tier, "triage": {**kept, **triage}}
    for path, value in fields.items():
        put(record, path, value)
    return UseCase.model_validate(record)


def with_tier(use_case: UseCase, ruling: Ruling) -> UseCase:
    """The record with the tier that was granted, by whom, when and why.

    Raises:
        Conflict: the tier, or anything material, was changed after it was asked for.
    """
    details = ruling.request.details
    if use_case.risk_tier != details["from"]:
        raise Conflict(
            f"The tier of {use_case.id} was {details['from']} when a lower one was asked for, and is "
            f"{use_case.risk_tier} now. It has to be asked for again."
        )
    if details.get("of", fingerprint(use_case)) != fingerprint(use_case):
        raise Conflict(
            f"{use_case.id} was changed materially after a lower tier was asked for. It has to be asked for again."
        )
    tier: Tier = next(one for one in ORDER if one == ruling.request.subject)
    approval = {"approved_by": ruling.ruled_by, "approved_on": ruling.on.isoformat(), "reason": ruling.reason}
    return with_fields(use_case, tier, {**details.get("triage", {}), **approval}, details.get("fields", {}))


_OF_A_PERSON = frozenset({"approved_by", "approved_on", "reason"})
