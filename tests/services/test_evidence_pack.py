"""An evidence pack says what the screen says, hides what it hides, and is refused when anything in it was changed."""

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of
from dashboard.adapters.packs import EVIDENCE, PACK
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import InputRejected, NotFound, NotPermitted, StoreBusy
from dashboard.reports.evidence_pack import Made, write_pack
from dashboard.services.assess import run_assessment
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.evidence_check import evidence_files
from dashboard.services.evidence_pack import MADE, RecordEvidencePack, record_evidence_pack
from dashboard.services.ledger import make_checkpoint
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.screens.evidence_pack import EvidencePack, Wanted, load_evidence_pack
from dashboard.services.screens.use_case import load_why
from dashboard.services.sources import Sources, checkpoints_of, read_in_force
from dashboard.settings import Settings, load_settings
from tests.adapters.test_evidence_files import PDF
from tests.decided import decide

DAY = date(2026, 11, 23)
OFFICER, LEAD = Actor("officer", Role.OFFICER), Actor("lead", Role.TEAM_LEAD)
NAME = "../../C:\\con\\=cmd|'/C calc'!A0 \u202egpj." + "x" * 120 + ".pdf"
HOSTILE = '=HYPERLINK("http://x","y")'


@dataclass(frozen=True)
class Store:
    """A store with a judged use case, and how to make a pack of it."""

    database: Database
    settings: Settings
    sources: Sources
    folder: Path

    def load(self, wanted: Wanted) -> EvidencePack:
        """What the pack speaks of."""
        return load_evidence_pack(self.sources, checkpoints_of(self.settings), wanted)

    def made(self, name: str = "pack", wanted: Wanted | None = None) -> tuple[Path, Made]:
        """The ZIP of a pack."""
        pack, path = self.load(wanted or Wanted()), self.folder / f"{name}.zip"
        return path, write_pack(path, self.sources, self.settings, pack)

    def unpacked(self, name: str = "pack", wanted: Wanted | None = None) -> tuple[Path, Made]:
        """The folder that it unpacks to."""
        path, made = self.made(name, wanted)
        with zipfile.ZipFile(path) as packed:
            packed.extractall(self.folder / name)
        return self.folder / name / f"evidence-pack-{DAY}", made


def fill(database: Database, settings: Settings, folder: Path) -> None:
    """Two use cases: `loans`, which decides by group and has a document, and `other`, which nobody asked about."""
    people = [User("officer", "Jane Doe", Role.OFFICER), User("lead", "Joe Bloggs", Role.TEAM_LEAD)]
    add_users(database, AddUsers(tuple(people)), SYSTEM)
    counts = DecisionStore(settings.decision_store)
    decide(database, counts, folder, last=DAY)
    register_use_case(database, RegisterUseCase(UseCase(id="other", title=HOSTILE, lifecycle="live")), SYSTEM)
    _describe(database)
    paper = FileDocument("loans", 2, "dpia", DAY, DAY, content=PDF, file_name=NAME)
    file_document(database, evidence_files(settings), paper, LEAD)
    charter, _ = read_in_force(settings, database, DAY)
    run_assessment(database, charter, as_of=DAY, actor=SYSTEM, store=counts)
    make_checkpoint(database, checkpoints_of(settings))


def read(database: Database, folder: Path) -> Store:
    """The store that the settings name."""
    settings = load_settings()
    charter, laws = read_in_force(settings, database, DAY)
    return Store(database, settings, Sources(database, charter, laws, settings.decision_store, DAY), folder)


