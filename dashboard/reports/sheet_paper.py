"""A use case as one page: status, facts, what is breached and who acts, what is not known, fairness."""

from dashboard.domain.wording import WORDS, day, label, plural
from dashboard.reports import board_drawings as drawings
from dashboard.reports.board_paper import running
from dashboard.reports.paper import Block, Facts, Mark, Marks, Paper, Section, Table, Text
from dashboard.services.screens.sheet import Sheet
from dashboard.services.screens.use_case import ClauseLine, UseCasePage
from dashboard.services.screens.why import WhyFinding

MOST_OPEN = 8
MOST_UNKNOWN = 10
MOST_STRIPS = 3
_QUIET = ("compliant", "not_applicable")


def sheet_paper(sheet: Sheet) -> Paper:
    """The page; what does not fit is counted and named as standing on the screen."""
    head, page = sheet.head, sheet.page
    what = "Organisation" if page.is_organisation else f"Use case {page.id}"
    sections = (_open(page), _others(page), _fairness(sheet))
    return Paper(
        kicker=" · ".join(filter(None, (head.organisation, what, day(head.as_of)))),
        title=page.headline,
        running=running(head),
        as_of=head.as_of,
        sections=(_summary(sheet), *(one for one in sections if one is not None)),
    )


def _summary(sheet: Sheet) -> Section:
    page = sheet.page
    marks = (Mark(page.status),) if page.status in WORDS else ()
    chips = (Text(" · ".join(page.chips)),) if page.chips else ()
    said = tuple(Text(one, quiet=at == 1) for at, one in enumerate((page.purpose or "", page.tier)) if one)
    facts = Facts(tuple((one.label, one.value, one.note) for one in page.facts))
    caption = f"Assessment of {day(sheet.head.assessed, missing='no day yet')}"
    return Section(page.title, caption, (Marks(marks), *chips, *said, facts), opens=False)


def _open(page: UseCasePage) -> Section | None:
    many = len(page.breaches)
    if not many:
        return None
    rows = tuple(
        (Mark(one.status), f"{one.clause} {one.title}", one.measured, one.since[0] if one.since else "–", _acts(one))
        for one in page.breaches[:MOST_OPEN]
    )
    rest = (Text(f"{many - MOST_OPEN} more are on its page.", quiet=True),) if many > MOST_OPEN else ()
    table = Table(("Status", "Clause", "Found", "Since", "Who acts"), rows, (1.7, 2.6, 4.6, 2, 2.8))
    title = f"{plural(many, 'clause')} breached, on watch or waived"
    return Section(title, "Gravest first", (table, *rest), opens=False)


def _acts(one: WhyFinding) -> str:
    return " · ".join(one.acts) or "nobody yet"


def _others(page: UseCasePage) -> Section | None:
    if not page.others:
        return None
    unknown = [one for one in page.others if one.status not in _QUIET]
    rows = tuple((Mark(one.status), f"{one.clause} {one.title}", one.because) for one in unknown[:MOST_UNKNOWN])
    table = (Table(("Status", "Clause", "Because"), rows, (1.7, 4, 6)),) if rows else ()
    rest = f"{len(unknown) - MOST_UNKNOWN} more are on its page." if len(unknown) > MOST_UNKNOWN else ""
    told = [rest, *(f"{label(status)}: {_listed(page, status)}." for status in _QUIET if _of(page, status))]
    blocks: tuple[Block, ...] = (*table, *(Text(one, quiet=True) for one in told if one))
    return Section(f"The other {plural(len(page.others), 'clause')}", "", blocks, opens=False)


def _of(page: UseCasePage, status: str) -> list[ClauseLine]:
    return [one for one in page.others if one.status == status]


def _listed(page: UseCasePage, status: str) -> str:
    return ", ".join(one.clause for one in _of(page, status))


def _fairness(sheet: Sheet) -> Section | None:
    blocks: tuple[Block, ...] = drawings.intervals(sheet.strips[:MOST_STRIPS]) if sheet.strips else ()
    apart = tuple(Text(one, quiet=True) for one in sheet.page.not_tested)
    if not blocks and not apart:
        return None
    caption = "The worst-off group by metric; the green ground is what the charter allows; an open dot is not proven"
    return Section("Fairness", caption if blocks else "", (*blocks, *apart), opens=False)
