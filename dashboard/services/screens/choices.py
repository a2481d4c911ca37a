"""What customers have chosen, by channel and month; which identities match; what proves it; what must be erased.

Consent and preference stand apart. Numbers of customers below the charter's `min_display` are not shown one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters import event_store, repository
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.consent_records import KNOWN
from dashboard.domain.erasure import erasure_sentence
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import plural
from dashboard.services.screens.words import percent
from dashboard.services.sources import Sources

LEDGERS: Mapping[str, tuple[str, str]] = {
    "consent": ("Consent", "A legal ground that customers gave, refused or withdrew"),
    "preference": ("Preference", "Objections, and the charter's right to have no AI; not a withdrawal of consent"),
}
STATES = {"in": "Opted in", "out": "Opted out", "lapsed": "Expired or unknown (reads as no)"}
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Ledger:
    """One of the two histories: the state now, by month, and the share opted out by channel and month."""

    title: str
    about: str
    now: pd.DataFrame
    months: pd.DataFrame
    shares: dict[str, tuple[tuple[date, float], ...]]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything about choices of one use case; `steps` compares leaving AI with coming back, by channel."""

    ledgers: tuple[Ledger, ...]
    identities: str
    erasure: str
    steps: pd.DataFrame


def load_choices(sources: Sources, use_case: str) -> Choices | None:
    """The choices of a use case's customers; None where nobody has this id."""
    found = repository.use_case_record(sources.database, use_case)
    if found is None:
        return None
    store = DecisionStore(sources.store)
    counts = event_store.choices(sources.database, store, [use_case])
    counts = counts[counts["day"] <= pd.Timestamp(sources.as_of)]
    least = sources.charter.defaults.min_display
    ledgers = tuple(_ledger(counts, name, sources.as_of, least) for name in LEDGERS if (counts["ledger"] == name).any())
    matched = event_store.about(sources.database, event_store.CHOICE_KIND, use_case)
    return Choices(ledgers, _identities(matched), _erasure(found[0], counts, least), _steps(found[0]))


def _ledger(counts: pd.DataFrame, name: str, as_of: date, least: int) -> Ledger:
    own, known = counts[counts["ledger"] == name], counts[counts["state"] == KNOWN]
    title, about = LEDGERS[name]
    ends = [pd.Timestamp(as_of) - pd.offsets.MonthEnd(back) for back in range(MONTHS, 0, -1)] + [pd.Timestamp(as_of)]
    rows = [row for end in ends for row in _state(own[own["day"] <= end], known[known["day"] <= end], end, least)]
    frame = pd.DataFrame(rows)
    now = frame[frame["Day"] == as_of].drop(columns=["Day", "Share"]) if len(frame) else frame
    shares: dict[str, list[tuple[date, float]]] = {}
    for row in rows:
        if row["Share"] is not None and row["Purpose"] == "any":
            shares.setdefault(str(row["Channel"]), []).append((row["Day"], row["Share"]))
    months = frame.drop(columns=["Share"]) if len(frame) else frame
    return Ledger(title, about, now, months, {place: tuple(points) for place, points in shares.items()})


def _state(own: pd.DataFrame, known: pd.DataFrame, end: pd.Timestamp, least: int) -> list[dict[str, Any]]:
    """A row per channel and purpose at the end of a day."""
    sums = own.groupby(["channel", "purpose", "state"])["customers"].sum()
    seen = known.groupby("channel")["customers"].sum()
    rows = []
    for channel, purpose in sorted({(place, what) for place, what, _ in sums.index}):
        numbers = {state: int(sums.get((channel, purpose, state), 0)) for state in STATES}
        total = max(int(seen.get(channel, 0)), sum(numbers.values()))
        told: dict[str, Any] = {"Day": end.date(), "Channel": channel, "Purpose": purpose or "any"}
        told |= {STATES[state]: _shown(n, least) for state, n in numbers.items()}
        share = numbers["out"] / total if total >= least and (numbers["out"] >= least or not numbers["out"]) else None
        said = "–" if share is None else percent(share, 1)
        told |= {"Customers known": _shown(total, least), "Share opted out": said, "Share": share}
        rows.append(told)
    return rows


def _shown(n: int, least: int) -> str:
    return f"{n:,}" if n == 0 or n >= least else f"fewer than {least}"


def _identities(matched: Mapping[str, int]) -> str:
    customers, met = int(matched.get("customers", 0)), int(matched.get("met", 0))
    if not customers:
        return ""
    missing = customers - met
    if not missing:
        return f"All {plural(customers, 'customer')} of the consent history were met in a conversation."
    return (
        f"{missing:,} of {plural(customers, 'customer')} in the consent history ({percent(missing / customers, 1)}) "
        "were met in no conversation: they never came, or their identities could not be matched."
    )


def _erasure(record: UseCase, counts: pd.DataFrame, least: int) -> str:
    """Rule 8: what follows from withdrawals where customers' data train a model."""
    out = counts[(counts["ledger"] == "consent") & (counts["state"] == "out")]
    standing = int(out["customers"].sum())
    if not standing or record.trains_on_customer_data is not True:
        return ""
    said = f"{_shown(standing, least).capitalize()} refusals and withdrawals of consent stand, each channel counted. "
    return said + erasure_sentence(record.training_sources)


def _steps(record: UseCase) -> pd.DataFrame:
    rows = []
    for channel in record.channels or []:
        out, back = channel.opt_out, channel.opt_in
        leave, come = (None if one is None else one.steps for one in (out, back))
        judged = None if leave is None or come is None else leave <= come
        words = {None: "? Unknown", True: "✓ As easily out as in", False: "✕ Harder out than in"}
        rows.append(
            {
                "Channel": channel.id, "Customers leave AI by": (out and out.mechanism) or "unknown",
                "Steps to leave": leave, "Steps to come back": come, "Compared": words[judged],
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Channel", "Customers leave AI by", "Steps to leave", "Steps to come back",
                                        "Compared"])  # fmt: skip
    return frame.astype({"Steps to leave": "Int64", "Steps to come back": "Int64"})
