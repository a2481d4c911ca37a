"""Drafts of the charter are saved at every change, by their owner alone, and state nothing in the ledger."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.adapters.charter_drafts_store import charter_draft_in, charter_drafts_of
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.findings_store import newest_fact
from dashboard.domain.actors import Actor, Role
from dashboard.domain.charter_drafts import LARGEST, CharterDraft
from dashboard.domain.charter_limits import limits_of
from dashboard.domain.charter_rules import next_version
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, CharterInvalid, Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.charter_drafts import (
    BeginCharterDraft,
    DiscardCharterDraft,
    MoveLimits,
    SaveCharterDraft,
    begin_charter_draft,
    begin_from_force,
    discard_charter_draft,
    move_limits,
    save_charter_draft,
)
from dashboard.services.people import AddUsers, add_users
from dashboard.services.screens.charter_drafts import load_charter_draft, load_charter_drafts
from dashboard.services.sources import Sources
from tests.services.test_publish import DAY, DEPUTY, LEAD, OFFICER, file, kept, publish, store, text

__all__ = ["file", "kept", "store"]
READER = Actor("reader", Role.READER)


def begun(database: Database, content: bytes | None = None, actor: Actor = OFFICER) -> CharterDraft:
    """A draft of a small charter."""
    draft = begin_charter_draft(database, BeginCharterDraft(content or text(), "version 2026.1"), actor)
    return opened(database, draft)


def opened(database: Database, draft: str) -> CharterDraft:
    """The draft as it is stored."""
    with database.read() as connection:
        found = charter_draft_in(connection, draft)
    assert found is not None
    return found


def page(database: Database, draft: str, actor: Actor = OFFICER) -> object:
    """What its page shows."""
    charter = load_charter(text("2026.0"))
    return load_charter_draft(Sources(database, charter, None, Path(), DAY), draft, actor)


def test_a_draft_is_saved_at_every_change_and_the_ledger_hears_of_its_beginning_alone(store: Database) -> None:
    """Twenty saves are no event; a double click begins one draft; its end is told."""
    command = BeginCharterDraft(text(), "version 2026.1")
    draft = begin_charter_draft(store, command, OFFICER)
    assert begin_charter_draft(store, command, OFFICER) == draft
    before = store.data_version()
    for turn in range(1, 21):
        assert save_charter_draft(store, SaveCharterDraft(draft, turn, f"# {turn}\n"), OFFICER) == turn + 1
    assert store.data_version() == before
    assert opened(store, draft).text == "# 20\n"
    discard_charter_draft(store, DiscardCharterDraft(draft, 21), OFFICER)
    assert store.data_version() == before + 1
    assert not list(verify_chain(store))


def test_the_owner_alone_changes_a_draft_and_whoever_has_its_address_reads_it(store: Database) -> None:
    """Somebody else's save, move and discard find nothing; their page is to be read."""
    draft = begun(store)
    for refused in (
        lambda: save_charter_draft(store, SaveCharterDraft(draft.id, 1, "x"), DEPUTY),
        lambda: move_limits(store, MoveLimits(draft.id, {}), DEPUTY),
        lambda: discard_charter_draft(store, DiscardCharterDraft(draft.id, 1), DEPUTY),
    ):
        with pytest.raises(NotFound, match="is somebody else's"):
            refused()
    found = page(store, draft.id, DEPUTY)
    assert (found.mine, found.owner) == (False, "Officer")  # type: ignore[attr-defined]
    with store.read() as connection:
        assert charter_drafts_of(connection, DEPUTY.user_id) == ()


def test_a_change_elsewhere_is_told(store: Database) -> None:
    """A tab that opened an older revision saves nothing."""
    draft = begun(store)
    save_charter_draft(store, SaveCharterDraft(draft.id, 1, "mine"), OFFICER)
    for stale in (
        lambda: save_charter_draft(store, SaveCharterDraft(draft.id, 1, "stale"), OFFICER),
        lambda: discard_charter_draft(store, DiscardCharterDraft(draft.id, 1), OFFICER),
    ):
        with pytest.raises(ChangedSinceOpened, match="you have revision 1, it is now 2"):
            stale()
    assert opened(store, draft.id).text == "mine"


def test_moving_a_number_writes_it_where_it_stands(store: Database) -> None:
    """30 days become 14, and nothing else of the text moves."""
    content = text().replace(b"remediate_within: 30d", b"remediate_within: 30d  # a month\n    ")
    draft = begun(store, content)
    (limit,) = limits_of(load_charter(content), "X-01")
    move_limits(store, MoveLimits(draft.id, {limit.path: limit.written(14)}, "X-01"), OFFICER)
    assert opened(store, draft.id).text == content.decode().replace("30d", "14d")
    with pytest.raises(ChangedSinceOpened, match="The clause X-02 stands elsewhere"):
        move_limits(store, MoveLimits(draft.id, {limit.path: "7d"}, "X-02"), OFFICER)


