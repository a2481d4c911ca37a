"""The register in the layouts of UK ATRS and of the Dutch standard, held against the standards' own lists."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.domain.register_layouts import ATRS, DUTCH, UNSAID, laid_out, skipped
from dashboard.reports.register_layouts import layouts
from tests.reports.test_register_site import BOT, HOSTILE, published

STANDARD = "uk_atrs_data_standard.csv"
FULL = {
    "phase": "production",
    "first_day": "2026-02-03",
    "models": "language model",
    "sourcing": "built",
    "team": "Service",
}
ENTRY = replace(BOT, language="nl", facts=FULL, own={})


def rows_of(data: bytes) -> list[dict[str, str]]:
    """CSV as a reader of it sees it."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def standard(shared: Path) -> list[dict[str, str]]:
    """The published list of attributes."""
    with (shared / "data" / "registers" / STANDARD).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_atrs_is_the_published_list(shared: Path) -> None:
    """Every attribute in the published order, with its tier and whether it must be there."""
    need = {"TRUE": "required", "FALSE": "optional", "": "open"}
    published_list = [
        (row["attribute"], row["tier"], need[row["required"].strip().upper()]) for row in standard(shared)
    ]
    assert [(one.name, one.group, one.need) for one in ATRS] == published_list


def test_every_mandatory_field_is_there_or_says_that_it_is_not(shared: Path) -> None:
    """A record validated against the published list: order kept, nothing foreign, no mandatory attribute absent."""
    names = [row["attribute"] for row in standard(shared)]
    mandatory = {row["attribute"] for row in standard(shared) if row["required"].strip().upper() == "TRUE"}
    (one,) = json.loads(layouts(published(ENTRY))["layouts/uk-atrs.json"])
    assert list(one["record"]) == [name for name in names if name in one["record"]]
    assert mandatory <= set(one["record"])
    assert all(text.strip() for text in one["record"].values())
    unsaid = {name for name, text in one["record"].items() if text == UNSAID}
    assert unsaid == mandatory & set(one["not_stated"])
    (row,) = rows_of(layouts(published(ENTRY))["layouts/uk-atrs.csv"])
    assert list(row) == names
    assert {name for name, text in row.items() if text == UNSAID} == set(one["not_stated"])


def test_what_an_entry_says_stands_where_the_standard_wants_it() -> None:
    """Name, phase, model and appeal; a hidden supplier is not given away by the layout."""
    told = laid_out(ENTRY, "Example", ATRS)
    assert (told["name"], told["phase"], told["model_type"]) == ("Refund bot", "production", "language model")
    assert told["appeals_and_review"] == "write stop\nStated."
    assert told["organisation"] == "Example"
    assert told["external_supplier*"] == "Built in-house"
    hidden = laid_out(BOT, "Example", ATRS)
    assert hidden["external_supplier*"] == hidden["model_type"] == UNSAID
    asked = replace(ENTRY, lines={**ENTRY.lines, "complaint": ("Write to help@example.org, please.",)})
    assert laid_out(asked, "Example", ATRS)["contact_email"] == "help@example.org"
    assert told["contact_email"] == UNSAID
    assert "benefit" in skipped(ENTRY, "Example", ATRS)


def test_the_dutch_layout_has_the_values_that_the_standard_permits() -> None:
    """Status in Dutch words, months, a language of three letters, the version, and texts cut to their length."""
    told = laid_out(ENTRY, "Example", DUTCH)
    assert (told["status"], told["begin_date"], told["lang"]) == ("In gebruik", "2026-02", "nld")
    assert (told["standard_version"], told["source_id"], told["publiccode"]) == ("0.4.0", "bot", UNSAID)
    assert "end_date" not in told
    wordy = replace(ENTRY, lines=dict.fromkeys(BOT.lines, ("W" * 9000,)))
    limits = {one.name: one.longest for one in DUTCH if one.longest}
    cut = laid_out(wordy, "O" * 900, DUTCH)
    assert all(len(cut[name]) <= longest for name, longest in limits.items() if name in cut)
    assert cut["name"].endswith("…")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_layout_is_a_formula(text: str) -> None:
    """Whatever an entry says, a spreadsheet reads text."""
    hostile = replace(ENTRY, lines=dict.fromkeys(BOT.lines, (text,)), facts=dict.fromkeys(FULL, text))
    made = layouts(published(hostile))
    for name in ("uk-atrs", "nl-algoritmeregister"):
        for row in rows_of(made[f"layouts/{name}.csv"]):
            assert not [cell for cell in row.values() if cell.lstrip(" ")[:1] in ("=", "+", "@")]
