"""A past day as JSON: what was reported on it, or what is known about it now, with what limits the answer."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dashboard.domain.reported import Held, Key, own_then
from dashboard.domain.wording import shown_status
from dashboard.services.known_now import WHAT_IS_TODAYS, KnownNow
from dashboard.services.reported import Reported
from dashboard.services.screens.listed import shown_measured


def reported_json(found: Reported, now: KnownNow | None, *, only: str | None, least: int) -> dict[str, Any]:
    """The day, its assessment and charter, own statuses and findings; `known` is `then` or `now`.

    Args:
        found: what was reported.
        now: what is known now; None for what was reported.
        only: this use case alone.
        least: values with fewer people behind them are withheld.
    """
    held = found.held if now is None else now.held
    held = {key: one for key, one in sorted(held.items()) if only is None or key[0] == only}
    run = found.run
    return {
        "as_of": found.asked.isoformat(),
        "known": "then" if now is None else "now",
        "assessment": {
            "id": run.id, "as_of": run.as_of.isoformat(), "recorded_at": run.recorded_at.isoformat(),
            "data_version": run.data_version,
        },
        "charter": {"version": run.charter_version, "digest": run.charter_digest},
        "notes": [*found.notes, *(() if now is None else (WHAT_IS_TODAYS,))],
        "summary": dict(Counter(_shown(one) for key, one in held.items() if _served(key, found))),
        "use_cases": _use_cases(held, found),
        "findings": _findings(held, now, least),
    }  # fmt: skip


def _served(key: Key, found: Reported) -> bool:
    return not key[1] and key[0] in found.cases and found.cases[key[0]].serves(found.run.as_of)


def _use_cases(held: Mapping[Key, Held], found: Reported) -> list[dict[str, Any]]:
    return [
        {"use_case": name or None, "in_service": _served((name, ""), found), "status": _shown(own.held),
         "since": _iso(own.held), "decided": own.decided, "applicable": own.applicable}
        for name, own in own_then(held).items()
    ]  # fmt: skip


def _findings(held: Mapping[Key, Held], now: KnownNow | None, least: int) -> list[dict[str, Any]]:
    more = {} if now is None else {one.key: one for one in now.records}
    rows = []
    for key, one in held.items():
        if key[1]:
            row = {"use_case": key[0] or None, "clause": key[1], "status": _shown(one), "since": _iso(one)}
            if key in more:
                spelled = more[key].spelled
                row |= {"measured": shown_measured(spelled.measured, least), "threshold": spelled.threshold,
                        "reason": spelled.reason}  # fmt: skip
            rows.append(row)
    return rows


def _shown(one: Held) -> str:
    return str(shown_status(one.status, waived=one.waived))


def _iso(one: Held) -> str | None:
    return None if one.since is None else one.since.isoformat()
