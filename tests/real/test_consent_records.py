"""Published consent records are imported with the shipped mappings; every row is kept or counted with its reason."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from tests.consenting import Records, read_as, shares, texts

pytestmark = pytest.mark.real


@pytest.fixture
def records(sqlite_database: Database, tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Where files are taken in."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", f"{tmp_path}:{shared}:{Path(__file__).parents[2] / 'data'}")
    return Records(sqlite_database, tmp_path)


def test_two_shapes_of_iso_27560_become_the_same_rows(records: Records, shared: Path) -> None:
    """Statuses beside the processes, and inside them: six rows of which three asked, and two given and withdrawn."""
    beside = records.take(shared / "data" / "consent" / "iso27560_AUG23.json", "iso27560")
    inside = records.take(shared / "data" / "consent" / "iso27560_SEP-01a.json", "iso27560")

    assert (shares(beside), read_as(beside)) == ((6, 3, 3, 0, 0), {"dpv:ConsentGiven": ("given", 3)})
    assert shares(inside) == (4, 4, 0, 0, 0)
    assert read_as(inside) == {"dpv:ConsentGiven": ("given", 2), "dpv:ConsentWithdrawn": ("withdrawn", 2)}
    kept = records.kept()
    assert texts(kept[kept["subject_key"] == "3"], "purpose_id", "legal_basis", "language") == [
        ("dpv:AcademicResearch", "eu-gdpr:A6-1-a", None), ("dpv:EnforceAccessControl", "eu-gdpr:A6-1-a", None),
        ("dpv:EnforceSecurity", "eu-gdpr:A6-1-a-non-explicit-consent", None),
    ]  # fmt: skip
    other = kept[kept["subject_key"] == "UUID-4"]
    assert {str(day)[:10] for day in other["valid_until"].dropna()} == {"2024-05-05"}
    assert set(texts(other, "notice_version", "language", "withdrawal")) == {
        ("UUID-4", "en", "https://example.com/manage-consent")
    }


def test_a_kantara_receipt_has_a_row_per_purpose_and_no_name(records: Records, shared: Path) -> None:
    """Three purposes rest on consent; the fourth on another ground, and is dropped. The name is never stored."""
    report = records.take(shared / "data" / "consent" / "kantara-consent-receipt-v1_1-example.json", "kantara")

    assert (shares(report), read_as(report)) == ((4, 3, 1, 0, 0), {"EXPLICIT": ("given", 3)})
    kept = records.kept()
    assert {str(moment) for moment in kept["event_time"]} == {"2017-11-13 17:00:00"}
    assert {key[:7] for key in kept["subject_key"]} == {"sha256:"}
    assert not kept.astype(str).apply(lambda column: column.str.contains("Bowden").any()).any()
    assert set(kept["purpose_id"]) == {
        "To provide contracted services", "To personalize service experience", "To market services",
    }  # fmt: skip


def test_the_complaints_of_the_cfpb_are_counted_as_published(records: Records, shared: Path) -> None:
    """3,186 rows: 1,119 provided, 830 not, 70 other, 1,158 N/A and 9 empty; the last three are unknown, and so no."""
    report = records.take(shared / "data" / "consent" / "cfpb_complaints_sample_3187.csv", "cfpb")

    assert shares(report) == (3_186, 3_186, 0, 0, 0)
    assert read_as(report) == {
        "Consent provided": ("given", 1_119), "Consent not provided": ("refused", 830), "Other": ("unknown", 70),
        "N/A": ("unknown", 1_158), "(blank)": ("unknown", 9),
    }  # fmt: skip
    assert 1_158 + 9 == 1_167
    assert report.rows_read == 1_119 + 830 + 70 + 1_167
    assert (str(report.first_day), str(report.last_day)) == ("2013-06-04", "2017-02-23")
