"""The charter's line as it was in each published version."""

from datetime import date
from pathlib import Path

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import waiting_proposal
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from dashboard.services.publish import ProposeCharter, PublishCharter, propose_charter, publish_charter
from dashboard.services.screens.charter_lines import load_charter_lines
from dashboard.services.sources import Sources

DAY = date(2026, 11, 27)
OFFICER, DEPUTY = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY)
TEXT = """format: 1
title: Small charter
version: "VERSION"
effective: FIRST
owner: Officer
purpose: To be tested
principles: {p: {title: P, commitment: c}}
acceptable_uses: {answer: Answer}
clauses:
  - {id: X-01, principle: p, title: Fair, requirement: Nobody is worse off.,
     check: {fairness: selection_rate_ratio, attributes: collected, at_least: LINE, window: 90d, min_group: 200},
     severity: high, remediate_within: 30d, threshold_set_by: policy}
"""


def text(version: str, first: str, line: str) -> bytes:
    """A charter with one line."""
    return TEXT.replace("VERSION", version).replace("FIRST", first).replace("LINE", line).encode()


def test_each_published_version_has_its_line(database: Database, tmp_path: Path) -> None:
    """0.75 from January, 0.8 from October; without a publication the one charter in force."""
    kept = CheckpointFile(tmp_path / "kept", tmp_path / "key.pem")
    add_users(
        database,
        AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in (OFFICER, DEPUTY))),
        SYSTEM,
    )
    first = text("2026.1", "2026-01-01", "0.75")
    sources = Sources(database, load_charter(first), None, tmp_path, DAY)
    alone = load_charter_lines(sources, "selection_rate_ratio")
    for content in (first, text("2026.2", "2026-10-01", "0.8")):
        propose_charter(database, None, ProposeCharter(content, "Stricter", DAY), OFFICER)
        with database.read() as connection:
            waiting = waiting_proposal(connection)
        assert waiting is not None
        publish_charter(database, kept, PublishCharter(waiting.id, "Agreed", DAY), DEPUTY)

    both = load_charter_lines(sources, "selection_rate_ratio")

    assert [(line.version, line.lower) for line in alone] == [("2026.1", 0.75)]
    assert [(line.since, line.lower) for line in both] == [(date(2026, 1, 1), 0.75), (date(2026, 10, 1), 0.8)]
    assert [line.lower for line in load_charter_lines(sources, "accuracy_gap")] == [None, None]
