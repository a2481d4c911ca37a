"""Groups where attributes meet, worst first, and the small ones gathered in one row that everybody sees."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.domain.columns import records
from dashboard.domain.counts import CROSS, NOT_RECORDED
from dashboard.domain.fairness import METRICS, RATES, compare
from dashboard.domain.intervals import wilson, z
from dashboard.domain.summing import summed
from dashboard.domain.wording import plural
from dashboard.services.screens.compared import Compared, as_asked
from dashboard.services.screens.many import among_many, judge_many, p_in_words
from dashboard.services.screens.suppression import withheld_crossed
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.words import count, decimal, percent, span
from dashboard.services.sources import Sources

SHOWN = 8
_SAYS = {"non_compliant": "non_compliant", "point_over": "watch", "compliant": "compliant"}
_RANK = ("non_compliant", "watch", "not_assessed", "compliant")


@dataclass(frozen=True, slots=True)
class CrossedLine:
    """One crossed group against the reference of its crossing; `status` None where it is not judged.

    `p` alone and `adjusted` among all crossed groups; empty where the charter corrects for nothing.
    """

    crossing: str
    group: str
    n: int
    share: str
    compared: str
    interval: str
    status: str | None
    distance: float
    p: str = ""
    adjusted: str = ""


@dataclass(frozen=True, slots=True)
class Crossed:
    """Every crossed group that is large enough, worst first, and what the small ones are together.

    Attributes:
        title: what stands out.
        lines: judged groups.
        gathered: how many groups are too small, and their number of decisions and share together; empty if none.
        withheld: how many others are not told, because they or their attributes would give a small group away.
        least: decisions from which on a group is judged.
        among: how many comparisons these are, and what corrects for them.
    """

    title: str
    lines: tuple[CrossedLine, ...]
    gathered: tuple[str, str, str] | None
    least: int
    among: str
    withheld: int = 0


def load_crossed(sources: Sources, here: Compared) -> Crossed | None:
    """From the monthly joint counts of the window; None where nothing was crossed, or the metric has no reference."""
    del sources  # everything was read
    metric = METRICS[here.rule.metric]
    joint = here.counts.months_since(here.since)
    joint = joint[joint["attribute"].str.contains(CROSS, regex=False)]
    if joint.empty or metric.over != "reference" or metric.basis != "decisions":
        return None
    groups = summed(joint, "attribute", "group")
    few = withheld_crossed(groups, here.rule.min_display)
    gone = set(zip(groups.loc[few, "attribute"], groups.loc[few, "group"], strict=True))
    groups = groups[~few & ~groups["group"].str.contains(NOT_RECORDED, regex=False)]
    sizes = RATES[metric.rate].of(groups)[1]
    small = groups[sizes < here.rule.min_group]
    found = compare(joint, by=["attribute"], **as_asked(here.rule))
    lines = sorted(_lines(found, groups, here.rule, gone), key=_severity)
    among = among_many(here.rule, len(lines), together="of all crossed groups")
    return Crossed(_title(lines), tuple(lines), _gathered(small, here.rule), here.rule.min_group, among, len(gone))


def _lines(found: pd.DataFrame, groups: pd.DataFrame, terms: Terms, gone: set[tuple[str, str]]) -> list[CrossedLine]:
    """Of groups that are told, held against one that is."""
    rate = RATES[METRICS[terms.metric].rate]
    top, bottom = rate.of(groups)
    keys = zip(groups["attribute"], groups["group"], strict=True)
    shares = dict(zip(keys, zip(top, bottom, strict=True), strict=True))
    found = _told(found, gone)
    none = np.zeros(len(found), dtype=bool)
    many = judge_many(found, terms, left_out=none, family=pd.Series("all", index=found.index))
    judged = terms.lower is not None or terms.upper is not None
    return [
        CrossedLine(
            crossing=row["attribute"],
            group=row["group"],
            n=int(row["n"]),
            share=_share(*shares[row["attribute"], row["group"]], terms),
            compared=f"{decimal(row['value'])} of {row['reference']}",
            interval=span(row["low"], row["high"]),
            status=_SAYS.get(str(word), "not_assessed") if judged else None,
            distance=abs(float(row["value"]) - METRICS[terms.metric].ideal),
            p=p_in_words(p),
            adjusted=p_in_words(adjusted),
        )
        for row, word, p, adjusted in zip(records(found), many.said, many.p, many.adjusted, strict=True)
    ]


def _told(found: pd.DataFrame, gone: set[tuple[str, str]]) -> pd.DataFrame:
    """Comparisons that have a value and are large enough, none of whose sides is withheld."""
    told = [not {(row["attribute"], row["group"]), (row["attribute"], row["reference"])} & gone
            for row in records(found)]  # fmt: skip
    known = ~found["too_few"].astype(bool) & found["value"].notna()
    return found[known & np.array(told, dtype=bool)].reset_index(drop=True)


def _share(k: float, n: float, terms: Terms) -> str:
    low, high = wilson(k, n, z(terms.confidence))
    return f"{percent(k / n)} ({percent(float(low))} to {percent(float(high))})"


def _severity(line: CrossedLine) -> tuple[int, float]:
    return (_RANK.index(line.status) if line.status in _RANK else len(_RANK)), -line.distance


def _title(lines: list[CrossedLine]) -> str:
    breaches = sum(line.status == "non_compliant" for line in lines)
    if not lines:
        return "No crossed group is large enough to be judged"
    if breaches:
        return f"Where attributes meet: {breaches} of {plural(len(lines), 'crossed group')} outside the line"
    return f"Where attributes meet: none of {plural(len(lines), 'crossed group')} is proven outside the line"


def _gathered(small: pd.DataFrame, terms: Terms) -> tuple[str, str, str] | None:
    """Together they are shown unless even their sum could point to a person."""
    if small.empty:
        return None
    top, bottom = RATES[METRICS[terms.metric].rate].of(small)
    n, name = int(small["n"].sum()), plural(len(small), "smaller group")
    if n < terms.min_display:
        return name, f"< {terms.min_display}", "withheld"
    return name, count(n), _share(float(top.sum()), float(bottom.sum()), terms) if bottom.sum() else "not defined"


def crossed_table(found: Crossed) -> pd.DataFrame:
    """Every crossed group that is judged, and the gathered ones in the last row."""
    rows = [(line.crossing, line.group, count(line.n), line.share, line.compared, line.interval, line.status or "")
            for line in found.lines]  # fmt: skip
    if found.gathered:
        name, n, share = found.gathered
        rows.append(("all crossings", name, n, share, f"fewer than {found.least} each", "", "not judged"))
    if found.withheld:
        name = plural(found.withheld, "group")
        rows.append(("all crossings", name, "withheld", "withheld", "small, or a small one could be worked out", "",
                     "not shown"))  # fmt: skip
    names = ["Crossing", "Group", "n", "Share", "Compared", "Interval", "Status"]
    table = pd.DataFrame(rows, columns=names)
    if any(line.p for line in found.lines):
        last = [""] * (len(rows) - len(found.lines))
        table["p alone"] = [*(line.p for line in found.lines), *last]
        table["p adjusted"] = [*(line.adjusted for line in found.lines), *last]
    return table
