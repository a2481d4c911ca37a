"""The list of pages stays short for every role, and holds what the role is there for."""

import pytest

from dashboard.domain.actors import Role
from dashboard.ui.navigation import ENTRIES


def listed(role: Role) -> list[str]:
    """What the role finds in the list."""
    return [entry.title for entry in ENTRIES if entry.icon and role in entry.roles and role in entry.listed]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_no_role_has_more_than_nine_entries(role: Role) -> None:
    """More would be searched, not read."""
    assert len(listed(role)) <= 9


def test_each_role_finds_its_own() -> None:
    """A lead registers and works, an officer decides and reads reports, an auditor reads them and registers nothing."""
    assert {"My work", "New use case"} <= set(listed(Role.TEAM_LEAD))
    assert {"Today", "Review items", "Reports", "People"} <= set(listed(Role.OFFICER))
    assert "Reports" in listed(Role.AUDITOR)
    assert "New use case" not in listed(Role.AUDITOR)
