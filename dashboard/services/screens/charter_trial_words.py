"""What a draft of the charter would do, in sentences: the headline, what is left behind, a status with its reason."""

from dashboard.domain.charter_trial import LeftBehind, Trial
from dashboard.domain.flips import Told
from dashboard.domain.wording import REASONS, label, listed, plural, sentence_case, shown_status
from dashboard.services.screens.charter_trial_cases import cases_words

NO_CLAUSE = "no such clause"


def headline(trial: Trial) -> str:
    """How many findings flip, how many breaches come and go, whose status changes, what is opened and asked for."""
    was, now = trial.was.charter, trial.now.charter
    beside = f"Held instead of {was.version}, the draft {now.version}"
    if not trial.flips:
        return f"{beside} would change no finding." + _besides(trial)
    about = len({flip.use_case for flip in trial.flips} - {""})
    whom = f" about {plural(about, 'use case')}" if about else " about the organisation"
    come, go = (sum(flip.breach == sign for flip in trial.flips) for sign in (1, -1))
    own, served = sum(bool(one.use_case) for one in trial.own), trial.figures[1].in_service
    new = plural(come, "new breach", "new breaches")
    return (
        f"{beside} would change {plural(len(trial.flips), 'finding')}{whom}: {new}, "
        f"{plural(go, 'breach', 'breaches')} less. {sentence_case(plural(own, 'use case'))} would have another status "
        f"({served:,} in service)."
    ) + _besides(trial)


def _besides(trial: Trial) -> str:
    cases = cases_words(trial.cases)
    return _asked(trial) + (f" {cases}" if cases else "")


def _asked(trial: Trial) -> str:
    actions = (*trial.actions, *trial.cases.actions)
    opened = sum(one.item is None for one in actions)
    other = len(actions) - opened
    parts = [f"{plural(opened, 'review item')} would open"] if opened else []
    parts += [f"{plural(other, 'review item')} would change" if other else ""]
    needed = len(trial.required)
    parts += [
        f"{plural(needed, 'document or sign-off', 'documents or sign-offs')} would newly be needed" if needed else ""
    ]
    said = listed([part for part in parts if part])
    return f" {sentence_case(said)}." if said else ""


def left_behind_words(one: LeftBehind) -> str:
    """What becomes of waivers and items of a clause that goes."""
    named = f"{plural(one.waivers, 'waiver')} in force and {plural(one.items, 'open review item')}"
    return (
        f"{one.clause.id} goes, while {named} name it: a waiver would have nothing left to waive, medium and low items "
        "would close, of others closing would be proposed."
    )


def told_words(told: Told | None) -> str:
    """Icon, word and reason of a status; that the charter has no such clause where there is none."""
    if told is None:
        return NO_CLAUSE
    if told.waived:
        return label("waived")
    reason = f" ({REASONS[told.reason]})" if told.reason in REASONS else ""
    return f"{label(shown_status(told.status))}{reason}"
