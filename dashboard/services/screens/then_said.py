"""What assessments said of a finding, quoted from the ledger: sentences stand in the entries of its review item."""

from collections.abc import Mapping

from dashboard.adapters.history import entries_until
from dashboard.domain.actors import SYSTEM
from dashboard.domain.reported import Key
from dashboard.domain.reviews import FROM_FINDINGS, Step
from dashboard.domain.wording import day
from dashboard.services.screens.items_then import noted_day
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import acts_then
from dashboard.services.screens.words import titled
from dashboard.services.sources import Sources

SAID = "Last said, and of which day"
_STEPS = frozenset(step.value for step in Step)


def load_said_then(sources: Sources, then: Then) -> Mapping[Key, str]:
    """The last sentence about each use case and clause until the end of the day, with the day that it speaks of.

    Only an assessment that opened, raised, reopened or closed a review item wrote its sentence down.
    """
    acts = acts_then(sources, then)
    found: dict[Key, str] = {}
    for entry in entries_until(sources.database, "review_item", at=acts.at):
        record, note = entry.record, entry.record["note"]
        by_assessment = entry.actor == SYSTEM.user_id and note["action"] in _STEPS
        if by_assessment and record["kind"] in FROM_FINDINGS:
            words = titled(str(note["text"]), acts.people)
            found[str(record["use_case_id"]), str(record["clause"])] = f"{day(noted_day(note))}: {words}"
    return found
