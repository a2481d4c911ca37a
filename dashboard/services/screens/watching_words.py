"""What weekly looks conclude, in words and as a table, and why an ordinary interval would mislead."""

import pandas as pd

from dashboard.domain.metrics import RATES
from dashboard.domain.sequences import CUSUM_ALARMS, NAIVE_ALARMS, SEQUENCE_ALARMS
from dashboard.domain.wording import day, plural
from dashboard.services.screens.watching import Run, Watching
from dashboard.services.screens.words import decimal, percent, span

WHY_NOT_WEEKLY = (
    "Why not the ordinary interval? Looked at every week for a year, a 95 % interval calls a fair system unfair at "
    f"some look in {percent(NAIVE_ALARMS, 0)} of fair histories, because each look is one more chance to be wrong; "
    f"this one does so in {percent(SEQUENCE_ALARMS)}, and the dating in {percent(CUSUM_ALARMS)} (4,000 simulated "
    "histories)."
)

EACH_ALONE = "Here every decision is counted as its own person: who comes again is known within a month only."


def watched_words(found: Watching) -> str:
    """Whether it is real and since when, in one sentence about the newest version."""
    run, who = found.newest, f"{found.against.group} against {found.against.reference}"
    also = f" and for all {found.groups} groups" if found.groups > 1 else ""
    together = f"holds at all looks together{also}, {found.confidence * 100:g} %"
    began = f"about the week of {day(run.began)}" if run.began else ""
    if run.real is not None:
        tail = f"it began {began}" if began else "when it began cannot be dated"
        return f"{who}: real since the week of {day(run.real)} ({together}); {tail}."
    since = f"over all {plural(len(run.looks), 'weekly look')} since version {run.version} went live"
    tail = f", but something has piled up since {began}" if began else ""
    return f"{who}: {since}, not proven to be {_worse(found)}{_last(run)} ({together}){tail}."


def _last(run: Run) -> str:
    known = [look for look in run.looks if look.value is not None]
    return f": {decimal(known[-1].value)}, {span(known[-1].low, known[-1].high)}" if known else ""


def _worse(found: Watching) -> str:
    if found.metric.kind == "gap" or found.line == 1:
        return "worse off"
    side = "above" if RATES[found.metric.rate].error else "below"
    return f"{side} the charter's {decimal(found.line)}"


def watching_table(found: Watching) -> pd.DataFrame:
    """Every look at every version."""
    rows = [(run, look) for run in found.runs for look in run.looks]
    return pd.DataFrame(
        {
            "Version": [run.version for run, _ in rows],
            "Week of": [look.week for _, look in rows],
            "All looks so far": [look.value for _, look in rows],
            "Low": [look.low for _, look in rows],
            "High": [look.high for _, look in rows],
            "n": [look.n for _, look in rows],
            "n of reference": [look.n_reference for _, look in rows],
            "Proven": ["yes" if run.real is not None and look.week >= run.real else "" for run, look in rows],
            "Began": ["about here" if look.week == run.began else "" for run, look in rows],
        }
    )
