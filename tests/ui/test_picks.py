"""Choices that are kept in the address."""

from streamlit.testing.v1 import AppTest

PAGE = """
from dashboard.ui.picks import pick
from dashboard.ui.whole import one_run

with one_run():
    pick("measure", "Measure", ["rate", "gap", "ratio"])
    pick("group", "Group", ["age", "sex"])
"""


def chosen(page: AppTest) -> tuple[list[str], dict[str, str]]:
    """What the pickers show, and the address."""
    return [str(one.value) for one in page.selectbox], {
        name: str(page.query_params[name]) for name in page.query_params
    }


def opened() -> AppTest:
    """The page after two choices of a measure."""
    page = AppTest.from_string(PAGE, default_timeout=60).run()
    page.selectbox[0].select("gap").run()
    page.selectbox[0].select("ratio").run()
    return page


def test_a_choice_is_in_the_address() -> None:
    """Whoever gets the address sees the choice."""
    assert chosen(opened()) == (["ratio", "age"], {"measure": "ratio", "group": "age"})


def test_a_choice_does_not_go_back_when_the_next_one_comes_before_its_address() -> None:
    """The second change still has the address of before: both choices stay, and the address says them."""
    page = opened()
    page.query_params["measure"] = "gap"

    page.selectbox[1].select("sex").run()

    assert chosen(page) == (["ratio", "sex"], {"measure": "ratio", "group": "sex"})


def test_back_and_a_link_win_over_what_was_chosen() -> None:
    """No control was touched and the address is another one: it is followed, also right after a change."""
    page = opened()
    page.query_params["measure"] = "gap"

    page.run()

    assert chosen(page) == (["gap", "age"], {"measure": "gap", "group": "age"})
