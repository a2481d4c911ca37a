"""Review items of a past day, as the ledger's entries held them: the queue, and one with its history."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.adapters.history import Entry, entries_until, records_as_of
from dashboard.domain.case_promises import TASK
from dashboard.domain.reviews import FROM_FINDINGS
from dashboard.domain.wording import day
from dashboard.services.readings import told
from dashboard.services.screens.review_item import ItemPage, Note, facts_of, noted_on, proof_in_words
from dashboard.services.screens.review_items import Item, Queue, urgency
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import Acts, acts_then
from dashboard.services.screens.words import titled
from dashboard.services.sources import Sources


def load_items_then(sources: Sources, then: Then) -> Queue:
    """Every item that was there at the end of the day, in the order of the queue."""
    acts = acts_then(sources, then)
    items = _items(sources, then, acts, records_as_of(sources.database, "review_item", at=acts.at))
    teams = tuple(sorted({item.team for item in items}))
    return Queue(tuple(sorted(items, key=urgency)), teams, f"the ledger's entries until {day(then.asked)}")


def load_item_then(sources: Sources, then: Then, item: int) -> ItemPage | None:
    """One item at the end of the day, and what was said and done until then; None where it was not there."""
    acts = acts_then(sources, then)
    entries = entries_until(sources.database, "review_item", str(item), at=acts.at)
    found = _items(sources, then, acts, {one.entity_id: one.record for one in entries})
    if not found:
        return None
    record, notes = entries[-1].record, tuple(_note(entry, acts) for entry in entries)
    proof = record["proof"] or {}
    case = str(proof["case"]) if found[0].kind == TASK and "case" in proof else None
    return ItemPage(found[0], facts_of(found[0], then.asked), notes, {}, proof_in_words(proof, acts.people), case)


def _items(sources: Sources, then: Then, acts: Acts, records: dict[str, dict[str, Any]]) -> list[Item]:
    disputed = _disputed(sources, acts)
    items = [_item(record, then, acts) for record in records.values() if _day(record["opened"]) <= then.asked]
    return [replace(one, disputed=(one.use_case_id, one.clause) in disputed) for one in items]


def _disputed(sources: Sources, acts: Acts) -> set[tuple[str, str]]:
    """Use case and clause of disputes that nobody had decided."""
    found = {one.entity_id: one for one in entries_until(sources.database, "dispute", at=acts.at)}
    waiting = [one.record for one in found.values() if one.kind == "dispute.raised"]
    return {(str(one["use_case_id"]), str(one["clause"])) for one in waiting}


def _item(record: dict[str, Any], then: Then, acts: Acts) -> Item:
    use_case, clause, closed = str(record["use_case_id"]), str(record["clause"]), _maybe(record["closed"])
    due, opened, assignee = _maybe(record["due"]), _day(record["opened"]), record["assignee"]
    team, title = acts.team(use_case) or "no team", str(record["title"])
    return Item(
        id=int(record["id"]), revision=int(record["revision"]), number=f"RI-{int(record['id']):03d}",
        status=_status(record, then), use_case_id=use_case,
        use_case=acts.use_case(use_case), clause=clause, kind=str(record["kind"]),
        what=title if clause in title else f"{clause} {title}", severity=str(record["severity"]),
        age=((closed or then.asked) - opened).days, due=due,
        overdue=due is not None and due < then.asked and record["state"] != "closed", assignee_id=assignee,
        assignee=acts.person(assignee) if assignee else f"nobody yet ({team})",
        team=team, state=str(record["state"]), reason="", opened=opened, closed=closed,
        resolution=record["resolution"], times_reopened=int(record["times_reopened"]),
    )  # fmt: skip


def _status(record: dict[str, Any], then: Then) -> str:
    if record["kind"] not in FROM_FINDINGS:
        return "task"
    return told(then.reported.held.get((record["use_case_id"], record["clause"]))) or "not_assessed"


def _note(entry: Entry, acts: Acts) -> Note:
    said = entry.record["note"]
    when = noted_on(entry.recorded_at, noted_day(said))
    words = titled(str(said["text"] or ""), acts.people)
    return Note(when, acts.person(entry.actor), str(said["action"]).replace("_", " "), words)


def noted_day(note: Mapping[str, Any]) -> date:
    """The day that a note speaks of."""
    return _day(note["as_of"])


def _day(text: Any) -> date:
    return date.fromisoformat(str(text)[:10])


def _maybe(text: Any) -> date | None:
    return None if text is None else _day(text)
