"""A document as one HTML file: what people typed is text, only its own two scripts may run."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from dashboard.reports.paper_html import scripts, to_html
from tests.reports.test_paper_pdf import HOSTILE, paper

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}{% raw %}"


class Reader(HTMLParser):
    """Tags, attributes and text outside of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))
        self.inside = tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data: str) -> None:
        """Keep what a person reads."""
        if not self.inside:
            self.text.append(data)


def read(*words: str) -> tuple[Reader, str]:
    """The file read as a browser would, and without plotly.js as it stands."""
    whole = to_html(paper(*words)).decode()
    reader = Reader()
    reader.feed(whole.replace(scripts()[0], ""))
    return reader, whole.replace(scripts()[0], "")


@pytest.mark.parametrize("typed", [*HOSTILE, EVIL])
def test_typed_text_is_never_markup(typed: str) -> None:
    """It reads letter by letter, and adds no tag, no attribute and no address."""
    reader, _ = read(typed, "plain")
    harmless, _ = read("typed", "plain")

    assert "".join(reader.text).count(typed) >= 10
    assert [tag for tag, _ in reader.tags] == [tag for tag, _ in harmless.tags]
    assert [sorted(attributes) for _, attributes in reader.tags] == [sorted(named) for _, named in harmless.tags]
    assert all((one.get("href") or "#").startswith("#") and "src" not in one for _, one in reader.tags)


def test_only_its_own_scripts_may_run() -> None:
    """The policy allows nothing but two scripts by hash, and these are the ones in the file."""
    reader, _ = read(EVIL, "plain")
    policy = next(one["content"] for tag, one in reader.tags if tag == "meta" and "http-equiv" in one) or ""
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts()]

    assert policy.startswith("default-src 'none'; ")
    assert re.findall(r"script-src ([^;]*);", policy) == [" ".join(f"'sha256-{one}'" for one in hashes)]
    assert "unsafe-eval" not in policy
    assert [tag for tag, _ in reader.tags].count("script") == 4  # two drawings as data, two scripts


def test_figures_hold_typed_text_escaped() -> None:
    """Plotly reads a little HTML in labels, so there is none in what people typed."""
    _, whole = read(EVIL, "plain")
    figures = [json.loads(one) for one in re.findall(r'<script type="application/json">(.*?)</script>', whole)]

    assert len(figures) == 2
    said = json.dumps([[note["text"] for note in one["layout"]["annotations"]] for one in figures])
    assert "&lt;/script&gt;" in said
    assert "<img" not in said


def test_the_same_document_gives_the_same_file() -> None:
    """No clock and no chance is in it."""
    assert to_html(paper("a", "b")) == to_html(paper("a", "b"))