def test_nothing_is_moved_in_what_is_no_charter(store: Database) -> None:
    """Who knows what stands where? The problems are named, and the text stays."""
    draft = begun(store, b"title: NO\n")
    with pytest.raises(CharterInvalid, match="line 1"):
        move_limits(store, MoveLimits(draft.id, {("title",): "x"}), OFFICER)
    assert opened(store, draft.id).text == "title: NO\n"


def test_readers_draft_nothing_and_drafts_have_an_end(store: Database) -> None:
    """Readers are told who may; the twenty-first draft is refused."""
    with pytest.raises(NotPermitted, match="A reader may not draft charters"):
        begun(store, actor=READER)
    for _ in range(20):
        begun(store, actor=LEAD)
    with pytest.raises(Conflict, match="You have 20 drafts of the charter"):
        begun(store, actor=LEAD)


def test_a_text_that_cannot_be_kept_is_refused(store: Database) -> None:
    """Too large, not UTF-8, with a zero byte: a sentence each, and no draft."""
    for content, said in (
        (b"x" * (LARGEST + 1), "at most 1,048,576 bytes"), (b"\xff\xfe", "which is not UTF-8"),
        (b"a: \x00", "characters that no text has"),
    ):  # fmt: skip
        with pytest.raises(InputRejected, match=said):
            begun(store, content)
    with store.read() as connection:
        assert charter_drafts_of(connection, OFFICER.user_id) == ()


BOMB = b"a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (BOMB, 1, "the anchor &a"),
        (text().replace(b"format: 1", b"format: 2"), 1, "`2`"),
        (text().replace(b"severity: high", b"severity: hihg"), 11, "`hihg`"),
        (b"a: 1\nb: ]", 2, "did not find expected node"),
    ],
)
def test_what_is_no_charter_is_kept_and_told_by_line(store: Database, content: bytes, line: int, found: str) -> None:
    """A YAML bomb, another format, a misspelt word, half a file: kept as a draft, each problem with line and words."""
    draft = begun(store, content)
    shown = page(store, draft.id)
    assert shown.charter is None  # type: ignore[attr-defined]
    first = shown.problems.iloc[0]  # type: ignore[attr-defined]
    assert found in first["Found"]
    assert first["Line"] == line
    assert first["Reads"].startswith(content.decode().splitlines()[line - 1].strip()[:60])
    assert first["Expected"]


def test_a_draft_begins_with_what_is_in_force_and_the_version_that_follows(
    store: Database, kept: CheckpointFile, file: Path
) -> None:
    """The file's charter until one was published, then the published one; the rest of the text is the same."""
    first = opened(store, begin_from_force(store, file, DAY, "k1" * 16, OFFICER))
    assert (first.based_on, first.text) == ("version 2025.9", text("2025.10").decode())
    publish(store, kept, text("2026.1"))
    second = opened(store, begin_from_force(store, file, DAY, "k2" * 16, OFFICER))
    assert (second.based_on, second.text) == ("version 2026.1", text("2026.2").decode())
    lines = load_charter_drafts(Sources(store, load_charter(text()), None, Path(), DAY), OFFICER)
    assert [one.version for one in lines] == ["2026.2", "2025.10"]


def test_what_could_not_be_proposed_is_said_before(store: Database, kept: CheckpointFile) -> None:
    """The same version with other content, and a lower one, are told while the draft is written."""
    publish(store, kept, text("2026.1"))
    same = begun(store, text("2026.1", Team="Squad"))
    assert "published before with other content" in page(store, same.id).unpublishable  # type: ignore[attr-defined]
    lower = begun(store, text("2025.3"))
    assert "lower than 2026.1" in page(store, lower.id).unpublishable  # type: ignore[attr-defined]
    assert page(store, begun(store, text("2026.2")).id).unpublishable is None  # type: ignore[attr-defined]


def test_versions_follow_each_other() -> None:
    """The last number rises by one."""
    assert [next_version(one) for one in ("2026.2", "7", "2026.9", "1.0.0")] == ["2026.3", "8", "2026.10", "1.0.1"]


def test_lines_of_windows_are_kept_as_one_kind(store: Database) -> None:
    """Line ends of other systems do not make another text."""
    draft = begun(store, text().replace(b"\n", b"\r\n"))
    assert draft == replace(draft, text=text().decode())


def test_what_nobody_assesses_leaves_the_facts_as_they_are(store: Database, kept: CheckpointFile) -> None:
    """Drafts, proposals and publications are entries of the ledger and no facts; a person who is added may be one."""
    before = newest_fact(store)
    begun(store)
    publish(store, kept, text("2026.1"))
    assert newest_fact(store) == before < store.data_version()
    add_users(store, AddUsers((User("new", "New", Role.READER),)), OFFICER)
    assert newest_fact(store) == store.data_version()
