"""Why a finding says what it says: clause, rule, measured value, what lies behind it, who must act."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.queries.fairness import amount_units
from dashboard.domain.charter import Clause
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.wording import day, plural
from dashboard.services.screens.behind import behind
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.disputes import DisputeLine, dispute_line
from dashboard.services.screens.figures import figures_of
from dashboard.services.screens.group_plot import GroupPlot, group_plot, measured_in_words
from dashboard.services.screens.laws import LawLine, laws_behind
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.portfolio import of_amounts
from dashboard.services.screens.quantile_behind import counted_tables
from dashboard.services.screens.rules import rule_in_words
from dashboard.services.screens.words import absent, ago, as_date, away, sentence
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class WhyFinding:
    """One finding explained; every text is plain, nothing in it is markup."""

    clause: str
    title: str
    status: str
    severity: str
    waived_until: date | None
    requirement: str
    rule: str
    measured: str
    not_checked: str
    groups: GroupPlot | None
    behind: Behind
    since: tuple[str, ...]
    acts: tuple[str, ...]
    overdue: bool
    laws: tuple[LawLine, ...]
    command: str
    item: int | None
    dispute: DisputeLine | None = None
    counts: tuple[tuple[str, pd.DataFrame], ...] = ()


def why(sources: Sources, case: CaseFile, clause: Clause, finding: Mapping[str, Any]) -> WhyFinding:
    """The explanation of one finding from what the assessment stored."""
    confidence = getattr(clause.check, "confidence", None) or sources.charter.defaults.confidence
    plot = _plot(sources, case, clause, confidence)
    item = case.item_of(clause.id)
    due = as_date((item or finding)["due"])
    return WhyFinding(
        clause=clause.id,
        title=clause.title,
        status="waived" if finding["reason_code"] == "waived" else str(finding["status"]),
        severity=str(finding["severity"]),
        waived_until=as_date(finding["waived_until"]),
        requirement=clause.requirement,
        rule=rule_in_words(_as_applied(clause, plot), sources.charter.defaults),
        measured=_measured(finding, case, plot, confidence),
        not_checked=_not_checked(clause, case, plot),
        groups=plot,
        behind=behind(clause.check, case, sources.as_of),
        since=_since(finding, case, sources.as_of),
        acts=_acts(case, item, due, sources.as_of),
        overdue=due is not None and due < sources.as_of,
        laws=laws_behind(clause, sources.frameworks, sources.as_of),
        command=_command(case, sources.as_of),
        item=int(item["id"]) if item else None,
        dispute=dispute_line(sources, case, clause.id),
        counts=counted_tables(sources, case, clause.check),
    )


def _plot(sources: Sources, case: CaseFile, clause: Clause, confidence: float) -> GroupPlot | None:
    """The groups behind it; amounts with what they are measured in."""
    plot = group_plot(clause, case.measurements, confidence, least=sources.charter.defaults.min_display)
    if plot is None or not of_amounts([plot.metric]):
        return plot
    unit = amount_units(sources.database).get(case.id, "")
    return replace(plot, figures=figures_of(plot.metric, unit))


def _command(case: CaseFile, as_of: date) -> str:
    subject = "" if case.is_organisation else f" --use-case {case.id}"
    return f"python -m dashboard check{subject} --as-of {as_of.isoformat()} --format json"


def _measured(finding: Mapping[str, Any], case: CaseFile, plot: GroupPlot | None, confidence: float) -> str:
    measured = finding["measured"]
    worst = (
        [dot for dot in plot.dots if dot.group == measured.get("group")] if plot and isinstance(measured, dict) else []
    )
    if plot is None or not worst:
        return sentence(case.titled(str(finding["reason"])))
    line = f" The charter's line: {finding['threshold']}." if not absent(finding["threshold"]) else ""
    return f"{measured_in_words(worst[0], plot, confidence)}{line}"


def _as_applied(clause: Clause, plot: GroupPlot | None) -> Clause:
    """The clause with the one metric that this use case is judged by, where the charter lets the intake choose."""
    check = clause.check
    if plot is None or not isinstance(check, FairnessCheck) or not isinstance(check.between, dict):
        return clause
    band = check.between.get(plot.metric)
    if band is None:
        return clause
    chosen = check.model_copy(update={"fairness": plot.metric, "metric_from": None, "between": band})
    return clause.model_copy(update={"check": chosen})


def _not_checked(clause: Clause, case: CaseFile, plot: GroupPlot | None) -> str:
    parts = [sentence(clause.not_checked[:1].upper() + clause.not_checked[1:])] if clause.not_checked else []
    if plot is not None:
        parts += [sentence(text) for text in not_collected(case)]
        undecided = [dot.group for dot in plot.dots if dot.verdict == "undecided" or dot.undefined]
        parts += [f"Not decided for {plot.attribute}: {', '.join(undecided)}."] if undecided else []
    return " ".join(parts)


def not_collected(case: CaseFile) -> list[str]:
    """Protected attributes that are deliberately not collected, with who decided so."""
    attributes = case.record.get("protected_attributes") or {}
    return [
        f"{name.replace('_', ' ').capitalize()} is not collected: {value.get('not_collected')}"
        f" (decided by {case.person(value.get('decided_by')) or 'nobody on record'})"
        for name, value in attributes.items()
        if isinstance(value, dict)
    ]


def _since(finding: Mapping[str, Any], case: CaseFile, as_of: date) -> tuple[str, ...]:
    since = as_date(finding["since"]) or as_of
    lines = [f"{day(since)}, {ago(since, as_of)}"]
    before = [(version, live) for version, live in case.deployments() if live <= since]
    if before and (since - before[-1][1]).days <= 180:
        version, live = before[-1]
        lines.append(f"{plural((since - live).days, 'day')} after model version {version} went live")
    return tuple(lines)


def _acts(case: CaseFile, item: Mapping[str, Any] | None, due: date | None, as_of: date) -> tuple[str, ...]:
    assignee = case.person(item["assignee"]) if item else None
    owner = case.person(case.record.get("owner")) or case.record.get("team")
    owner = "Chief AI ethics officer" if case.is_organisation else owner
    who = f"{assignee} (assigned)" if assignee else f"{owner} (owner)" if owner else "Nobody yet: no owner is recorded"
    return (who, f"{day(due)}, {away(due, as_of)}") if due else (who, "No date set")


def why_frame(explained: WhyFinding) -> pd.DataFrame:
    """The explanation as rows, for a download."""
    rows = {
        "Clause": f"{explained.clause} {explained.requirement}",
        "Rule": explained.rule,
        "Measured": explained.measured,
        "Not checked": explained.not_checked,
        "Behind it": "; ".join(explained.behind.said),
        "Since": "; ".join(explained.since),
        "Who acts, by when": "; ".join(explained.acts),
        "Law behind it": "; ".join(law.said for law in explained.laws),
        "Reproduce": explained.command,
    }
    return pd.DataFrame({"What": list(rows), "Says": list(rows.values())})
