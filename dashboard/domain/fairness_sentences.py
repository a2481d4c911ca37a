"""What the counts say, in a sentence: the reasons of `fairness` findings, with interval, n and what was left out."""

from typing import Any

import numpy as np

from dashboard.domain.attribute_plans import EXPLAINED, UNEXPLAINED
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.decision_facts import NOBODY
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness_findings import Measurements
from dashboard.domain.field_words import plain_words
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.outcomes import REASON_CODE
from dashboard.domain.outlook_sentences import extremes_sentence, labels_sentence, pace_of, settling_sentence
from dashboard.domain.record_columns import Table
from dashboard.domain.recurring_sentences import people_of, recurring_sentence
from dashboard.domain.reversals import beside_sentence
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.wording import day, listed, sentence_case, share

_VERDICTS = {
    Status.NON_COMPLIANT: "the whole interval is outside",
    Status.WATCH: "the estimate is outside, its interval is not: over the line, not proven",
    Status.COMPLIANT: "every judged group lies wholly inside",
    Status.NOT_ASSESSED: "the interval crosses the line, so nothing is proven",
}


def fairness_sentence(
    found: Measurements, subject: Subject, row: int, said: tuple[Status, Reason | None], *, terms: Terms
) -> str:
    """The deciding comparison, or why there is none; groups not tested at the end."""
    reason = said[1]
    simple = _simple(found, subject, row, reason, terms)
    untested = groups_not_tested(found, subject.table, row)
    tail = f" Not tested: {'; '.join(untested)}." if untested else ""
    if simple:
        return simple + tail
    worst = worst_comparison(found, row)
    if worst is None:
        return f"There are no two groups to compare.{tail}"
    if reason == Reason.TOO_FEW:
        return _too_few(found, subject, row, worst, terms) + tail
    line = threshold_text(found.check, str(worst["metric"]))
    beside = beside_sentence(worst, plain_words(found.check.within or ""))
    open_ = said[0] is not Status.COMPLIANT and worst["verdict"] in ("undecided", "point_over")
    settling = settling_sentence(found, subject, row, worst, terms=terms) if open_ else ""
    labels = labels_sentence(found, subject, row, worst, terms=terms)
    again = _recurring(found, subject, row, worst, terms)
    told = (_by_scores(worst), _by_amounts(worst, subject, row), _among_all(worst), beside, labels, again, settling)
    remarks = " ".join(filter(None, told))
    return f"{_measured(worst)}; the line is {line}: {_VERDICTS[said[0]]}. {remarks}".rstrip() + tail


def _by_scores(worst: dict[str, Any]) -> str:
    """How many people the ranking rests on, and what bins of scores hide of it."""
    if "bound" not in worst:
        return ""
    unit, people = RATES[METRICS[str(worst["metric"])].rate].unit, int(worst["denominator"])
    rests = f"It rests on {people:,} {unit}."
    if not worst["bound"]:
        return f"{rests} Every score was counted by its value."
    moved = f"which may have moved it by {worst['bound']:.4f}"
    return f"{rests} Scores were counted in bins, {moved}; the interval holds that."


def _by_amounts(worst: dict[str, Any], subject: Subject, row: int) -> str:
    """What the amounts are measured in; how many there are stands beside the interval."""
    said = f"Amounts in {subject.decisions.units.get(row) or 'no known unit'}; decisions without one are left out."
    return said if METRICS[str(worst["metric"])].basis == "amounts" else ""


def _recurring(found: Measurements, subject: Subject, row: int, worst: dict[str, Any], terms: Terms) -> str:
    """What people who come again did to the interval (to that of scores and amounts nothing), or that nobody knows."""
    people = people_of(
        subject.decisions.people.get(round(found.check.window.days), NOBODY), row, str(worst["attribute"])
    )
    labels = any(RATES[name].labels for name in METRICS[str(worst["metric"])].rates)
    sides = worst["group"], worst["reference"]
    least = terms.defaults.min_display
    return recurring_sentence(people, sides, labels=labels, least=least, basis=found.check.basis)


def _among_all(worst: dict[str, Any]) -> str:
    """How surprising the comparison is alone and among all of the assessment, where the charter corrects for them."""
    if np.isnan(worst.get("adjusted", np.nan)):
        return ""
    many = int(worst["compared"])
    return f"p = {worst['p']:.2g} alone, {worst['adjusted']:.2g} among {many:,} comparisons (Benjamini–Hochberg)."


def groups_not_tested(found: Measurements, table: Table, row: int) -> list[str]:
    """Protected attributes that were left out, each with the recorded reason and decider."""
    recorded = getattr(table.records[row], "protected_attributes", None) or {}
    names = [
        name for name, state in zip(found.plan.attributes, found.plan.state[row], strict=True) if state == EXPLAINED
    ]
    return [
        f"{plain_words(name)} ({recorded[name].not_collected}, decided by {recorded[name].decided_by})"
        for name in names
    ]


