"""An evidence pack says what the screen says, and hides what it hides."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of
from dashboard.adapters.packs import EVIDENCE, PACK
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.errors import InputRejected, NotFound, NotPermitted, StoreBusy
from dashboard.reports.evidence_pack import write_pack
from dashboard.services.assess import run_assessment
from dashboard.services.evidence_check import evidence_files
from dashboard.services.evidence_pack import MADE, RecordEvidencePack, record_evidence_pack
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.services.screens.evidence_pack import Wanted
from dashboard.services.screens.use_case import load_why
from dashboard.services.sources import Sources, checkpoints_of
from tests.adapters.test_evidence_files import PDF
from tests.evidence_packs import (
    DAY,
    HOSTILE,
    OFFICER,
    Store,
    filled,
    rows,
    store,
    verified,
)

__all__ = ["filled", "store"]


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
