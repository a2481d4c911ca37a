"""Who may do what: one table, asked by every service before it writes."""

from collections.abc import Mapping
from enum import StrEnum

from dashboard.domain.actors import Actor, Role
from dashboard.errors import NotPermitted


class Verb(StrEnum):
    """What somebody does, as the sentence that refuses it says it."""

    REGISTER = "register use cases"
    CHANGE = "change use cases"
    IMPORT = "import registers"
    PLAN = "plan the onboarding of imported systems"
    INGEST = "take in decision logs"
    RETRACT = "retract decision logs"
    ASSESS = "run an assessment"
    ASSIGN = "assign review items"
    RESOLVE = "resolve review items"
    NOTE = "comment on review items"
    SUBMIT = "submit use cases for approval"
    DECIDE = "decide about use cases"
    ASK = "ask for waivers and lower tiers"
    WAIVE = "grant waivers"
    TIER = "grant lower risk tiers"
    FILE = "file documents"
    ACCEPT = "accept documents"
    DISPUTE = "dispute findings"
    SETTLE = "decide about disputes"
    SIGN = "sign off use cases"
    DRAFT = "draft charters"
    PUBLISH = "propose and publish charters"
    PUBLICISE = "publish in the public register and take out of it"
    GO_LIVE = "put use cases into service"
    STOP = "order and confirm stops, and retire use cases"
    HAND_OVER = "hand over somebody's work"
    SAVE_VIEW = "save views"
    MARK_SEEN = "mark changes as seen"
    BE_TOLD = "choose how they are told"
    WEBHOOKS = "set up webhooks"
    TELL = "send letters"
    REPORT = "report cases and record what was done about them"
    STATE = "state that a register of cases is complete"
    STAFF = "take in staff and training"
    INDICATORS = "take in indicators"
    TRAIN = "record completed training"
    PACK = "make packs for the board"
    EVIDENCE_PACK = "make evidence packs"
    LAW = "acknowledge that treating groups differently may be unlawful"
    ORGANISATION = "change the organisation"
    PEOPLE = "add or change people"
    TOKENS = "make and revoke tokens"
    LOOK = "look at single decisions"
    ERASE = "erase features of decisions"
    ATTACH = "attach models"
    SEED = "load the demonstration"


_DAILY = frozenset({
    Verb.REGISTER, Verb.CHANGE, Verb.SUBMIT, Verb.ASK, Verb.INGEST, Verb.ASSIGN, Verb.RESOLVE, Verb.NOTE,
    Verb.FILE, Verb.DISPUTE, Verb.MARK_SEEN, Verb.GO_LIVE, Verb.STOP, Verb.SAVE_VIEW, Verb.TRAIN,
    Verb.REPORT, Verb.BE_TOLD, Verb.LOOK, Verb.ERASE, Verb.DRAFT, Verb.ATTACH,
})  # fmt: skip
_BY_PEOPLE_ONLY = frozenset({
    Verb.RESOLVE, Verb.ASK, Verb.WAIVE, Verb.SUBMIT, Verb.DECIDE, Verb.FILE, Verb.ACCEPT, Verb.SIGN, Verb.DISPUTE,
    Verb.SETTLE, Verb.HAND_OVER, Verb.MARK_SEEN, Verb.GO_LIVE, Verb.STOP, Verb.TIER, Verb.PUBLISH,
    Verb.TRAIN, Verb.PUBLICISE, Verb.LAW, Verb.LOOK,
})  # fmt: skip
_EVERYTHING = frozenset(Verb)

MAY: Mapping[Role, frozenset[Verb]] = {
    Role.OFFICER: _EVERYTHING,
    Role.DEPUTY: _EVERYTHING - {Verb.PEOPLE, Verb.TOKENS, Verb.SEED, Verb.WEBHOOKS},
    Role.TEAM_LEAD: _DAILY,
    Role.AUDITOR: frozenset({Verb.EVIDENCE_PACK, Verb.LOOK}),
    Role.READER: frozenset(),
    Role.SYSTEM: _EVERYTHING - _BY_PEOPLE_ONLY,
}
NEED_FRESH_SIGN_IN = frozenset({
    Verb.DECIDE, Verb.WAIVE, Verb.TIER, Verb.ACCEPT, Verb.SETTLE, Verb.SIGN, Verb.HAND_OVER,
    Verb.PEOPLE, Verb.TOKENS, Verb.PUBLISH, Verb.PUBLICISE, Verb.WEBHOOKS, Verb.LAW,
})  # fmt: skip
SPOKEN: Mapping[Role, str] = {
    Role.OFFICER: "the officer",
    Role.DEPUTY: "the deputy",
    Role.TEAM_LEAD: "a team lead",
    Role.AUDITOR: "an auditor",
    Role.READER: "a reader",
    Role.SYSTEM: "the dashboard itself",
}


def may(actor: Actor, verb: Verb) -> bool:
    """Whether the role allows it; for buttons. Services call `require`."""
    return verb in MAY[actor.role]


def require(actor: Actor, verb: Verb) -> None:
    """Let through who may, and for grave acts only who signed in a short while ago.

    Raises:
        NotPermitted: The sentence says who may, or to sign in again.
    """
    if may(actor, verb):
        if verb in NEED_FRESH_SIGN_IN and not actor.fresh:
            raise NotPermitted(f"Sign in again to {verb.value}: you signed in too long ago. Nothing was saved.")
        return
    people = [SPOKEN[role] for role in Role if verb in MAY[role] and role is not Role.SYSTEM]
    listed = " and ".join(filter(None, [", ".join(people[:-1]), people[-1]])) if people else "nobody"
    raise NotPermitted(f"{SPOKEN[actor.role].capitalize()} may not {verb.value}. {listed.capitalize()} may.")
