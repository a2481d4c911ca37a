"""The tables of an evidence pack, row by row, so that a large portfolio needs no more memory than one use case."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import record_as_of
from dashboard.adapters.queries import evidence_pack as queries
from dashboard.domain.counts import COUNTS
from dashboard.domain.decision_windows import fairness_checks
from dashboard.domain.summing import summed
from dashboard.services.screens.case_file import CaseFile, open_file
from dashboard.services.screens.evidence_pack import EvidencePack
from dashboard.services.screens.listed import load_measurements, load_record, plain_records, shown_measured
from dashboard.services.screens.pack_counts import Row, rate_counts, time_counts
from dashboard.services.screens.suppression import Few, tells, withheld
from dashboard.services.screens.why import why
from dashboard.services.sources import Sources

GONE = "The numbers are withheld: a group of few could be worked out from them."
_KEPT = (
    "clause", "principle", "severity", "status", "reason_code", "reason", "threshold", "measured", "since", "due",
    "waived_until",
)  # fmt: skip
FINDINGS = (
    "use_case", *_KEPT, "title", "requirement", "rule", "measured_in_words", "not_checked", "behind", "laws", "who",
    "reproduce", "behind_rows",
)  # fmt: skip
MEASUREMENTS = (
    "use_case", "as_of", "clause", "metric", "attribute", "group", "reference", "value", "low", "high", "n",
    "n_reference", "undefined", "verdict", "worst", "p", "adjusted", "compared",
)  # fmt: skip
COUNTED = ("use_case", "first_day", "last_day", "attribute", "group", *COUNTS, "withheld")
BATCHES = (
    "use_case", "id", "kind", "source", "source_sha256", "rows_stored", "rows_quarantined", "first_day", "last_day",
    "recorded_at", "recorded_seq", "retracted_seq",
)  # fmt: skip


def findings(sources: Sources, pack: EvidencePack, few: Mapping[str, Few]) -> Iterator[Row]:
    """Every current finding with its reasons and what lies behind it, as the page of the use case tells it.

    People are told by id: their titles stay here. `few` is that of `withheld_groups`.
    """
    for subject in pack.subjects:
        case = open_file(sources, subject)
        if case is None:
            continue
        nameless = replace(case, people={})
        for row in plain_records(case.findings.sort_values("clause")):
            yield _finding(sources, nameless, row, few[subject])


def _finding(sources: Sources, case: CaseFile, row: Row, few: Few) -> Row:
    told = {"use_case": case.id, **{name: row[name] for name in _KEPT}}
    told["measured"] = shown_measured(row["measured"], sources.charter.defaults.min_display)
    gone = isinstance(row["measured"], Mapping) and tells(row["measured"], few)
    if gone:
        told |= {"measured": None, "reason": GONE}
    clause = sources.charter.clause(row["clause"])
    if clause is None or row["status"] == "not_applicable":
        title = "no longer in the charter" if clause is None else clause.title
        return {**dict.fromkeys(FINDINGS), **told, "title": title}
    found = why(sources, case, clause, row)
    return {
        **told, "title": found.title, "requirement": found.requirement, "rule": found.rule,
        "measured_in_words": GONE if gone else found.measured, "not_checked": found.not_checked,
        "behind": list(found.behind.said),
        "laws": [law.said for law in found.laws], "who": list(found.acts), "reproduce": found.command,
        "behind_rows": [] if found.behind.table is None else plain_records(found.behind.table),
    }  # fmt: skip


def withheld_groups(sources: Sources, pack: EvidencePack) -> dict[str, Few]:
    """By use case the attribute and group of whatever one of the tables of counts withholds."""
    tables = (counts(sources, pack), rate_counts(sources, pack), time_counts(sources, pack))
    held = [(row["use_case"], (str(row.get("attribute")), str(row["group"]))) for rows in tables for row in rows
            if row["withheld"]]  # fmt: skip
    return {subject: frozenset(pair for one, pair in held if one == subject) for subject in pack.subjects}


def measurements(sources: Sources, pack: EvidencePack, few: Mapping[str, Few], hidden: list[int]) -> Iterator[Row]:
    """Every comparison of groups with its interval; how many are withheld as too small is added to `hidden`.

    A group that is withheld among the counts is withheld here too: what stands side by side must not be subtracted.
    """
    for subject in pack.subjects:
        rows, gone = load_measurements(sources, subject)
        safe = [row for row in rows if not tells(row, few[subject])]
        hidden.append(gone + len(rows) - len(safe))
        yield from ({"use_case": subject or "organisation", **row} for row in safe)


def counts(sources: Sources, pack: EvidencePack) -> Iterator[Row]:
    """Decisions by group over each window that fairness is judged in; tiny groups stay visible and empty."""
    last, store = pack.assessment["as_of"], DecisionStore(sources.store)
    firsts = sorted({check.window.before(last) for check in fairness_checks(sources.charter)})
    for subject in filter(None, pack.subjects):
        daily, _ = store.both_levels(sources.database, subject)
        for first in firsts:
            found = daily[(daily["day"] >= pd.Timestamp(first)) & (daily["day"] <= pd.Timestamp(last))]
            if not found.empty:
                same = {"use_case": subject, "first_day": first, "last_day": last}
                yield from ({**same, **row} for row in _counted(found, sources.charter.defaults.min_display))


def _counted(found: pd.DataFrame, least: int) -> Iterator[Row]:
    groups = summed(found, "attribute", "group")
    for row, gone in zip(plain_records(groups), withheld(groups, least), strict=True):
        numbers = {name: None if gone else int(row[name]) for name in COUNTS}
        why_not = f"fewer than {least} decisions" if row["n"] < least else "the smaller group could be worked out"
        yield {"attribute": row["attribute"], "group": row["group"], **numbers, "withheld": why_not if gone else ""}


def batches(sources: Sources, pack: EvidencePack) -> Iterator[Row]:
    """Every batch of every log, retracted ones too, with the SHA-256 of what was read."""
    for subject in pack.subjects:
        case = open_file(sources, subject)
        rows = [] if case is None else plain_records(case.batches.sort_values("recorded_seq"))
        yield from ({"use_case": subject or "organisation", **row} for row in rows)


def rows_of(sources: Sources, pack: EvidencePack, table: str) -> Iterator[Row]:
    """One of the tables about what people asked, decided and did."""
    for subject in pack.subjects:
        rows = plain_records(queries.rows_of(sources.database, table, subject))
        yield from ({"use_case": subject or "organisation", **row} for row in rows)


def records(sources: Sources, pack: EvidencePack) -> Iterator[tuple[str, Row]]:
    """Use case to its registry record at the pack's entry and, where it was another, as the assessment read it."""
    for subject in filter(None, pack.subjects):
        found = load_record(sources, subject)
        if found is None:
            continue
        record, revision = found
        judged = record_as_of(sources.database, "use_case", subject, at=int(pack.assessment["data_version"]))
        same = judged is None or judged == record
        yield subject, {"revision": revision, "record": record, "as_judged": "the same" if same else judged}


def people(sources: Sources) -> list[Row]:
    """Id and role of everybody, the key to the ids in the other tables."""
    return plain_records(queries.roles(sources.database))
