"""One use case on one page of paper: what its page says, with what it can be held against."""

from dataclasses import dataclass

from dashboard.errors import NotFound
from dashboard.services.screens.board_pack import PackHead, load_head
from dashboard.services.screens.portfolio import Strip, load_portfolio
from dashboard.services.screens.use_case import UseCasePage, load_use_case
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a use case, and its worst-off group by metric."""

    head: PackHead
    page: UseCasePage
    strips: tuple[Strip, ...]


def load_sheet(sources: Sources, use_case: str, code: str) -> Sheet:
    """The sheet; `code` is that of the newest checkpoint, empty without one.

    Raises:
        NotFound: nobody has registered this id.
    """
    page = load_use_case(sources, use_case)
    if page is None:
        raise NotFound(f"There is no use case {use_case!r}. `python -m dashboard check` lists every id.")
    strips = tuple(one for one in load_portfolio(sources).strips if one.use_case == use_case)
    return Sheet(load_head(sources, code), page, strips)
