"""How old what we know is, for monitoring: every kind of log and every register of cases."""

from datetime import date
from pathlib import Path

from dashboard.adapters.cases_store import add_statement
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.event_store import point_to
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.gauges import load_gauges
from dashboard.services.sources import Sources
from dashboard.settings import load_settings

TODAY = date(2026, 9, 14)
OFFICER = Actor("ethics-officer", Role.OFFICER)


def test_every_log_and_register_has_an_age(database: Database, tmp_path: Path) -> None:
    """Ages in days from the newest day; nothing is listed for derived counts or what is retired."""
    for one in (
        UseCase(id="bot", title="Bot", lifecycle="live"),
        UseCase(id="gone", title="Gone", lifecycle="retired"),
    ):
        register_use_case(database, RegisterUseCase(one), SYSTEM)
    with database.write(OFFICER, "count") as tx:
        for name, kind, day in (
            ("bot", "interactions", date(2026, 9, 13)), ("bot", "contacts", date(2026, 9, 13)),
            ("bot", "consent_records", date(2026, 9, 4)), ("gone", "interactions", date(2026, 1, 1)),
        ):  # fmt: skip
            point_to(tx, {"use_case_id": name, "kind": kind, "path": "p", "sha256": "0" * 64, "about": {},
                          "first_day": day, "last_day": day, "events": 1})  # fmt: skip
        add_statement(tx, "complaint", date(2026, 8, 31), "register of complaints")
        add_statement(tx, "complaint", date(2026, 9, 7), "register of complaints")
    sources = Sources(database, load_charter(load_settings().charter), None, tmp_path, TODAY)
    found = {one.name: one.samples for one in load_gauges(sources, WatchFile(tmp_path / "watch.json"))}
    assert found["feed_age_days"] == (
        ((("use_case", "bot"), ("feed", "consent")), 10), ((("use_case", "bot"), ("feed", "interactions")), 1),
    )  # fmt: skip
    assert found["case_register_age_days"] == (((("kind", "complaint"),), 7),)
