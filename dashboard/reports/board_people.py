"""The parts of a board pack that are about people: customers, staff, and cases that somebody brought."""

from dashboard.domain.wording import day
from dashboard.reports import board_drawings as drawings
from dashboard.reports.board_tables import framed, kpi_table, requirements_table, with_most
from dashboard.reports.paper import Block, Section, Text
from dashboard.services.screens.board_pack import BoardPack

MOST_CASES = 12
MOST_CUSTOMERS = 20


def customers(pack: BoardPack) -> Section:
    """Told, connected, complaints; the Net Promoter Score beside them."""
    found, table = pack.customers, pack.customers.table
    nps = kpi_table(pack.kpis, only=frozenset({"nps"}))
    beside = (Text("Beside compliance; no cause is claimed, and who opts out is not like everybody else."), nps)
    if table.empty:
        return Section(found.headline, "Take in an interaction log to measure it", beside, opens=False)
    shown = with_most(table, MOST_CUSTOMERS)
    which = "" if len(shown) == len(table) else f", the {len(shown)} of {len(table)} with most conversations"
    caption = f"The last 30 days, by use case{which} · intervals in the same unit · data to {day(found.last_day)}"
    return Section(found.headline, caption, (*framed(shown), *beside))


def people(pack: BoardPack) -> Section:
    """Who has what they must have, by clause and by role."""
    measured = [one for one in pack.staff.asked if one.counted]
    by_role = kpi_table(pack.kpis, only=frozenset({"training"}))
    shown: tuple[Block, ...] = (drawings.coverage(measured), requirements_table(measured)) if measured else ()
    blocks = (*shown, by_role) if by_role.rows else shown
    caption = "Who must have it and has it; newcomers with time left count neither way"
    return Section(pack.staff.headline, caption, blocks, opens=bool(shown))


def cases(pack: BoardPack) -> Section:
    """Every clock that runs or ran out, and how complete each register is."""
    waiting, many = pack.cases.waiting, len(pack.cases.waiting)
    clocks = framed(waiting.head(MOST_CASES), (1.4, 1.2, 1.6, 2.6, 2.2, 2.2, 1, 1.2)) if many else ()
    rest = (Text(f"{many - MOST_CASES} more are on the page Cases.", quiet=True),) if many > MOST_CASES else ()
    registers = framed(pack.cases.registers, (2, 0.8, 0.8, 1.5, 5))
    caption = "Incidents, complaints, contests, requests and concerns, at the end of the day"
    return Section(pack.cases.headline, caption, (*clocks, *rest, *registers), opens=False)
