"""A model's signature is held against the features that are kept; what does not fit is named, all of it."""

import numpy as np
import pytest

from dashboard.domain.attached_model import End, Ends, held
from dashboard.domain.model_flips import curves, flips, grid_of
from dashboard.domain.nearest import Categories, Numbers

AGE, JOB = End("age", "tensor(float)", (None, 1)), End("job", "tensor(string)", (None, 1))
TWO = End("probabilities", "tensor(float)", (None, 2))
LABEL = End("label", "tensor(int64)", (None,))
KINDS = {"age": "number", "job": "category", "emp.var.rate": "number"}


def problems(*inputs: End, outputs: tuple[End, ...] = (LABEL, TWO), favourable: int = 1) -> str:
    """What is said of a signature, as one line."""
    _, found = held(Ends(inputs, outputs), KINDS, favourable)  # type: ignore[arg-type]
    return "; ".join(f"{one.where}: {one.found}, not {one.expected}" for one in found)


def test_inputs_are_features_by_name() -> None:
    """Also where the exporter wrote `emp_var_rate`; the probabilities are the score, and not the label."""
    inputs = (AGE, JOB, End("emp_var_rate", "tensor(int64)", (None,)))
    signature, found = held(Ends(inputs, (LABEL, TWO)), KINDS, 1)  # type: ignore[arg-type]
    assert found == []
    assert signature is not None
    assert [(one.feature, one.dtype, one.flat) for one in signature.reads] == [
        ("age", "float32", False), ("job", "str", False), ("emp.var.rate", "int64", True),
    ]  # fmt: skip
    assert (signature.output, signature.column) == ("probabilities", 1)


def test_everything_that_does_not_fit_is_named() -> None:
    """A feature that nobody keeps, a kind that is another, a table of inputs, no score, a column that is not there."""
    said = problems(End("shoe", "tensor(float)", (None, 1)), End("job", "tensor(float)", (None, 1)),
                    End("age", "tensor(float)", (None, 7)))  # fmt: skip
    assert "input `shoe`: no such feature, not a feature that is kept: age, emp.var.rate, job" in said
    assert "input `job`: tensor(float), not texts, as job is kept" in said
    assert "input `age`: a table of [None, 7], not one value a row" in said
    assert "a table of probabilities or scores" in problems(AGE, outputs=(LABEL,))
    assert "favourable: 2, not 0 to 1" in problems(AGE, favourable=2)


def test_flips_are_counted_with_wilsons_interval() -> None:
    """Three of ten: 0.108 to 0.603, as tables have it; of nothing there is none."""
    found = flips("M", np.array([True] * 3 + [False] * 7))
    assert (found.flips, found.n) == (3, 10)
    assert (found.low, found.high) == pytest.approx((0.1078, 0.6032), abs=1e-4)
    assert np.isnan(flips("M", np.zeros(0, dtype=bool)).low)


def test_the_places_of_a_curve() -> None:
    """Texts by name, numbers at quantiles without repeats, and nothing where nothing is known."""
    assert grid_of(Categories(np.array([1, 0, 0, -1], dtype=np.int32), ("b", "a"))) == ("a", "b")
    assert grid_of(Numbers(np.array([3.0, 3.0, np.nan]))) == (3.0,)
    assert grid_of(Numbers(np.array([np.nan]))) == ()


def test_a_curve_is_the_mean_of_all_others() -> None:
    """The decision that is asked about has a curve of its own and is in no mean."""
    found = {one.name: one.scores for one in curves(np.array([[0.0, 1.0], [1.0, 1.0], [0.2, 0.4]]), 2)}
    assert found["Mean of all"] == (0.5, 1.0)
    assert found["This decision"] == (0.2, 0.4)
    assert list(found) == ["Mean of all", "10% of all below", "90% of all below", "This decision"]
