"""Champion against challenger in words and tables: what is proven to change, and which clauses would flip."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.cells import is_recorded
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.two_models import BY_AMOUNTS, proven
from dashboard.domain.wording import plural
from dashboard.services.screens.promotion import Flip
from dashboard.services.screens.two_models import TwoModels
from dashboard.services.screens.words import count, decimal, percent, span

SAID = {"compliant": "met", "watch": "on watch", "non_compliant": "breached", "not_assessed": "not assessed",
        "not_applicable": "does not apply"}  # fmt: skip
INDEPENDENT, PAIRED = "as of different people", "of the same people"
ALONE = (
    "The clauses are judged for this use case alone, by the evaluator of the assessment, each model as of its last day."
)


def change_table(found: TwoModels) -> pd.DataFrame:
    """Every rate of every group and every metric of both, with the change and its interval."""
    return pd.DataFrame([_row(row, found.unit) for row in found.rows.to_dict("records")])


def _row(row: Mapping[Any, Any], unit: str) -> dict[str, str]:
    name, of_rate = str(row["name"]), row["about"] == "rate"
    plain = (RATES[name].plain if of_rate else METRICS[name].plain).capitalize()
    return {
        "Attribute": str(row["attribute"]).replace("_", " "),
        "Group": str(row["group"]) or "all groups",
        "Measure": _measure(plain, name, unit, of_rate=of_rate),
        "Champion": _figure(row["champion"], name, of_rate=of_rate),
        "Challenger": _figure(row["challenger"], name, of_rate=of_rate),
        "Change": _change(row),
        "Interval": _interval(row),
        "Proven": _proven(row),
        "n champion": count(row["n"]),
        "n challenger": count(row["n_challenger"]),
        "Method": PAIRED if row["paired"] else INDEPENDENT,
        "Note": ""
        if row["undefined"] is None or row["undefined"] != row["undefined"]
        else str(row["undefined"]),  # NaN
    }


def _measure(plain: str, name: str, unit: str, *, of_rate: bool) -> str:
    said = plain if of_rate else f"{plain} ({name.replace('_', ' ')})"
    in_unit = name in BY_AMOUNTS if of_rate else METRICS[name].basis == "amounts" and METRICS[name].kind == "gap"
    return f"{said}, {unit}" if in_unit and unit else said


def _figure(value: float, name: str, *, of_rate: bool) -> str:
    share = of_rate and RATES[name].scale == "share" and not RATES[name].amounts
    return percent(value) if share else decimal(value, 3)


def _change(row: Mapping[Any, Any]) -> str:
    change = float(row["change"])
    return "–" if math.isnan(change) else f"{'+' if change > 0 else ''}{decimal(change + 0.0, 3)}"


def _interval(row: Mapping[Any, Any]) -> str:
    low, high = row["low"], row["high"]
    return "–" if math.isnan(low) or math.isnan(high) else span(low, high, 3)


def _proven(row: Mapping[Any, Any]) -> str:
    low, high = row["low"], row["high"]
    if math.isnan(low) or math.isnan(high):
        return "no interval"
    return "higher" if low > 0 else "lower" if high < 0 else "not proven"


def flip_table(found: TwoModels) -> pd.DataFrame:
    """Every clause about fairness as it stands and as it would stand, flips first."""
    ordered = sorted(found.clauses, key=lambda one: (not one.flips, one.clause))
    return pd.DataFrame([_clause(one) for one in ordered])


def _clause(one: Flip) -> dict[str, str]:
    return {
        "Clause": one.clause,
        "Title": one.title,
        "Champion": SAID[one.champion],
        "Challenger": SAID[one.challenger],
        "Flips": "yes" if one.flips else "no",
        "Why for the challenger": one.reason_challenger,
        "Why for the champion": one.reason_champion,
    }


def headline(found: TwoModels) -> str:
    """Who against whom on what, how many changes are proven, and which clauses flip."""
    if found.champion is None or found.challenger is None:
        return found.why_not
    was, now = found.champion, found.challenger
    known = found.rows[found.rows["low"].notna() & found.rows["high"].notna()]
    sure = int(proven(known).sum())
    on = (
        f"the same {count(was.decisions)} rows"
        if found.paired
        else f"{count(was.decisions)} decisions ({was.window}) against {count(now.decisions)} ({now.window})"
    )
    return (
        f"{was.who.words} against {now.who.words} on {on}: {count(sure)} of {plural(len(known), 'difference')} with an "
        f"interval are proven, each at {found.confidence * 100:g} % alone. {flip_words(found)}"
    )


def flip_words(found: TwoModels) -> str:
    """What promoting would do to the clauses."""
    if not found.clauses:
        return "No clause was held against them."
    flipping = [one for one in found.clauses if one.flips]
    if not flipping:
        return f"Promoting the challenger flips none of {plural(len(found.clauses), 'clause')} about fairness."
    said = [f"{one.clause} from {SAID[one.champion]} to {SAID[one.challenger]}" for one in flipping]
    return f"Promoting the challenger flips {len(flipping)} of {len(found.clauses)} clauses: {'; '.join(said)}."


def shown_rows(found: TwoModels, name: str) -> pd.DataFrame:
    """One rate of every group, the unrecorded left out, with the numbers of `beside`."""
    rows = found.rows
    known = np.array([is_recorded(str(group)) for group in rows["group"]], dtype=bool)
    return rows[(rows["about"] == "rate") & (rows["name"] == name) & known]