def worst_comparison(found: Measurements, row: int) -> dict[str, Any] | None:
    """The comparison that stands for the finding."""
    made, held = found.made, found.made.of(row)
    if held.start == held.stop:
        return None
    index = held.start + int(np.argmax(found.worst[held]))
    columns = {**made.texts, **made.numbers}
    return {
        "attribute": found.plan.attributes[made.cell[index]],
        **{name: item[index] for name, item in columns.items()},
    }


def threshold_text(check: FairnessCheck, metric: str) -> str:
    """`between 0.8 and 1.25`, `at least 0.8`, `at most 0.1`."""
    between = check.between.get(metric) if isinstance(check.between, dict) else check.between
    if between:
        return f"between {between[0]:g} and {between[1]:g}"
    limits = [("at least", check.at_least), ("at most", check.at_most)]
    return " and ".join(f"{word} {limit:g}" for word, limit in limits if limit is not None)


def _simple(found: Measurements, subject: Subject, row: int, reason: Reason | None, terms: Terms) -> str | None:
    if reason == Reason.INTAKE_INCOMPLETE:
        return "No fairness metric with a line in this clause was recorded at intake."
    if reason == Reason.STALE:
        last = subject.decisions.last_day[row].item()
        limit = terms.defaults.stale_after.words
        return f"The newest decision is of {day(last)}, more than {limit} before {day(terms.as_of)}."
    if reason == Reason.NO_DATA:
        return _no_data(found, subject, row)
    names = _attributes(found, row, reason)
    if reason == Reason.NOT_COLLECTED:
        names = [
            name
            for name, state in zip(found.plan.attributes, found.plan.state[row], strict=True)
            if state == UNEXPLAINED
        ]
        what = sentence_case(listed(_plain(names))) or "No attribute"
        return f"{what} is collected by nobody, and no reason with its decider is recorded."
    if reason == Reason.NOT_RECORDED:
        missing = [float(found.missing[row, found.plan.attributes.index(name)]) for name in names]
        shares = [f"{name} for {share(part, 1)}" for name, part in zip(_plain(names), missing, strict=True)]
        limit = share(terms.defaults.max_not_recorded, 1)
        return f"Not recorded: {listed(shares)} of decisions; at most {limit} may be unknown."
    return None


def _no_data(found: Measurements, subject: Subject, row: int) -> str:
    if np.isnat(subject.decisions.last_day[row]):
        return "No decision log has been read yet."
    names = _attributes(found, row, Reason.NO_DATA)
    what, held = listed(_plain(names)) or "any attribute", found.check.basis
    return f"The log of the last {found.check.window.words} holds no {held} by {what}."


def _attributes(found: Measurements, row: int, reason: Reason | None) -> list[str]:
    if reason is None:
        return []
    codes = found.reason[row]
    return [name for name, code in zip(found.plan.attributes, codes, strict=True) if code == REASON_CODE[reason]]


def _plain(names: list[str]) -> list[str]:
    return [plain_words(name) for name in names]


def _measured(worst: dict[str, Any]) -> str:
    metric = METRICS[str(worst["metric"])]
    against = "" if worst["reference"] is None else f" against {worst['reference']}"
    name = f"{plain_words(worst['attribute'])} {worst['group']}{against}"
    interval = f"interval {worst['low']:.3f} to {worst['high']:.3f}, n = {int(worst['n']):,}"
    return f"{metric.plain} ({plain_words(metric.name)}), {name}: {worst['value']:.3f} ({interval})"


def _too_few(found: Measurements, subject: Subject, row: int, worst: dict[str, Any], terms: Terms) -> str:
    metric, needed = METRICS[str(worst["metric"])], found.check.min_group
    unit, attribute = RATES[metric.rate].unit, sentence_case(plain_words(str(worst["attribute"])))
    if metric.over == "all":
        return (
            f"{attribute}: {worst['undefined']}. {extremes_sentence(found, subject, row, worst, terms=terms)}".rstrip()
        )
    smaller = min(int(worst["denominator"]), int(worst["denominator_reference"]))
    group = worst["group"] if smaller == int(worst["denominator"]) else worst["reference"]
    if smaller >= needed:
        return f"{attribute} {group}: {worst['undefined'] or 'not enough to judge'}."
    least = terms.defaults.min_display
    if smaller < least:
        return f"{attribute} {group}: fewer than {least} of the {needed:,} {unit} needed."
    when = pace_of(subject, row, terms, found.check).when(needed / smaller)
    return f"{attribute} {group}: {smaller:,} of the {needed:,} {unit} needed, {needed - smaller:,} more; {when}."
