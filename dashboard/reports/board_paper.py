"""The board pack as a document: one page a question, the answer as its heading."""

from dashboard.domain.wording import WORDS, day, plural
from dashboard.reports import board_drawings as drawings
from dashboard.reports.board_people import cases, customers, people
from dashboard.reports.board_tables import (
    ahead_table,
    breach_table,
    calendar_table,
    change_table,
    fairness_table,
    kpi_table,
)
from dashboard.reports.paper import Block, Facts, Mark, Marks, Paper, Section, Text
from dashboard.services.screens.board_pack import BoardPack, PackHead
from dashboard.services.screens.exposure import NO_ADVICE
from dashboard.services.screens.portfolio_statuses import months_headline

MOST_BREACHES = 20
MOST_STRIPS = 10
MOST_CHANGES = 12
MOST_AHEAD = 20
_ELSEWHERE = frozenset({"training", "nps"})


def board_paper(pack: BoardPack) -> Paper:
    """Eight pages: standing, figures, breaches, fairness, customers, people and cases, what comes, how to check it."""
    head = pack.head
    return Paper(
        kicker=" · ".join(filter(None, (head.organisation, "AI ethics board pack", day(head.as_of)))),
        title=pack.headline,
        running=running(head),
        as_of=head.as_of,
        sections=(
            _standing(pack), _changes(pack), _figures(pack), _breaches(pack), _fairness(pack), customers(pack),
            people(pack), cases(pack), _ahead(pack), _calendar(pack), _check(pack),
        ),
    )  # fmt: skip


def running(head: PackHead) -> str:
    """What stands on every page."""
    return f"{head.charter} · as of {day(head.as_of)} · ledger entry {head.entry:,} · {_checkpoint(head)}"


def _checkpoint(head: PackHead) -> str:
    return f"checkpoint {head.code}" if head.code else "no checkpoint yet"


def _standing(pack: BoardPack) -> Section:
    counts = pack.statuses
    marks = tuple(Mark(status, f"{count:,} {WORDS[status]}") for status, count in counts.ordered)
    kept = f"{pack.decided:,} of {pack.applicable:,}"
    late, many = sum(one.overdue for one in pack.breaches), len(pack.breaches)
    facts = Facts((
        ("In service", f"{counts.in_service:,}", f"{counts.inventoried:,} inventoried, {counts.elsewhere:,} elsewhere"),
        ("Clauses decided", kept, "of those that apply; the rest is not assessed"),
        ("Open breaches", f"{many:,}", f"in {counts.breaches:,} use cases and the organisation"),
        ("Past due", f"{late:,}", "of the open breaches"),
    ))  # fmt: skip
    return Section(
        "Where the use cases stand",
        f"{plural(counts.in_service, 'use case')} in service, by their worst clause · assessment of "
        f"{day(pack.head.assessed, missing='no day yet')}",
        (Marks(marks), drawings.status_bar(counts), facts, *_months(pack)),
        opens=False,
    )


def _months(pack: BoardPack) -> tuple[Block, ...]:
    if not pack.months:
        return ()
    shown = pack.months[-24:]
    return (Text(f"{months_headline(shown)}."), drawings.months(shown))


def _changes(pack: BoardPack) -> Section:
    last, many = pack.last, len(pack.changes)
    since = f"the last pack, of {day(last.as_of)}" if last else day(pack.since)
    blocks: tuple[Block, ...] = (change_table(pack.changes[:MOST_CHANGES]),) if many else ()
    rest = f"{many - MOST_CHANGES} more are on the page Today." if many > MOST_CHANGES else ""
    told = (Text(rest, quiet=True),) if rest else ()
    caption = (
        f"Charter then: {last.charter}; it told of ledger entry {last.entry:,}" if last
        else "No pack was made before, so this tells of thirty days"
    )  # fmt: skip
    return Section(
        f"{plural(many, 'use case')} {'stands' if many == 1 else 'stand'} elsewhere than on {since}"
        if many else f"Nothing has changed since {since}",
        caption, (*blocks, *told), opens=False,
    )  # fmt: skip


