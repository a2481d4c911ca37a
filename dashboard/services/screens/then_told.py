"""How somebody was told on a past day, and which letters had been written to them; the ledger keeps no address."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.adapters.history import Entry, entries_until, record_as_of
from dashboard.adapters.letters_store import ENTITY
from dashboard.adapters.telling_store import PERSON, WEBHOOK
from dashboard.domain.letters import person_key
from dashboard.domain.telling import KINDS, Cadence, Kind, Wish
from dashboard.domain.wording import plural
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import Acts, acts_then
from dashboard.services.sources import Sources

_BECAME = {
    "letter.written": "waiting", "letter.sent": "sent", "letter.dropped": "dropped: nobody wanted it any more",
    "letter.given_up": "given up",
}  # fmt: skip
_KINDS = {"at_once": "At once", "digest": "Digest"}
_LETTERS = ["Day", "Kind", "Matters", "Critical", "Use cases", "Became"]


@dataclass(frozen=True, slots=True)
class ToldThen:
    """Somebody's choice (`wish`), their letters (the newest first) and the services that were told."""

    headline: str
    wish: Wish
    letters: pd.DataFrame
    services: pd.DataFrame


def load_told_then(sources: Sources, then: Then, user_id: str) -> ToldThen:
    """As the ledger's entries held it at the end of the day."""
    acts = acts_then(sources, then)
    said = record_as_of(sources.database, PERSON, user_id, at=acts.at)
    wish, letters = _wish(said) if said else Wish(), _letters(sources, acts, person_key(user_id))
    head = f"{acts.person(user_id)} was told {_words(wish)}; {plural(len(letters), 'letter')} until then"
    return ToldThen(head, wish, letters, _services(sources, acts))


def _wish(said: dict[str, Any]) -> Wish:
    return Wish(Cadence(said["cadence"]), int(said["weekday"]), bool(said["at_once"]))


def _words(wish: Wish) -> str:
    if wish.cadence is Cadence.OFF:
        return "only what is critical, at once" if wish.at_once else "nothing by mail"
    return f"{wish.words[:1].lower()}{wish.words[1:]}"


def _letters(sources: Sources, acts: Acts, recipient: str) -> pd.DataFrame:
    written: dict[str, Entry] = {}
    became: dict[str, str] = {}
    for one in entries_until(sources.database, ENTITY, at=acts.at):
        if one.record["recipient"] == recipient:
            became[one.entity_id] = _BECAME[one.kind]
            if one.kind == "letter.written":
                written[one.entity_id] = one
    rows = [
        (one.record["day"], _KINDS[one.record["kind"]], one.record["facts"], one.record["critical"],
         ", ".join(acts.use_case(name) for name in one.record["use_cases"]), became[key])
        for key, one in reversed(written.items())
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_LETTERS)


def _services(sources: Sources, acts: Acts) -> pd.DataFrame:
    found: dict[str, Entry] = {}
    for one in entries_until(sources.database, WEBHOOK, at=acts.at):
        found[one.entity_id] = one
    there = [one.record for one in found.values() if one.kind == "webhook.added"]
    rows = sorted((str(one["name"]), KINDS[Kind(one["kind"])], _wish(one).words) for one in there)
    return pd.DataFrame(rows, columns=["Name", "Form", "Told"])
