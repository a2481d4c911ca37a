"""A registry file is accepted whole, or refused with every problem."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dashboard.adapters.registry_export import registry_yaml
from dashboard.adapters.registry_file import load_registry_file
from dashboard.domain.registry import Registry, UseCase
from dashboard.errors import RegistryInvalid

SMALL = """\
format: 1
organisation: {name: Example, jurisdictions: [EU]}
use_cases:
  - id: retention-offers
    title: Retention offers
    lifecycle: live
    risk_tier: limited
    go_live: 2026-01-05
    customer_facing: true
    protected_attributes: {sex: collected, ethnicity: {not_collected: not needed to decide, decided_by: officer}}
    sign_offs: [{kind: review, by: deputy, role: deputy, on: 2026-05-01}]
    waivers: [{clause: FAI-02, until: 2026-12-31, reason: retraining is under way}]
logs: {decisions: [{use_case: retention-offers, path: log.csv}]}
"""


def refusal(content: str) -> str:
    """What is said when the registry is refused."""
    with pytest.raises(RegistryInvalid) as caught:
        load_registry_file(content.encode())
    return str(caught.value)


def test_a_registry_is_read() -> None:
    """What is written is there, and what is absent is unknown, not false."""
    case = load_registry_file(SMALL.encode()).use_cases[0]

    assert case.customer_facing is True
    assert case.automated_decision is None
    assert case.sign_offs[0].on.isoformat() == "2026-05-01"


REPLACED = {
    "Norway": ("[EU]", "[NO]", "line 2: organisation › jurisdictions[0]: found `NO`"),
    "misspelt key": ("risk_tier", "risk_teir", "use_cases[0] retention-offers › risk_teir: found the unknown key"),
    "suggestion": ("risk_tier", "risk_teir", "Did you mean `risk_tier`?"),
    "no such tier": ("limited", "middling", "expected one of `prohibited`, `high`"),
    "text for truth": ("customer_facing: true", 'customer_facing: "yes"', "expected true or false"),
    "number for truth": ("customer_facing: true", "customer_facing: 1", "expected true or false"),
    "id with capitals": ("id: retention-offers", "id: Retention", "an id of plain letters"),
    "id with bidi": ("id: retention-offers", 'id: "re\\u202etention"', "re\\u202etention"),
    "impossible date": ("2026-01-05", "2026-02-31", "a date that exists"),
    "60 reason of spaces": ("reason: retraining is under way", 'reason: "  "', "a reason in words, not only spaces"),
    "60 reason missing": (", reason: retraining is under way", "", "expected the key `reason`"),
    "60 not collected without why": ("not_collected: not needed to decide", 'not_collected: ""', "a reason in words"),
    "59 long text": ("title: Retention offers", f"title: {'x' * 100_000}", "text of at most 4000 characters"),
    "59 combining marks": ("title: Retention offers", f"title: e{chr(0x301) * 1000}", "combining marks"),
    "18 escaped control": ("title: Retention offers", 'title: "a\\u0007b"', "text without control characters"),
    "log of nobody": ("{use_case: retention-offers,", "{use_case: retention,", "which is not in this file"),
    "another format": ("format: 1", "format: 2", "format: found `2`; expected 1"),
}


@pytest.mark.parametrize(("before", "after", "sentence"), REPLACED.values(), ids=REPLACED.keys())
def test_one_wrong_word_is_named_with_its_line(before: str, after: str, sentence: str) -> None:
    """Each mistake is refused with line, path, found and expected."""
    assert before in SMALL

    said = refusal(SMALL.replace(before, after, 1))

    assert sentence in said
    assert "line " in said
    assert len(said) < 2000


def test_dates_may_stand_in_quotes() -> None:
    """JSON is YAML: a registry that a program wrote with every date in quotes says the same."""
    quoted = re.sub(r"(\d{4}-\d\d-\d\d)", r'"\1"', SMALL)

    assert '"2026-01-05"' in quoted
    assert load_registry_file(quoted.encode()) == load_registry_file(SMALL.encode())
    assert "found `2026-02-31`" in refusal(SMALL.replace("2026-01-05", '"2026-02-31"'))


def test_ids_are_unique() -> None:
    """Two use cases cannot share an id."""
    twice = SMALL.replace("logs:", "  - {id: retention-offers, title: Again}\nlogs:")

    assert "which use_cases[0] already has" in refusal(twice)


def test_unicode_is_brought_into_one_form() -> None:
    """Two spellings of the same title are the same title."""
    composed = load_registry_file(SMALL.replace("Retention offers", "Café").encode())
    combined = load_registry_file(SMALL.replace("Retention offers", "Cafe\u0301").encode())

    assert composed == combined


TRICKY = [
    "NO",
    "010",
    "1e5",
    "0o17",
    "0x1f",
    "1_0",
    "1:30",
    "2026-01-01",
    "2024-13-45",
    ".inf",
    "~",
    "null",
    "a: b",
    "- a",
]


@given(st.sampled_from(TRICKY) | st.text(max_size=30))
@settings(max_examples=100)
def test_what_is_exported_is_read_back(title: str) -> None:
    """No text changes its meaning on the way through a file, whatever other programs would take it for."""
    try:
        registry = Registry(use_cases=[UseCase(id="a", title=title)])
    except ValidationError:
        return

    assert load_registry_file(registry_yaml(registry).encode()) == registry
