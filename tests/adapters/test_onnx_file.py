"""An ONNX file is looked through before any engine opens it; whatever is wrong is a sentence."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.adapters import onnx_file
from dashboard.adapters.onnx_file import require_plain
from dashboard.errors import InputRejected
from tests.exported import node_model


def test_a_plain_model_is_let_through() -> None:
    """Operators of the standard only, also inside a branch."""
    assert refusal_of(node_model()) == ""
    assert refusal_of(node_model(inner=True)) == ""


@pytest.mark.parametrize("inner", [False, True])
def test_operators_of_others_are_refused(inner: bool) -> None:  # noqa: FBT001  # parametrised
    """At the top and inside a branch; the domain is named."""
    with pytest.raises(InputRejected, match=r"found operators of com\.evil; expected operators of the ONNX standard"):
        require_plain(node_model("com.evil", op="Steal", inner=inner))


def test_weights_in_other_files_are_refused() -> None:
    """A model that names a path reads nothing."""
    with pytest.raises(InputRejected, match="found weights in other files; expected one file"):
        require_plain(node_model(outside=True))


def test_a_model_with_functions_of_its_own_is_refused() -> None:
    """What is inside them would be looked through by nobody."""
    onnx = pytest.importorskip("onnx")
    model = onnx.load_from_string(node_model())
    node = onnx.helper.make_node("Identity", ["a"], ["b"])
    opsets = [onnx.helper.make_opsetid("", 18)]
    model.functions.append(onnx.helper.make_function("mine", "F", ["a"], ["b"], [node], opsets))
    with pytest.raises(InputRejected, match="operators of functions of its own"):
        require_plain(model.SerializeToString())


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x80\x04" + pickle.dumps({"model": 1}), b"PK\x03\x04" * 9, b"\xff" * 40, b"\x08\x09"]
)
def test_what_is_no_onnx_is_refused(content: bytes) -> None:
    """Empty, text, a pickle, an archive, noise, a model without a graph: one sentence, and nothing was opened."""
    with pytest.raises(InputRejected, match="found no ONNX model; expected an ONNX model"):
        require_plain(content)


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is looked through."""
    monkeypatch.setattr(onnx_file, "MOST_MB", 0)
    with pytest.raises(InputRejected, match="at most 0 MiB"):
        require_plain(node_model())


def refusal_of(content: bytes) -> str:
    """The first line of the refusal, or nothing."""
    try:
        require_plain(content)
    except InputRejected as refused:
        return str(refused).splitlines()[0]
    return ""


@given(st.binary(max_size=200))
def test_noise_is_never_more_than_a_sentence(content: bytes) -> None:
    """Whatever comes, it is let through or refused."""
    assert refusal_of(content) in {"", "The model was not attached."}


@given(st.data())
def test_a_damaged_model_is_never_more_than_a_sentence(data: st.DataObject) -> None:
    """A byte changed, or the end cut off."""
    content = bytearray(node_model(inner=True))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    assert refusal_of(cut) in {"", "The model was not attached."}
