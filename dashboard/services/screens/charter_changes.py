"""Two charters compared in words: what became of each clause, as somebody would say it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.charter import Charter, Defaults
from dashboard.domain.charter_changes import ClauseChange, compare_charters
from dashboard.domain.wording import day, plural, sentence_case
from dashboard.services.screens.changed_fields import field_in_words, in_defaults
from dashboard.services.screens.measured_rules import length_in_words
from dashboard.services.screens.rules import rule_in_words, scope_in_words


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What became of a clause: `kind` is new, gone or changed; each sentence says one thing."""

    id: str
    title: str
    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two charters in words; `whole` is what changes beside the clauses."""

    headline: str
    whole: tuple[str, ...]
    clauses: tuple[ClauseWords, ...]

    def table(self) -> pd.DataFrame:
        """Columns Clause, Title, What, Change: one row for each sentence."""
        rows = [("", "The charter as a whole", "changed", said) for said in self.whole]
        rows += [(one.id, one.title, one.kind, said) for one in self.clauses for said in one.sentences]
        return pd.DataFrame(rows, columns=["Clause", "Title", "What", "Change"])


def compared(before: Charter, after: Charter) -> Compared:
    """Every difference between two charters, clause by clause."""
    found = compare_charters(before, after)
    fields = set(Defaults.model_fields)
    said = (in_defaults(moved) if moved.field in fields else field_in_words(moved) for moved in found.whole)
    whole = [sentence_case(f"{one}.") for one in said]
    clauses = tuple(_clause(one, before.defaults, after.defaults) for one in found.clauses)
    return Compared(_headline(before, after, clauses, len(whole)), tuple(whole), clauses)


def _headline(before: Charter, after: Charter, clauses: tuple[ClauseWords, ...], whole: int) -> str:
    counts = {kind: sum(one.kind == kind for one in clauses) for kind in ("changed", "new", "gone")}
    said = f"{plural(counts['changed'], 'clause')} changed, {counts['new']:,} new, {counts['gone']:,} gone"
    beside = f"; {plural(whole, 'change')} beside the clauses" if whole else ""
    return f"{before.version} ({day(before.effective)}) and {after.version} ({day(after.effective)}): {said}{beside}"


def _clause(change: ClauseChange, was: Defaults, now: Defaults) -> ClauseWords:
    clause, kind = change.clause, change.kind
    if kind == "changed":
        sentences = tuple(sentence_case(f"{field_in_words(moved)}.") for moved in change.moved)
    else:
        sentences = tuple(_whole(change, now if kind == "new" else was))
    return ClauseWords(clause.id, clause.title, kind, sentences)


def _whole(change: ClauseChange, defaults: Defaults) -> Iterator[str]:
    clause = change.clause
    yield f"{'New' if change.kind == 'new' else 'No longer promised'}: {clause.requirement}"
    yield f"The rule{'' if change.kind == 'new' else ' was'}: {rule_in_words(clause, defaults)}"
    if change.kind == "new":
        yield f"It binds: {scope_in_words(clause)}."
        within = length_in_words(clause.remediate_within)
        yield f"{clause.severity.capitalize()} severity, to be put right within {within}."
