"""The public register as files: complete, in several languages, for people and machines, and harmless."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any

import pytest

from dashboard.domain.public_entry import Entry, Published
from dashboard.domain.public_fields import FIELDS, LANGUAGES
from dashboard.domain.public_register import PublicRegister, in_order
from dashboard.reports.register_data import page_name
from dashboard.reports.register_site import frame, said_day, site, zipped

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
LINES = {one.id: ("Stated.",) for one in FIELDS} | {"name": ("Refund bot",), "fairness": (), "opt_out": ("write stop",)}
BOT = Entry("bot", "de", {name: text for name, text in LINES.items() if name != "supplier"}, {"phase": "production"},
            {"name": 1, "purpose": 1})  # fmt: skip
ALL = tuple(LANGUAGES)


def published(*entries: Entry) -> PublicRegister:
    """A register of these entries."""
    made = [Published(one, "lead", "officer", date(2026, 11, 27), AT) for one in entries]
    return PublicRegister("Example & Sons", in_order(made))


class Page(HTMLParser):
    """What of a page a browser would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.append((tag, dict(attrs)))

    def links(self) -> list[str]:
        """Where it leads or asks for something."""
        return [str(found[name]) for _, found in self.tags for name in ("href", "src", "action") if name in found]


def test_every_link_leads_to_a_file_of_the_site() -> None:
    """All links are relative, and every one of them is there: nothing is asked of any other place."""
    files = site(published(BOT, replace(BOT, use_case="index")), ALL)
    for path, data in files.items():
        if not path.endswith(".html"):
            continue
        for link in Page(data.decode()).links():
            if not link.startswith("#"):
                assert normpath((PurePosixPath(path).parent / link).as_posix()) in files, (path, link)


def test_addresses_stay_and_the_root_is_the_first_language() -> None:
    """One folder for each language, one page for each use case; another language moves nothing."""
    assert sorted(site(published(BOT), ["nl"])) == [
        "index.html", "layouts/nl-algoritmeregister.csv", "layouts/nl-algoritmeregister.json", "layouts/uk-atrs.csv",
        "layouts/uk-atrs.json", "nl/index.html", "nl/uses/bot.html", "register.csv", "register.json",
    ]  # fmt: skip
    assert set(site(published(BOT), ["nl"])) < set(site(published(BOT), ["en", "nl"]))
    assert b'<html lang="nl">' in site(published(BOT), ["nl", "en"])["index.html"]


def test_the_same_entries_give_the_same_bytes() -> None:
    """Nothing of the moment of making is in it, not even in the ZIP."""
    made = site(published(BOT), ALL)
    assert made == site(published(BOT), ALL)
    assert zipped(made) == zipped(site(published(BOT), ALL))
    with zipfile.ZipFile(io.BytesIO(zipped(made))) as archive:
        assert archive.read("public-register/register.json") == made["register.json"]


def test_what_is_missing_or_hidden_is_said_in_the_language_of_the_page() -> None:
    """An empty field is not stated, a withheld one not published, in words of the frame."""
    german = site(published(BOT), ["de"])["de/uses/bot.html"].decode()
    assert german.count("Keine Angabe.") == 1
    assert german.count("Nicht veröffentlicht.") == 1
    assert "27. November 2026" in german


def test_texts_are_marked_with_their_language() -> None:
    """Own words carry the language in which they were written, the sentences of the program English."""
    page = site(published(BOT), ["fr"])["fr/uses/bot.html"].decode()
    assert '<h1 lang="de"><bdi>Refund bot</bdi></h1>' in page
    assert '<p lang="de"><bdi>Stated.</bdi></p>' in page
    assert '<p lang="en"><bdi>write stop</bdi></p>' in page


@pytest.mark.parametrize("tag", ALL)
def test_every_frame_says_the_same_things(tag: str) -> None:
    """No language lacks a text, a field or a month."""
    assert frame(tag).keys() == frame("en").keys()
    assert list(frame(tag)["fields"]) == [one.id for one in FIELDS]
    assert len(frame(tag)["months"]) == 12
    assert frame(tag)["groups"].keys() == frame("en")["groups"].keys()


def test_the_english_frame_names_fields_as_the_dashboard_does() -> None:
    """What is approved there reads the same here."""
    assert frame("en")["fields"] == {one.id: one.title for one in FIELDS}
    assert [said_day(tag, date(2026, 3, 1)) for tag in ALL] == [
        "1 March 2026",
        "1. März 2026",
        "1 maart 2026",
        "1 mars 2026",
    ]


