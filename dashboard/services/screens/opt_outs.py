"""Who was contacted by AI after an opt-out: each contact with the two rows that prove it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.checks import CountCheck
from dashboard.domain.count_findings import AFTER_OPT_OUT
from dashboard.domain.wording import plural
from dashboard.services.screens.customers import checks_of
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class OptOuts:
    """Contacts after an opt-out of one use case; each row of `contacts` names its two records.

    `by_month` counts by Month (its first day) and Channel all that is known, also before the window.
    """

    headline: str
    by_channel: pd.DataFrame
    by_month: pd.DataFrame
    contacts: pd.DataFrame
    window: str


def load_opt_outs(sources: Sources, use_case: str) -> OptOuts:
    """Contacts after an opt-out in the clause's window, beyond its grace."""
    check = next((part for part in checks_of(sources) if _counts_contacts(part)), None)
    days, grace = (
        (round(check.window.days) if check and check.window else 90),
        (check.grace.hours if check and check.grace else 0.0),
    )
    first = sources.as_of - timedelta(days=days)
    found = event_store.contacts(sources.database, DecisionStore(sources.store), [use_case])
    known = found[(found["hours"] > grace) & (found["day"] <= pd.Timestamp(sources.as_of))]
    found = found[(found["day"] > pd.Timestamp(first)) & (found["hours"] > grace)]
    found = found[found["day"] <= pd.Timestamp(sources.as_of)]
    sizes = found.groupby("channel").agg(contacts=("interaction_id", "size"), longest=("hours", "max"))
    by_channel = pd.DataFrame(
        {
            "Channel": list(sizes.index),
            "Contacts": list(sizes["contacts"]),
            "Longest after, hours": list(sizes["longest"].round(1)),
        }
    )
    said, window = plural(len(found), "conversation"), f"in {days} days, beyond {grace:g} hours of grace"
    headline = f"{said[0].upper()}{said[1:]} with AI after an opt-out {window}"
    return OptOuts(headline, by_channel, _by_month(known, first, sources.as_of), _contacts(found), window)


def _contacts(found: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Day": found["day"].dt.date, "Channel": found["channel"], "Interaction": found["interaction_id"],
            "Opt-out": found["event_id"], "History": found["ledger"], "Hours after": found["hours"].round(1),
        }
    )  # fmt: skip


def _by_month(known: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Every month from the first day on, or from the first contact, also those in which nobody was contacted."""
    months = known["day"].dt.to_period("M")
    start = min([pd.Period(first, "M"), *months])
    sizes = known.groupby([months, "channel"]).size()
    rows = [
        (month.start_time.date(), str(channel), int(sizes.get((month, channel), 0)))
        for month in pd.period_range(start, pd.Period(last, "M"), freq="M")
        for channel in sorted(set(known["channel"]))
    ]
    return pd.DataFrame(rows, columns=["Month", "Channel", "Contacts"])


def _counts_contacts(check: Any) -> bool:
    return isinstance(check, CountCheck) and check.count == AFTER_OPT_OUT
