"""Every control's callback is done whole: Streamlit breaks off what looks at its session when the next change comes."""

import ast
from collections.abc import Iterator
from pathlib import Path

GIVEN = {"on_click", "on_change", "on_select"}
OF_WORK = {"begin", "_cancel"}  # of long work: they start and stop threads, and write nothing
PASSED_ON = {"act", "clicked", "place.changed or 'rerun'", "charter_draft_saving.move"}  # given in another module
OF_STREAMLIT = {"st.login"}


def given(tree: ast.Module) -> Iterator[str]:
    """What stands behind `on_click=`, `on_change=` and `on_select=`, also as keys of a dictionary."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            pairs = [(one.arg, one.value) for one in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = [(str(getattr(key, "value", "")), value) for key, value in zip(node.keys, node.values, strict=True)]
        else:
            continue
        yield from (
            ast.unparse(value) for name, value in pairs if name in GIVEN and not isinstance(value, ast.Constant)
        )


def decorated(tree: ast.Module) -> set[str]:
    """The functions that are done whole."""
    return {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        and "whole" in [ast.unparse(one) for one in node.decorator_list]
    }  # fmt: skip


def test_every_callback_is_done_whole(root: Path) -> None:
    """What a control calls is a function of its module, or of one that it names, and carries `@whole`."""
    trees = {path.stem: ast.parse(path.read_text()) for path in (root / "dashboard").rglob("*.py")}
    bare = []
    for module, tree in trees.items():
        for name in given(tree):
            where, _, function = name.rpartition(".")
            if name in OF_STREAMLIT | PASSED_ON or (module == "long_work" and name in OF_WORK):
                continue
            if function not in decorated(trees.get(where or module, ast.Module([], []))):
                bare.append(f"{module}: {name}")
    assert bare == []


def test_what_is_passed_on_is_done_whole_too(root: Path) -> None:
    """The callbacks that reach their control through a parameter or a dictionary."""
    expected = {"review_forms": {"comment", "resolve", "reopen"}, "clicks": {"clicked"}, "draft_saving": {"save"},
                "charter_draft_saving": {"move"}}  # fmt: skip
    for module, names in expected.items():
        assert names <= decorated(ast.parse((root / "dashboard" / "ui" / f"{module}.py").read_text()))
