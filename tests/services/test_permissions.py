"""Who may do what is one table, and whoever may not is told who may."""

import pytest

from dashboard.domain.actors import Actor, Role
from dashboard.errors import NotPermitted
from dashboard.services.permissions import MAY, Verb, may, require


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
def test_auditors_and_readers_write_nothing(role: Role, verb: Verb) -> None:
    """Whoever checks the books cannot write in them, except that an auditor carried a copy away or looked at rows."""
    if role is Role.AUDITOR and verb in {Verb.EVIDENCE_PACK, Verb.LOOK}:
        require(Actor("somebody", role), verb)
        return
    with pytest.raises(NotPermitted):
        require(Actor("somebody", role), verb)


@pytest.mark.parametrize("verb", list(Verb))
def test_every_act_has_somebody_who_may(verb: Verb) -> None:
    """No act is locked away from every person, and the officer may do each."""
    require(Actor("officer", Role.OFFICER), verb)


def test_the_refusal_says_who_may() -> None:
    """A person reads whom to ask."""
    with pytest.raises(NotPermitted, match=r"^A reader may not grant waivers\. The officer and the deputy may\.$"):
        require(Actor("r", Role.READER), Verb.WAIVE)


def test_the_dashboard_itself_never_decides_for_people() -> None:
    """The daily task opens and recovers items; resolving, waiving and looking at rows need a person."""
    assert not {Verb.RESOLVE, Verb.WAIVE, Verb.LOOK} & MAY[Role.SYSTEM]


def test_every_role_is_in_the_table() -> None:
    """A new role without an entry would be a hole, so there is none."""
    assert set(MAY) == set(Role)
    assert all(may(Actor("a", Role.OFFICER), verb) for verb in Verb)
