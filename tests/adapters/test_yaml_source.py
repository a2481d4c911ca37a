"""YAML that anybody may have written is read safely, or refused in a plain sentence."""

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.yaml_source import MAX_BYTES, read_yaml
from dashboard.errors import InputRejected


def refusal(content: bytes) -> str:
    """The sentence with which the content is refused."""
    with pytest.raises(InputRejected) as caught:
        read_yaml(content, what="The file")
    return str(caught.value)


BOMB = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 120))
REFUSED = {
    "1 alias bomb": (BOMB, "line 1: a: found the anchor &a; expected the value itself (anchors and aliases"),
    "1 alias alone": (b"a: *x", "the alias *x"),
    "2 nesting": (b"a: " + b"[" * 2000, "at most 40 levels"),
    "2 nesting in blocks": (b"".join(b" " * n + b"a:\n" for n in range(600)), "at most 40 levels"),
    "3 python object": (b"a: !!python/object/apply:os.system ['id']", "tags are not allowed"),
    "4 custom tag": (b"a: !mine 3", "the tag !mine"),
    "4 tag without a name": (b"a: ! 3", "tags are not allowed"),
    "5 duplicate key": (b"a: 1\nb: 2\na: 3\n", "line 3: a: found the key `a` on line 1 and again on line 3"),
    "6 cycle": (b"a: &a [*a]", "anchors and aliases are not allowed"),
    "7 impossible date": (b"start: 2024-13-45", "start: found `2024-13-45`; expected a date that exists"),
    "8 5,000 digits": (b"a: " + b"7" * 5000, "at most 15 digits"),
    "9 empty int": (b'a: !!int ""', "tags are not allowed"),
    "9 maybe": (b"a: !!bool maybe", "tags are not allowed"),
    "9 timestamp": (b"a: !!timestamp x", "tags are not allowed"),
    "10 Norway": (b"country: NO", 'found `NO`; expected text in quotes, or true or false. Quote it: "NO".'),
    "10 yes": (b"a: [yes]", 'Quote it: "yes".'),
    "10 on": (b"a: On", 'Quote it: "On".'),
    "12 leading zero": (b"a: 010", 'Quote it: "010".'),
    "12 sexagesimal": (b"a: 1:30:00", 'Quote it: "1:30:00".'),
    "12 hexadecimal": (b"a: 0x1F", "a plain decimal number"),
    "12 underscores": (b"a: 1_000", "a plain decimal number"),
    "13 nan": (b"a: .nan", "a finite number"),
    "13 infinity": (b"a: -.inf", "a finite number"),
    "13 too large": (b"a: 1e309", "a finite number"),
    "14 empty": (b"", "found an empty file; expected a mapping"),
    "14 only a comment": (b"# nothing\n", "found an empty file"),
    "14 scalar": (b"hello", "found `hello`; expected a mapping"),
    "14 list": (b"- 1", "found a list; expected a mapping"),
    "15 two documents": (b"a: 1\n---\nb: 2", "found a second document; expected one document only"),
    "16 Latin-1": ("a: é".encode("latin-1"), "byte 0xe9 at offset 3"),
    "16 UTF-16": ("a: b".encode("utf-16"), "UTF-8 text"),
    "18 NUL": (b"a: b\nc: \x00", "line 2: the text: found the control character U+0000 at character 9"),
    "18 control in quotes": (b'a: "\x07"', "U+0007"),
    "19 lone surrogate": (b'a: "\\ud800"', "expected valid YAML"),
    "21 long string": (b"a: " + b"x" * 2 * 1024 * 1024, "more than 1,048,576 bytes"),
    "22 50,000 anchors": (b"".join(b"k%d: &a%d 1\n" % (n, n) for n in range(50_000)), "anchors and aliases"),
    "broken syntax": (b"a: b: c", "line 1: column 5: found mapping values are not allowed"),
    "list as a key": (b"? [a]\n: 1", "text as a key"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_dangerous_or_unclear_yaml_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    """Each bad file is refused by name, saying what was found and what was expected."""
    said = refusal(content)

    assert sentence in said
    assert said.startswith("The file is refused.")
    assert "Traceback" not in said
    assert len(said) < 1000


def test_all_unclear_values_are_named_at_once() -> None:
    """Nobody has to repair a file one value at a time."""
    said = refusal(b"a: NO\nb: 010\nc: 2024-02-30\nd: .inf\n")

    assert [f"line {n}: {key}" in said for n, key in enumerate("abcd", 1)] == [True] * 4


def test_byte_order_mark_is_accepted() -> None:
    """17: a file saved by a Windows editor is read."""
    assert read_yaml(b"\xef\xbb\xbfa: 1\n", what="The file").data == {"a": 1}


def test_plain_values_have_one_deliberate_meaning() -> None:
    """Whole numbers, numbers, dates, true, false and nothing are read; everything else is text."""
    content = (
        b"a: 1\nb: -1.5e3\nc: 2026-10-01\nd: true\ne: ~\nf: hello there\ng: \"NO\"\nh: '010'\ni: |\n  two\n  lines\n"
    )

    assert read_yaml(content, what="The file").data == {
        "a": 1, "b": -1500.0, "c": date(2026, 10, 1), "d": True, "e": None, "f": "hello there", "g": "NO", "h": "010",
        "i": "two\nlines\n",
    }  # fmt: skip


def test_keys_are_always_text() -> None:
    """A sign-off's key `on` is not a truth value, and a merge key is nothing special."""
    assert read_yaml(b"on: 2026-01-01\n1: a\n<<: {b: 2}\n", what="The file").data == {
        "on": date(2026, 1, 1), "1": "a", "<<": {"b": 2},
    }  # fmt: skip


def test_every_path_has_its_line() -> None:
    """Messages can point at a key, at a list member, and at the nearest thing around what is missing."""
    document = read_yaml(b"top:\n  - id: x\n    check:\n      a: 1\n  - {id: y, b: 2}\n", what="The file")

    assert document.line(("top", 0, "check", "a")) == 4
    assert document.line(("top", 1, "b")) == 5
    assert document.line(("top", 0, "check", "missing")) == 3


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """A missing file is a sentence, not an exception of the operating system."""
    with pytest.raises(InputRejected, match="No such file or directory; expected a file that can be read"):
        read_yaml(tmp_path / "absent.yaml", what="The charter")


def test_invisible_characters_are_shown_escaped() -> None:
    """20: a message never carries the character that turns the reading direction."""
    said = refusal("a\u202eb: NO".encode())

    assert "\u202e" not in said
    assert "a\\u202eb" in said


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_no_bytes_at_all_escape_as_another_error(content: bytes) -> None:
    """Whatever the bytes, the answer is data or InputRejected."""
    try:
        data = read_yaml(content, what="The file").data
    except InputRejected:
        return
    assert isinstance(data, dict)


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n01~.", max_size=60))
@settings(max_examples=200)
def test_no_punctuation_escapes_as_another_error(text: str) -> None:
    """Whatever the syntax, the answer is data or InputRejected."""
    with contextlib.suppress(InputRejected):
        read_yaml(text.encode(), what="The file")


def test_size_limit_is_exact() -> None:
    """A file of exactly the limit is read."""
    content = b"a: " + b"x" * (MAX_BYTES - 3)

    assert len(read_yaml(content, what="The file").data["a"]) == MAX_BYTES - 3