def _figures(pack: BoardPack) -> Section:
    return Section(
        pack.kpis.headline,
        "Every figure with its numbers; what cannot be measured is in neither number and counted apart · training by "
        "role stands with the people, the Net Promoter Score with the customers",
        (kpi_table(pack.kpis, but=_ELSEWHERE),),
    )


def _breaches(pack: BoardPack) -> Section:
    many = len(pack.breaches)
    rest = f"{many - MOST_BREACHES} more are on the page Review items." if many > MOST_BREACHES else ""
    blocks: tuple[Block, ...] = (breach_table(pack.breaches[:MOST_BREACHES]),) if many else ()
    law = (Text(f"Possible exposure: {pack.exposure.headline}."), Text(NO_ADVICE, quiet=True)) if many else ()
    return Section(
        f"{plural(many, 'breach', 'breaches')} of the charter {'is' if many == 1 else 'are'} open"
        if many else "No breach of the charter is open",
        "Gravest first, with the review item, who has it and by when; waived ones are not among them",
        (*blocks, *((Text(rest, quiet=True),) if rest else ()), *law), opens=many > 0,
    )  # fmt: skip


def _fairness(pack: BoardPack) -> Section:
    found = pack.fairness
    if not found.strips:
        return Section(found.headline, "Take in a decision log to measure it", (), opens=False)
    shown = found.strips[:MOST_STRIPS]
    apart = f"{plural(found.not_measurable, 'use case')} could not be measured" if found.not_measurable else ""
    return Section(
        found.headline,
        " · ".join(filter(None, (
            f"The worst-off group of each use case and metric, {len(shown)} of {len(found.strips)} shown, worst first",
            "the green ground is what the charter allows; a filled dot is proven, an open one is not", found.source,
            apart,
        ))),
        (*drawings.intervals(shown), fairness_table(shown)),
    )  # fmt: skip


def _ahead(pack: BoardPack) -> Section:
    many = len(pack.ahead)
    rest = f"{many - MOST_AHEAD} more are on the page Today." if many > MOST_AHEAD else ""
    blocks: tuple[Block, ...] = (ahead_table(pack.ahead[:MOST_AHEAD]),) if many else ()
    return Section(
        f"{plural(many, 'date')} {'lies' if many == 1 else 'lie'} in the next 90 days" if many
        else "Nothing lapses in the next 90 days",
        "Documents, reviews, waivers, training and laws; soonest first",
        (*blocks, *((Text(rest, quiet=True),) if rest else ())), opens=many > 0,
    )  # fmt: skip


def _calendar(pack: BoardPack) -> Section:
    coming = [one for one in pack.calendar if one.date >= pack.head.as_of]
    return Section(
        f"Legal calendar: {len(coming)} of {plural(len(pack.calendar), 'date')} still to come",
        "Information for Legal and no advice; each date with how sure it is",
        (calendar_table(pack.calendar, pack.head.as_of),) if pack.calendar else (), opens=False,
    )  # fmt: skip


def _check(pack: BoardPack) -> Section:
    head = pack.head
    signed = (
        f"The newest signed checkpoint has the code {head.code}; the page Reports shows it, and a ledger exported "
        "there is verified by its own program."
        if head.code
        else "No checkpoint of the ledger was signed yet."
    )
    said = (
        f"Every figure is computed from ledger entry {head.entry:,} under {head.charter}. {signed}",
        "The ledger keeps the SHA-256 of this file as “Board pack made”. Compare: sha256sum FILE.",
        "Unknown never reads as met: a clause without evidence is not assessed, and no percentage stands without what "
        "it is of. Intervals are those of the charter; what they cannot prove is not called a breach.",
    )  # fmt: skip
    return Section("How to check this", "", tuple(Text(one) for one in said), opens=False)
