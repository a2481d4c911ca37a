"""Receipts of other people's systems: what is kept, dropped, repeated and refused, and what is never stored."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.event_store import contacts
from dashboard.cli.ingest_sentences import consent_sentences
from dashboard.domain.actors import SYSTEM
from dashboard.errors import DecisionLogInvalid
from dashboard.services import ingest
from tests.consenting import MAPPINGS, Records, read_as, shares, texts

TC = "COwaAK3OwaAK3GKAAAENAcCAAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAAAAAAAAA"  # of 17 March 2020
ALL = "COxR03kOxR1CqBcABCENAgCMAP_AAH_AAAqIF3EXySoGY2thI2YVFxBEIYwfJxyigMgChgQIsSwNQIeFLBoGLiAAHBGYJAQAGBAEEACB"


@pytest.fixture
def records(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Where files are taken in."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", f"{tmp_path}:{MAPPINGS}")
    return Records(sqlite_database, tmp_path)


def receipt(who: str, *types: str, **more: Any) -> dict[str, Any]:
    """A receipt in OneTrust's shape, with the token of its collection point."""
    purposes = [{"Id": f"p{turn}", "TransactionType": kind} for turn, kind in enumerate(types)]
    own = {"identifier": who, "interactionDate": "2026-05-10T08:00:00Z", "language": "en-GB", "test": False}
    return {**own, "purposes": purposes, "requestInformation": "eyJ.secret.token", **more}


def test_onetrust_receipts_are_read_without_tests_tokens_and_addresses(records: Records) -> None:
    """Tests are dropped and counted, the token and the address never stored, and an unheard-of type is unknown."""
    found = [
        receipt("Ann@example.com", "CONFIRMED", "OPT_OUT"), receipt("bob@example.com", "PENDING", "SOMETHING_NEW"),
        receipt("cat@example.com", "CONFIRMED", test=True),
        receipt("dan@example.com", "WITHDRAWN", collectionPointName="test point"),
    ]  # fmt: skip
    report = records.take(records.write("receipts.json", json.dumps(found)), "onetrust")

    assert (shares(report), report.hidden) == ((6, 3, 3, 0, 0), 6)
    assert read_as(report) == {
        "CONFIRMED": ("given", 1), "OPT_OUT": ("withdrawn", 1), "SOMETHING_NEW": ("unknown", 1),
    }  # fmt: skip
    written = b"".join(path.read_bytes() for path in records.store.root.rglob("*") if path.is_file())
    assert b"secret" not in written
    assert b"example.com" not in written
    said = "\n".join(consent_sentences(report))
    assert "6 read = 3 kept + 3 dropped (tests, and what is no choice) + 0 repeated + 0 refused" in said
    assert "'SOMETHING_NEW' was read as unknown, which counts as no: 1" in said
    assert "6 rows carried what is never stored" in said


def test_receipts_in_csv_and_json_lines_are_read_alike(records: Records) -> None:
    """The same transactions as a table and as lines of JSON: the second time they are known already."""
    header = "Identifier,Purpose,TransactionType,InteractionDate,Language,Test,CollectionPoint,RequestInformation\n"
    table = header + "ann@example.com,p0,OPT_OUT,2026-05-10T08:00:00Z,en-GB,false,web,eyJ.x\n"
    table += "bob@example.com,p0,CONFIRMED,2026-05-10T08:00:00Z,en-GB,false,TEST web,eyJ.x\n"
    first = records.take(records.write("transactions.csv", table), "onetrust-csv")
    lines = json.dumps(receipt("ann@example.com", "OPT_OUT")) + "\n" + json.dumps(receipt("eve@example.com", "OPT_OUT"))
    second = records.take(records.write("receipts.jsonl", lines), "onetrust")

    assert (shares(first), first.hidden) == ((2, 1, 1, 0, 0), 2)
    assert shares(second) == (2, 1, 0, 1, 0)


def test_a_tc_string_is_side_evidence_and_never_an_opt_in(records: Records) -> None:
    """Whatever a string says, its event is unknown and dated by itself; what is no TC string is refused."""
    rows = f"subject,tc_string\na,{TC}\nb,{ALL}\nc,hello\nd,{ALL}\n"
    report = records.take(records.write("strings.csv", rows), "iab-tcf")

    assert (shares(report), read_as(report)) == ((4, 3, 0, 0, 1), {"unknown": ("unknown", 3)})
    kept = records.kept()
    assert texts(kept, "subject_key", "notice_version", "language")[:2] == [
        ("a", "vendor list 28, policy 2", "en"), ("b", "vendor list 32, policy 2", "en"),
    ]  # fmt: skip
    assert str(kept["event_time"][0]) == "2020-03-17 13:13:54"
    opt_in = (
        (MAPPINGS / "consent-iab-tcf.yaml").read_text(encoding="utf-8").replace("constant: unknown", "constant: given")
    )
    mapping = records.write("opt-in.yaml", opt_in)
    asked = ingest.IngestConsent("u", [records.folder / "strings.csv"], mapping)
    with pytest.raises(DecisionLogInvalid, match="a TC string is side evidence and never an opt-in"):
        ingest.ingest_consent(records.database, records.store, asked, SYSTEM)


