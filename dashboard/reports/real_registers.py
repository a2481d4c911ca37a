"""The sections of the real-data page about registers: what was imported, and what the charter says of ten systems."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.domain.statuses import Status
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.domain.wording import REASONS, WORDS
from dashboard.reports.real_data import Section, table
from dashboard.services.real_registers import AS_OF, NOT_CUSTOMERS, PER_AGENCY, SERVES, TEN, Imported, Judged

_DECIDED = (Status.NON_COMPLIANT, Status.WATCH, Status.COMPLIANT)


def imports_section(imported: Sequence[Imported]) -> Section:
    """Rows read and what became of them, problems by field, and the second import."""
    commands = "\n".join(
        f"python -m dashboard registry import {one.register.file} --mapping {one.register.mapping}" for one in imported
    )
    heads = ("register", "rows read", "imported", "updated", "skipped", "problems", "imported when run again")
    counts = [
        (
            one.register.title,
            *(f"{number:,}" for number in _numbers(one)),
            f"{one.again.imported + one.again.updated:,}",
        )
        for one in imported
    ]
    text = "Every row becomes an inventoried use case or is listed with its problem; both mappings are shipped."
    parts = [text, f"```\n{commands}\n```", table(heads, counts), _problems(imported)]
    return "Two public registers, imported whole", "\n\n".join(parts)


def _numbers(one: Imported) -> tuple[int, ...]:
    first = one.first
    return first.read, first.imported, first.updated, first.skipped, len(first.problems)


def _problems(imported: Sequence[Imported]) -> str:
    rows = []
    for one in imported:
        kinds = Counter((problem.field, problem.expected) for problem in one.first.problems)
        for (name, expected), times in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])):
            same = [problem for problem in one.first.problems if (problem.field, problem.expected) == (name, expected)]
            examples = "; ".join(f"row {problem.row:,} {problem.found}" for problem in same[:3])
            rows.append((one.register.title, name, f"{times:,}", examples, expected))
    return "The problems:\n\n" + table(("register", "field", "rows", "found, for example", "expected"), rows)


def onboarded_section(judged: Sequence[Judged]) -> Section:
    """How the ten were chosen, what is decided about each, and why the rest is not."""
    parts = [_how(), _systems(judged), _reasons(judged), _breaches(judged), _meaning(judged)]
    return "Ten customer-experience systems of the federal inventory, onboarded and assessed", "\n\n".join(parts)


def _how() -> str:
    words, others = ", ".join(SERVES), ", ".join(word.strip() for word in NOT_CUSTOMERS)
    return (
        "Chosen by rule, in the order of their ids: in operation and maintenance with a readable start date; the "
        f"title says one of {words}; neither title nor purpose says one of {others}; at most {PER_AGENCY} of an "
        f"agency, {TEN} in all. They are onboarded as live with what their row says and nothing else, and held "
        f"against the shipped charter as of {AS_OF.isoformat()}. Nobody answered for an agency, so this says what the "
        "register leaves open, not how an agency behaves."
    )


def _systems(judged: Sequence[Judged]) -> str:
    heads = ("use case", "team", "live since", "own status", "decided", *(WORDS[status] for status in _DECIDED))
    rows = [
        (
            one.use_case.title, one.use_case.team, one.use_case.go_live, WORDS[one.own.status],
            f"{one.own.decided} of {one.own.applicable}",
            *(sum(finding.status == status for finding in one.findings) for status in _DECIDED),
        )
        for one in judged
    ]  # fmt: skip
    return table(heads, rows)


def _reasons(judged: Sequence[Judged]) -> str:
    counted = [Counter(finding.reason_code for finding in _open(one)) for one in judged]
    codes = sorted({code for counter in counted for code in counter if code})
    rows = [
        (one.use_case.title, *(counter[code] for code in codes), sum(counter.values()))
        for one, counter in zip(judged, counted, strict=True)
    ]
    return "Not assessed, and why:\n\n" + table(("use case", *(REASONS[code] for code in codes), "in all"), rows)


def _open(one: Judged) -> list[FindingRecord]:
    return [finding for finding in one.findings if finding.status == Status.NOT_ASSESSED]


def _breaches(judged: Sequence[Judged]) -> str:
    named: Mapping[tuple[str, str], int] = Counter(
        (finding.clause.id, finding.clause.title)
        for one in judged
        for finding in one.findings
        if finding.status == Status.NON_COMPLIANT
    )
    rows = [(clause, title, times) for (clause, title), times in sorted(named.items())]
    note = (
        "What the rows do decide. They enter this registry years after they went live and name no owner, and the "
        "charter calls both a breach:"
    )
    return f"{note}\n\n{table(('clause', 'promise', 'use cases'), rows)}"


def _meaning(judged: Sequence[Judged]) -> str:
    none = sum(not any(finding.status == Status.COMPLIANT for finding in one.findings) for one in judged)
    met = sum(one.own.status == Status.COMPLIANT for one in judged)
    return (
        f"{met} of {len(judged)} meet the charter as a whole; {none} have not one clause of which that could be shown."
    )
