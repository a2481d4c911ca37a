"""Whose decisions a file holds: how much less than n people the decisions of each group are worth."""

import numpy as np
import pandas as pd

from dashboard.adapters.table_reader import Table
from dashboard.domain.counts import CROSS
from dashboard.domain.intersections import crossings
from dashboard.domain.repeated_subjects import effects_of, subject_sums, with_effects
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import PERIOD, coded, outcomes
from dashboard.services.periods import labels_of

_KEYS = ["attribute", PERIOD, "group"]


def widened(counts: pd.DataFrame, effects: pd.DataFrame | None) -> pd.DataFrame:
    """The counts with the design effects of their groups beside them; as they are where no subject is named."""
    return counts if effects is None else with_effects(counts, effects, _KEYS)


def effects_by_group(table: Table, request: AuditRequest) -> pd.DataFrame | None:
    """attribute, PERIOD, group and EFFECTS; None where no column names the subject."""
    sums = sums_by_group(table, request)
    return None if sums is None else effects_of(sums.drop(columns="unnamed"))


def sums_by_group(table: Table, request: AuditRequest) -> pd.DataFrame | None:
    """attribute, PERIOD, group and SUBJECT_SUMS; None where no column names the subject."""
    if request.subject is None:
        return None
    column = table.columns[request.subject]
    decided, selected = outcomes(table, request)
    rows = pd.DataFrame({"n": decided, "selected": selected, "subject": column.codes})
    rows["subject"] = rows["subject"].where(rows["subject"] >= 0)
    times = labels_of(table.columns[request.time], request.period, request.time) if request.time else None
    rows[PERIOD] = "" if times is None else np.asarray(times[1], dtype=object)[times[0]]
    rows = rows.assign(**{f"a {name}": _texts(table, name) for name in request.attributes})
    parts = []
    for names in crossings(request.attributes, intersect=request.intersect):
        group = rows[f"a {names[0]}"]
        for name in names[1:]:
            group = group + CROSS + rows[f"a {name}"]
        here = rows[rows["n"] > 0].assign(group=group)
        unnamed = here["subject"].isna().groupby([here[PERIOD], here["group"]]).sum().rename("unnamed").reset_index()
        sums = subject_sums(here, [PERIOD, "group"]).merge(unnamed, on=[PERIOD, "group"])
        parts.append(sums.assign(attribute=CROSS.join(names)))
    return pd.concat(parts, ignore_index=True)


def _texts(table: Table, name: str) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    codes, values = coded(table.columns[name])
    return np.asarray(values, dtype=object)[codes]
