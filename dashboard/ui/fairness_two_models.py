"""What if another model decided? A challenger is picked, in the address as `against`; nothing is read before."""

import streamlit as st

from dashboard.charts.changes import Changed, changes
from dashboard.domain.answers import Answer
from dashboard.domain.metrics import RATES
from dashboard.domain.remedies import SHOWN
from dashboard.reports.two_models import two_models_json
from dashboard.services.screens.fairness_choices import load_with_counts
from dashboard.services.screens.promotion import Contender
from dashboard.services.screens.two_model_tables import ALONE, change_table, flip_table, headline, shown_rows
from dashboard.services.screens.two_models import TwoModels, load_two_models, newest_first
from dashboard.ui import cache, page
from dashboard.ui.answer_parts import attach
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.looks import read
from dashboard.ui.picks import pick
from dashboard.ui.reproduced import asked_again, command_line, reproduced
from dashboard.ui.tables import data_table, downloads, same_numbers
from dashboard.ui.text import plain

_TITLE = "What if another model decided?"
_VERSION = "version "


Pair = tuple[Contender, Contender]


def two_models(opened: Opened) -> None:
    """The section."""
    models = picked(opened)
    if models is not None:
        compared(opened, models)


def picked(opened: Opened) -> Pair | None:
    """The head with its pickers: champion and challenger; None before a challenger is picked."""
    use_case = opened.found.use_case
    page.section(_TITLE, "Champion against challenger: what changes for every group, and which clauses would flip")
    versions = newest_first(opened.here.counts.daily)
    titles = cache.cached(load_with_counts)
    others = {name: title for name, title in titles.items() if name != use_case}
    words = {f"{_VERSION}{name}": f"Version {name} of this use case" for name in versions} | others
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        against = pick("against", "Challenger", list(words), words, none="choose a version or a use case")
        return None if against is None else _contenders(use_case, versions, against, others=set(others))


def compared(opened: Opened, models: Pair) -> None:
    """What comes out of these two."""
    attribute, (champion, challenger) = opened.found.attribute, models
    found = read("two-models", "Compare them", load_two_models, champion, challenger, days=opened.asked.days,
                 attribute=attribute)  # fmt: skip
    if found is None:
        return
    if found.why_not:
        page.empty("Nothing can be compared.", plain(found.why_not))
        return
    _shown(found, attribute)
    _again(opened, found, models)


def _contenders(use_case: str, versions: tuple[str, ...], against: str, *, others: set[str]) -> Pair:
    """Against a version the champion is another one, at first the newest; against a use case all that was decided."""
    if against in others:
        return Contender(use_case), Contender(against)
    challenger = against.removeprefix(_VERSION)
    rest = [name for name in versions if name != challenger]
    named = {name: f"Version {name}" for name in rest}
    champion = pick("champion", "Champion", rest, named) if rest else challenger
    return Contender(use_case, champion or ""), Contender(use_case, challenger)


def _shown(found: TwoModels, attribute: str) -> None:
    st.markdown(plain(headline(found)))
    places = st.columns(2, gap="large")
    drawn = 0
    for rate in SHOWN:
        rows = [
            Changed(str(row["group"]), row["champion"], row["challenger"], row["low"], row["high"])
            for row in shown_rows(found, rate).to_dict("records")
            if not isinstance(row["undefined"], str)
        ]
        if not rows:
            continue
        with places[drawn % 2]:
            said = f"change in points by {plain(attribute.replace('_', ' '))}, with its interval"
            page.section(plain(RATES[rate].plain.capitalize()), said, level=3)
            page.chart(changes(rows, page.colours()), alt=f"Change of {RATES[rate].plain} of every group",
                       key=f"chart-change-{rate}")  # fmt: skip
        drawn += 1
    _clauses(found)
    name = found.champion.who.use_case if found.champion else "models"
    same_numbers(lambda: change_table(found), name=f"two-models-{name}", title="Every rate and metric as a table")
    if found.left_out:
        st.caption(plain(f"Left out, too small or known to one only: {', '.join(found.left_out)}."))


def _clauses(found: TwoModels) -> None:
    if not found.clauses:
        return
    page.section("Which clauses would flip", ALONE, level=3)
    table = flip_table(found)
    data_table(table, alt="Clauses about fairness with both models", key="table-flips")
    downloads(table, name="flips")


def _again(opened: Opened, found: TwoModels, models: Pair) -> None:
    champion, challenger = models
    options = [("--version", champion.version)] if champion.version else []
    options += [("--against", challenger.use_case)] if challenger.use_case != champion.use_case else []
    options += [("--against-version", challenger.version)] if challenger.version else []
    options += [("--attribute", opened.found.attribute), ("--days", str(opened.asked.days)),
                ("--as-of", cache.sources().as_of.isoformat())]  # fmt: skip
    command = command_line("compare-models", champion.use_case, options)
    attach("two_models", lambda: _answer(found, command), about=champion.use_case)
    reproduced(command)


def _answer(found: TwoModels, command: str) -> Answer:
    sides = {"champion": found.champion, "challenger": found.challenger}
    question = {name: side.who.words for name, side in sides.items() if side}
    return asked_again("two_models", question, command, said=headline(found), result=two_models_json(found))
