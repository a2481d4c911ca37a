"""Rules that a charter as a whole must keep."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.charter_file import load_charter
from dashboard.domain.charter import Charter
from dashboard.domain.charter_rules import publication_problem, version_order
from dashboard.domain.intervals import wilson, z
from dashboard.domain.measured_rules import smallest_proof

SMALL = b"""\
format: 1
title: Small charter
version: "2026.2"
effective: 2026-10-01
owner: officer
purpose: To be checked
principles: {fairness: {title: Fairness, commitment: Nobody is worse off.}}
acceptable_uses: {answer: Answer questions}
clauses:
  - {id: A-1, principle: fairness, title: A, requirement: A., check: {field: owner, present: true}, severity: low,
     remediate_within: 30d, threshold_set_by: policy}
"""


@pytest.fixture(scope="module")
def charter() -> Charter:
    """A charter of version 2026.2."""
    return load_charter(SMALL)


@given(st.floats(min_value=0.5, max_value=0.999), st.sampled_from([0.9, 0.95, 0.99]))
@settings(max_examples=50)
def test_smallest_proof_is_the_first_sample_that_wilson_accepts(line: float, confidence: float) -> None:
    """With that many perfect events the interval lies over the line, with one fewer it does not."""
    needed = smallest_proof(line, "at_least", confidence)

    assert needed is not None
    enough, _ = wilson(needed, needed, z(confidence))
    short, _ = wilson(needed - 1, needed - 1, z(confidence))
    assert float(enough) >= line - 1e-9
    assert needed == 1 or float(short) < line + 1e-9


@given(st.floats(min_value=0.001, max_value=0.5), st.sampled_from([0.9, 0.95, 0.99]))
@settings(max_examples=50)
def test_proof_of_a_low_rate_mirrors_that_of_a_high_one(line: float, confidence: float) -> None:
    """Showing that at most 0.1 percent fail takes as many events as showing that 99.9 percent succeed."""
    assert smallest_proof(line, "at_most", confidence) == smallest_proof(1 - line, "at_least", confidence)


def test_figures_of_the_documentation_hold() -> None:
    """0.995 at 95 percent needs 765 perfect events; certainty is never proved by a sample."""
    assert smallest_proof(0.995, "at_least", 0.95) == 765
    assert smallest_proof(0.001, "at_most", 0.9) == 2703
    assert smallest_proof(1.0, "at_least", 0.95) is None


def test_a_published_version_never_changes(charter: Charter) -> None:
    """25: the same version with other content is refused; with the same content it is the same charter."""
    problem = publication_problem(charter, [("2026.2", "sha256:other")])

    assert problem is not None
    assert "published before with other content" in problem.found
    assert publication_problem(charter, [("2026.2", charter.digest)]) is None


def test_versions_only_rise(charter: Charter) -> None:
    """26: a version below the newest published one is refused, a higher one is welcome."""
    problem = publication_problem(charter, [("2026.10", "sha256:x"), ("2026.1", "sha256:y")])

    assert problem is not None
    assert "lower than 2026.10" in problem.found
    assert publication_problem(charter, [("2026.1", "sha256:y")]) is None
    assert publication_problem(charter, []) is None


def test_versions_are_ordered_as_numbers() -> None:
    """2026.10 comes after 2026.2, and 2 equals 2.0."""
    assert version_order("2026.10") > version_order("2026.2")
    assert version_order("2.0") == version_order("2")