@pytest.fixture(scope="module")
def filled(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to copy from, with the store in it."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "live").mkdir()
    shutil.copy(empty_sqlite, folder / "live" / "dashboard.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_LIVE", str(folder / "live"))
        patch.setenv("DASHBOARD_READ_FROM", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        database = Database.open(load_settings().database_url)
        fill(database, load_settings(), folder)
        database.close()
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A copy of the filled store, on SQLite."""
    shutil.copytree(filled / "live", tmp_path / "live")
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = Database.open(load_settings().database_url)
    yield read(database, tmp_path)
    database.close()


@pytest.fixture
def postgres_store(
    postgres_database: Database, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """The same on PostgreSQL."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    fill(postgres_database, load_settings(), tmp_path)
    return read(postgres_database, tmp_path)


def _describe(database: Database) -> None:
    found = use_case_record(database, "loans")
    assert found is not None
    about = {"decides_about_people": True, "protected_attributes": {"sex": "collected"}, "owner": "lead"}
    changed = UseCase.model_validate(found[0].model_dump(exclude_none=True) | about)
    change_use_case(database, ChangeUseCase(changed, found[1]), OFFICER)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """A table of the pack from its JSON."""
    found: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text())
    return found


def verified(folder: Path, *options: str, verifier: Path | None = None) -> tuple[int, str]:
    """Exit code and words of the verifier, run with nothing but the standard library from an empty folder."""
    empty = folder.parent / "empty"
    empty.mkdir(exist_ok=True)
    command = [sys.executable, "-I", "-S", str(verifier or folder / "verify.py"), str(folder), *options]
    done = subprocess.run(command, cwd=empty, env={}, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def pack(store: Store) -> tuple[Path, Made]:
    """An unpacked pack with its document."""
    return store.unpacked(wanted=Wanted(("loans",), documents=True))


@pytest.mark.postgres
def test_a_pack_of_postgres_is_accepted_too(postgres_store: Store) -> None:
    """Its verifier accepts it, twice made it is the same, and what was measured is in it."""
    first, second = (postgres_store.made(name)[0] for name in ("one", "two"))
    folder, made = postgres_store.unpacked()
    code, words = verified(folder, "--manifest", made.manifest_sha256)

    assert code == 0, words
    assert first.read_bytes() == second.read_bytes()
    assert {one["group"] for one in rows(folder, "measurements") if one["attribute"] == "sex"} == {"M", "X"}


def test_an_untouched_pack_is_accepted(store: Store) -> None:
    """In an empty environment, by its own verifier, with the hash and the key that were told another way."""
    folder, made = store.unpacked()
    key = checkpoints_of(store.settings).read()[0].key
    code, words = verified(folder, "--manifest", made.manifest_sha256, "--key", key)

    assert code == 0, words
    assert words.endswith("as it was made\n")
    assert "proven by 1 checkpoints alone" in words


def flip(path: Path) -> None:
    """Change one bit of the byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_changed_byte_in_any_file_is_refused(pack: tuple[Path, Made]) -> None:
    """Whichever file it is, the manifest and its signature too."""
    folder, _ = pack
    verifier = shutil.copy(folder / "verify.py", folder.parent / "trusted.py")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        if whole:
            flip(path)
            code, words = verified(folder, verifier=Path(verifier))
            assert code != 0, path
            assert not words.endswith("\nas it was made\n")
        path.write_bytes(whole)
    assert verified(folder, verifier=Path(verifier))[0] == 0


def removed(folder: Path) -> None:
    """A file gone."""
    (folder / "waivers.csv").unlink()


def added(folder: Path) -> None:
    """A file that nobody listed."""
    (folder / "use-cases" / "more.json").write_text("{}")


def changed_entry(folder: Path) -> None:
    """Another role in one entry."""
    path = folder / "ledger" / "events.jsonl"
    path.write_text(path.read_text().replace('\\"role\\":\\"officer\\"', '\\"role\\":\\"auditor\\"', 1))


def cut_ledger(folder: Path) -> None:
    """The last three entries gone."""
    path = folder / "ledger" / "events.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-3]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (removed, "'waivers.csv': it is missing"),
        (added, "'use-cases/more.json': it was added"),
        (changed_entry, "its hash is not that of its content"),
        (cut_ledger, "cut off or rewritten"),
    ],
)
def test_what_was_done_to_a_pack_is_named(pack: tuple[Path, Made], change: Callable[[Path], None], said: str) -> None:
    """A file removed or added, an entry changed, the end cut off: refused, and said in words."""
    folder, _ = pack
    change(folder)
    code, words = verified(folder)

    assert code == 1
    assert said in words
    assert words.endswith("NOT as it was made\n")


def test_a_forged_pack_with_a_manifest_of_its_own_is_refused(pack: tuple[Path, Made]) -> None:
    """Whoever writes a new manifest has no key to sign it with, and it is not the one that was told."""
    folder, made = pack
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "as_of": "2020-01-01"}))
    signed = verified(folder)
    (folder / "manifest.sig").unlink()
    told, untold = verified(folder, "--manifest", made.manifest_sha256), verified(folder)

    assert signed[0] == 1
    assert "not the signature of the key" in signed[1]
    assert told[0] == 1
    assert "manifest.json: its SHA-256 is" in told[1]
    assert untold[0] == 2
    assert "give --manifest" in untold[1]


def test_its_numbers_are_those_of_the_screen(store: Store) -> None:
    """Reason, limit, rule, measured value with interval and what lies behind: as the page of the use case says."""
    folder, _ = store.unpacked()
    findings = {(one["use_case"], one["clause"]): one for one in rows(folder, "findings")}
    found = findings["loans", "FAI-02"]
    shown = load_why(store.sources, "loans", "FAI-02")

    assert shown is not None
    assert shown.groups is not None
    assert (found["measured_in_words"], found["rule"]) == (shown.measured, shown.rule)
    assert found["behind"] == list(shown.behind.said)
    assert found["behind_rows"][0]["SHA-256"] == rows(folder, "batches")[0]["source_sha256"]
    measured = {one["group"]: one for one in rows(folder, "measurements") if one["clause"] == "FAI-02"}
    for dot in shown.groups.dots:
        pack = measured[dot.group]
        assert (pack["value"], pack["low"], pack["high"], pack["n"]) == (dot.value, dot.low, dot.high, dot.n)


def test_one_number_follows_from_the_counts_by_hand(store: Store) -> None:
    """What the README works out is what the tables hold: a ratio of two shares of counts.csv."""
    folder, _ = store.unpacked()
    first = (DAY - timedelta(days=89)).isoformat()
    counted = {
        one["group"]: one
        for one in csv.DictReader((folder / "counts.csv").read_text(encoding="utf-8-sig").splitlines())
        if (one["attribute"], one["first_day"]) == ("sex", first)
    }
    measured = next(one for one in rows(folder, "measurements") if (one["clause"], one["group"]) == ("FAI-02", "M"))
    share = {name: int(one["selected"]) / int(one["n"]) for name, one in counted.items() if one["n"]}

    assert measured["value"] == pytest.approx(share["M"] / share[measured["reference"]], rel=1e-12)
    assert f"= {measured['value']:.6f}" in (folder / "README.txt").read_text()


def test_the_same_data_give_the_same_bytes(store: Store) -> None:
    """Of one ledger entry, day and selection there is one pack."""
    first, second = store.made("one")[0], store.made("two")[0]

    assert first.read_bytes() == second.read_bytes()


def test_small_groups_have_no_numbers(store: Store) -> None:
    """A group under the charter's limit, and the one by which it could be worked out, stay by name without numbers."""
    _few(store)
    folder, _ = store.unpacked()
    counted = [one for one in rows(folder, "counts") if one["attribute"] == "sex"]
    hidden = {one["group"]: one["withheld"] for one in counted if one["withheld"]}

    assert hidden["Q"] == "fewer than 10 decisions"
    assert len(hidden) == 2
    assert all(one["n"] is None and one["selected"] is None for one in counted if one["withheld"])
    assert not {one["group"] for one in rows(folder, "measurements") if one["attribute"] == "sex"} & set(hidden)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["withheld_as_too_small"] >= len(hidden)


def _few(store: Store) -> None:
    """Three decisions about a fourth group, and another assessment."""
    from dashboard.services import ingest  # noqa: PLC0415  # used here alone

    log = store.folder / "few.csv"
    header = "decision_id,decided_at,model_version,selected,label,a_sex,a_age,s_channel\n"
    log.write_text(header + "".join(f"q{at},{DAY},2,1,1,Q,65+,web\n" for at in range(3)))
    counts = DecisionStore(store.settings.decision_store)
    ingest.ingest_decisions(store.database, counts, ingest.IngestDecisions("loans", [log], mode="add"), SYSTEM)
    run_assessment(store.database, store.sources.charter, as_of=DAY, actor=SYSTEM, store=counts)


def test_nobodys_name_and_no_other_use_case_is_in_it(store: Store) -> None:
    """People are ids and roles; of entries about people and other use cases the hash alone is there."""
    folder, _ = store.unpacked(wanted=Wanted(("loans",)))
    everything = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    entries = [json.loads(line) for line in (folder / "ledger" / "events.jsonl").read_text().splitlines()]

    assert b"Jane Doe" not in everything
    assert b"HYPERLINK" not in everything
    assert {one["id"]: one["role"] for one in rows(folder, "people")} == {"lead": "team_lead", "officer": "officer"}
    assert {one["withheld"] for one in entries if "body" not in one} == {"user", "use_case", "review_item"}
    assert {one["use_case"] for one in rows(folder, "findings")} == {"loans"}
    assert [path.name for path in (folder / "use-cases").iterdir()] == ["loans.json"]


def test_the_whole_ledger_is_proven_whole(store: Store) -> None:
    """Asked for, every entry has its content, and the checkpoint proves all that it covers."""
    folder, _ = store.unpacked(wanted=Wanted(("loans",), whole_ledger=True))
    size = checkpoints_of(store.settings).read()[0].size
    code, words = verified(folder)

    assert code == 0
    assert f"{size + 1} ledger entries, 0 of them by hash only, {size} proven" in words


def test_charter_and_record_are_as_they_were(store: Store) -> None:
    """The charter's very bytes; the record as it is, and as the assessment read it where it was another."""
    found = use_case_record(store.database, "loans")
    assert found is not None
    change_use_case(store.database, ChangeUseCase(found[0].model_copy(update={"title": "Later"}), found[1]), OFFICER)
    folder, _ = store.unpacked()
    record = json.loads((folder / "use-cases" / "loans.json").read_text())
    manifest = json.loads((folder / "manifest.json").read_text())

    assert (folder / "charter" / "charter.yaml").read_bytes() == store.settings.charter.read_bytes()
    assert (record["record"]["title"], record["as_judged"]["title"]) == ("Later", "Loans")
    assert manifest["assessment"]["nothing_changed_since"] is False


def test_documents_are_there_only_when_asked_for(store: Store) -> None:
    """Without, their SHA-256; with, their bytes under a name that cannot leave the folder."""
    bare, _ = store.unpacked("bare")
    full, _ = store.unpacked("full", Wanted(documents=True))
    [listed] = [one for one in rows(bare, "documents") if one["sha256"]]
    [kept] = (full / "documents" / "loans").iterdir()

    assert not (bare / "documents").exists()
    assert kept.read_bytes() == PDF
    assert kept.name.startswith(listed["sha256"][:12])
    assert len(kept.name) < 110
    assert kept.name.endswith(".pdf")
    assert set(kept.name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


def test_a_document_that_was_changed_on_disk_is_left_out_and_named(store: Store) -> None:
    """It is not handed out as what was filed; the pack says so and the rest of it is made."""
    held = evidence_files(store.settings)
    [(_, path)] = held.held()
    path.write_bytes(b"%PDF-another")
    folder, made = store.unpacked(wanted=Wanted(documents=True))

    assert not (folder / "documents").exists()
    assert len(made.left_out) == 1
    assert "changed on disk" in made.left_out[0]
    assert "changed on disk" in (folder / "README.txt").read_text()


def test_no_cell_can_calculate(store: Store) -> None:
    """What a spreadsheet would run has an apostrophe in front; the JSON has it as it was written."""
    folder, _ = store.unpacked()
    cells = [
        cell
        for path in folder.glob("*.csv")
        for line in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        for cell in line
    ]

    assert json.loads((folder / "use-cases" / "other.json").read_text())["record"]["title"] == HOSTILE
    assert not [cell for cell in cells if cell.lstrip(" ")[:1] in "=+@\t" and cell.strip()]


def test_names_in_the_zip_stay_in_its_folder(store: Store) -> None:
    """No path climbs, starts at a root, names a drive or hides."""
    path, _ = store.made(wanted=Wanted(documents=True))
    names = zipfile.ZipFile(path).namelist()

    assert len(names) == len({name.lower() for name in names})
    for name in names:
        assert name.startswith(f"evidence-pack-{DAY}/")
        assert not {"..", "", "."} & set(name.split("/"))
        assert not set('\\:*?"<>|\u202e') & set(name)


def test_making_it_is_recorded(store: Store) -> None:
    """The ledger has the manifest's hash; an auditor may, a reader may not; a second click records nothing new."""
    pack = store.load(Wanted(("loans",)))
    command = RecordEvidencePack(pack, "a" * 64, "b" * 64, "one-click")
    record_evidence_pack(store.database, command, Actor("auditor", Role.AUDITOR))

    assert record_evidence_pack(store.database, command, Actor("auditor", Role.AUDITOR)).replayed
    assert [(one.kind, one.actor) for one in events_of(store.database, PACK, EVIDENCE)] == [(MADE, "auditor")]
    with pytest.raises(NotPermitted, match=r"A reader may not make evidence packs\."):
        record_evidence_pack(store.database, RecordEvidencePack(pack, "a", "b"), Actor("r", Role.READER))


def test_what_cannot_be_made_is_said(store: Store) -> None:
    """An id that nobody has, a day before the assessment, a store that changed meanwhile, no checkpoint."""
    with pytest.raises(NotFound, match="There is no use case `nobody`"):
        store.load(Wanted(("nobody",)))
    early = Store(store.database, store.settings, _on(store.sources, DAY - timedelta(days=1)), store.folder)
    with pytest.raises(InputRejected, match="expected 23 Nov 2026 or later"):
        early.load(Wanted())
    pack = store.load(Wanted())
    _few(store)
    with pytest.raises(StoreBusy, match="changed while the pack was made"):
        write_pack(store.folder / "late.zip", store.sources, store.settings, pack)
    checkpoints_of(store.settings).path.unlink()
    with pytest.raises(NotFound, match="no checkpoint yet"):
        store.load(Wanted())


def _on(sources: Sources, day: date) -> Sources:
    return Sources(sources.database, sources.charter, sources.frameworks, sources.store, day)