def test_unknown_reads_as_no_and_is_no_opt_out(records: Records) -> None:
    """Rule 7: an unknown choice neither takes an opt-out back nor is one."""
    log = "interaction_id,subject_key,channel,started_at,ai_involved\n"
    log += "1,a,chat,2026-05-12,auto\n2,b,chat,2026-05-12,auto\n"
    ingest.ingest_interactions(
        records.database, records.store, ingest.IngestInteractions("u", [records.write("log.csv", log)]), SYSTEM
    )
    rows = "event_id,subject_key,ledger,event_type,event_time\n1,a,preference,objected,2026-05-10\n"
    records.take(
        records.write("e.csv", rows + "2,a,preference,unknown,2026-05-11\n3,b,preference,unknown,2026-05-11\n")
    )

    assert contacts(records.database, records.store)["interaction_id"].tolist() == ["1"]


NESTED = "[" * 60 + "]" * 60


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}', "JSON that holds nothing the mapping names"),
        ('["a"]', "JSON of type str"),
        ('{"identifier": ', "no whole JSON"),
        ('{"identifier": "a", "identifier": "b"}', "the key 'identifier' twice"),
        ('{"identifier": 99999999999999999999}', "the number 99999999999999999999"),
        ('{"identifier": ' + NESTED + "}", "at most 40 levels"),
        ("[" * 200_000, "JSON nested deeper than that"),
    ],
)
def test_json_that_is_no_receipt_is_refused(records: Records, text: str, said: str) -> None:
    """What is no receipt, cut, ambiguous or nested without end is refused in a sentence, and nothing is stored."""
    with pytest.raises(DecisionLogInvalid) as refused:
        records.take(records.write("bad.json", text), "onetrust")

    assert said in str(refused.value)
    assert not ingest.stored_batches(records.database)


def test_a_huge_document_is_refused_before_it_is_read(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document beyond its limit is not opened at all."""
    monkeypatch.setattr("dashboard.adapters.receipts.LARGEST", 1_000)
    with pytest.raises(DecisionLogInvalid, match="2,002 bytes; expected at most 1,000 in one document"):
        records.take(records.write("huge.json", '"' + "x" * 2_000 + '"'), "onetrust")


def test_json_needs_a_mapping(records: Records) -> None:
    """Where things are in a receipt is never guessed; the refusal names the mappings that are shipped."""
    with pytest.raises(DecisionLogInvalid, match=r"consent-iso27560\.yaml"):
        records.take(records.write("receipt.json", json.dumps(receipt("a", "OPT_OUT"))))


HEADER = "event_id,subject_key,ledger,event_type,event_time,valid_until\n"


def test_events_that_cannot_be_are_refused_one_by_one(records: Records) -> None:
    """Future events, zones that do not exist and ends before the beginning; a subject may come again, an id may not."""
    rows = [
        "1,a,consent,given,2026-05-01T10:00:00+02:00,", "2,a,consent,given,2099-01-01,",
        "3,a,consent,given,2026-05-01T10:00:00+99:00,", "4,a,consent,given,2026-05-02,2026-05-01",
        "5,b,consent,given,2026-05-02,2026-06-01", "5,b,consent,withdrawn,2026-05-03,",
        "6,a,consent,withdrawn,2026-05-04,", "7,c,consent,given,2026-05-04,", "8,d,consent,given,2026-05-04,",
    ]  # fmt: skip
    report = records.take(records.write("e.csv", HEADER + "\n".join(rows)))

    assert shares(report) == (9, 5, 0, 1, 3)
    assert report.quarantine is not None
    said = report.quarantine.read_text(encoding="utf-8")
    assert "a time, not before the event" in said
    assert "2099-01-01" in said
    again = records.take(
        records.write("f.csv", HEADER + "9,a,consent,given,2026-05-05,\n6,a,consent,given,2026-05-06,\n")
    )
    assert shares(again) == (2, 1, 0, 1, 0)


def test_an_empty_history_and_a_missing_column(records: Records) -> None:
    """A header alone stores nothing and says so; a column that the mapping names must be there."""
    assert records.take(records.write("e.csv", HEADER)).outcome == "no consent"
    assert records.take(records.write("e.json", "[]"), "onetrust").outcome == "no consent"
    with pytest.raises(DecisionLogInvalid, match="expected a column 'Consumer consent provided"):
        records.take(records.write("f.csv", "Date received,Submitted via\n7/29/2013,Web\n"), "cfpb")
