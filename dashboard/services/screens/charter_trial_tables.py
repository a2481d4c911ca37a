"""Which clauses flip, what a draft of the charter would ask of people, of which laws it would speak: tables."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.domain.charter_trial import Trial
from dashboard.domain.draft_flips import WAYS
from dashboard.domain.field_words import plain_document
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.newly_required import Required
from dashboard.domain.reviews import ReviewAction
from dashboard.domain.wording import day


def clause_table(trial: Trial) -> pd.DataFrame:
    """Clauses of which findings flip, those with the most first: columns Clause, Title, Worse, Better, Comes in, Drops
    out, Findings.
    """
    titles = {flip.clause.id: flip.clause.title for flip in trial.flips}
    counts = Counter((flip.clause.id, flip.way) for flip in trial.flips)
    rows = [(name, title, *(counts[name, way] for way in WAYS)) for name, title in titles.items()]
    table = pd.DataFrame(rows, columns=["Clause", "Title", *(way.capitalize() for way in WAYS)])
    table["Findings"] = table[[way.capitalize() for way in WAYS]].sum(axis="columns")
    return table.sort_values(["Findings", "Clause"], ascending=[False, True], ignore_index=True)


def items_table(trial: Trial, names: Mapping[str, str], people: Mapping[str, str]) -> pd.DataFrame:
    """Review items that would open, change or close, of findings and of single cases, by whose they are."""
    rows = [_item(action, trial, names, people) for action in (*trial.actions, *trial.cases.actions)]
    columns = ["id", "Use case", "Clause", "Severity", "What", "For", "Due"]
    return pd.DataFrame(rows, columns=columns).sort_values(["For", "Use case", "Clause"], ignore_index=True)


def _item(action: ReviewAction, trial: Trial, names: Mapping[str, str], people: Mapping[str, str]) -> tuple[Any, ...]:
    clause = trial.now.charter.clause(action.clause) or trial.was.charter.clause(action.clause)
    known = next((item for item in trial.items if item.id == action.item), None)
    whose = action.changes.get("assignee") or (known.assignee if known else None)
    to_look = " to be looked at" if action.changes.get("kind") == "look" else ""
    what = f"{action.step.value}{to_look}" if action.item is None else f"RI-{action.item:03d} {action.step.value}"
    what += f": {action.changes['title']}" if _of_case(action) else ""
    severity = clause.severity.value if clause else ""
    name = names.get(action.use_case, action.use_case)
    return (action.use_case, name, action.clause, severity, what,
            people.get(str(whose), str(whose)) if whose else "nobody yet", action.changes.get("due"))  # fmt: skip


def _of_case(action: ReviewAction) -> bool:
    """Items of findings carry the clause's title, those of cases what is to be done by when."""
    return "case" in (action.changes.get("proof") or {})


def required_table(trial: Trial, names: Mapping[str, str]) -> pd.DataFrame:
    """Documents and sign-offs that people would newly have to bring."""
    rows = [
        (one.use_case, names[one.use_case], f"{plain_document(one.type)}, {one.kind}", ", ".join(one.clauses),
         "what there is would no longer do" if one.before else "no clause asked for it before",
         "yes" if one.held else "no", _by(one))
        for one in trial.required
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "Use case", "What", "Asked by", "Because", "Enough on file", "Needed by"])


def _by(one: Required) -> str:
    return "" if one.held else day(one.until, missing="at once")


def laws_table(trial: Trial, frameworks: Frameworks | None) -> pd.DataFrame:
    """Articles that more clauses would refer to, or fewer."""
    known = frameworks.frameworks if frameworks else {}
    rows = [
        (known[one.framework].title if one.framework in known else one.framework, one.article, len(one.before),
         len(one.after), ", ".join(one.before), ", ".join(one.after))
        for one in trial.laws
    ]  # fmt: skip
    columns = ["Law or standard", "Article", "Clauses now", "Clauses then", "Which now", "Which then"]
    return pd.DataFrame(rows, columns=columns)