def test_a_page_has_landmarks_one_title_and_no_skipped_heading() -> None:
    """A screen reader finds main, navigation and every part; there is no script, form or frame."""
    for path, data in site(published(BOT), ALL).items():
        if path.endswith(".html"):
            page = Page(data.decode())
            names = [tag for tag, _ in page.tags]
            assert names.count("main") == names.count("h1") == names.count("footer") == 1
            assert set(names).isdisjoint({"script", "form", "iframe", "img", "link", "object", "h3"})


def test_the_index_groups_by_where_a_use_case_stands() -> None:
    """In use first; a hidden status is a group of its own."""
    old = replace(BOT, use_case="old", facts={"phase": "retired"})
    shy = replace(BOT, use_case="shy", facts={})
    page = site(published(shy, old, BOT), ["en"])["index.html"].decode()
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == [
        "In use (1)", "No longer in use (1)", "Status not published (1)",
    ]  # fmt: skip


def test_an_empty_register_says_so() -> None:
    """Nobody has published anything yet: there are pages, and they say it."""
    files = site(PublicRegister("", ()), ["en"])
    assert b"Nothing has been published yet." in files["index.html"]
    assert json.loads(files["register.json"])["use_cases"] == []
    assert files["register.csv"].decode("utf-8-sig").splitlines()[0].startswith("id,language,published_at,name,purpose")


def test_json_and_csv_say_what_the_pages_say() -> None:
    """Field by field the same texts and states, with the day and the moment of publishing."""
    files = site(published(BOT), ["nl", "en"])
    (row,) = csv.DictReader(io.StringIO(files["register.csv"].decode("utf-8-sig")))
    (one,) = json.loads(files["register.json"])["use_cases"]
    assert (one["page"], one["published_at"]) == ("nl/uses/bot.html", "2026-11-27T09:30:00+00:00")
    assert one["page"] in files
    assert list(one["fields"]) == [field.id for field in FIELDS]
    assert one["fields"]["fairness"] == {"state": "missing", "text": []}
    assert one["fields"]["supplier"] == {"state": "hidden", "text": []}
    assert (row["fairness"], row["supplier"], row["opt_out"]) == ("Not stated", "Not published", "write stop")


HOSTILE = (
    "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "=HYPERLINK(\"http://x\")", "+1", "@SUM(A1)",
    "\u202egnp.exe", "W" * 3000, "{{ 7 * 7 }}{% raw %}", "javascript:alert(1)", "a\u0000b", "&lt;b&gt;", "]]>-->",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_acts_nowhere(text: str) -> None:
    """Markup stays text, formulas stay text, turned directions are written out, in every field and in the names."""
    lines = {one.id: (text,) for one in FIELDS}
    hostile = Entry("bot", "en", lines, {"phase": text}, {})
    files = site(replace(published(hostile), organisation=text), ALL)
    plain = {
        tag for data in site(published(BOT), ALL).values() if data[:1] == b"<" for tag, _ in Page(data.decode()).tags
    }
    for path, data in files.items():
        if path.endswith(".html"):
            page = Page(data.decode())
            assert {tag for tag, _ in page.tags} <= plain
            assert not [name for _, found in page.tags for name in found if name.startswith("on")]
            assert "\u202e" not in data.decode()
            assert all(not link.startswith(("javascript", "http")) for link in page.links())
    (row,) = csv.DictReader(io.StringIO(files["register.csv"].decode("utf-8-sig")))
    assert row["name"][:1] not in "=+@"
    kept: dict[str, Any] = json.loads(files["register.json"])
    assert kept["use_cases"][0]["fields"]["name"]["text"] == [text]


@pytest.mark.parametrize("use_case", ["../../etc/passwd", "..", "/root", "a/b", "C:\\x", "", "A" * 300, "x\u202e"])
def test_an_id_that_would_leave_the_folder_becomes_a_hash(use_case: str) -> None:
    """Whatever stands in the store, a page lies in its folder, always at the same address."""
    name = page_name(use_case)
    assert re.fullmatch(r"x-[0-9a-f]{16}\.html", name)
    assert name == page_name(use_case)
    assert f"en/uses/{name}" in site(published(replace(BOT, use_case=use_case)), ["en"])
