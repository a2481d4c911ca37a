"""Acts that follow on others: requests and rulings, disputes, packs, letters, accounts; drawn numbers say which."""

from collections.abc import Callable
from datetime import date, timedelta

from dashboard.adapters import disputes_store, letters_store, packs, requests_store
from dashboard.adapters.database import Database
from dashboard.adapters.identities_store import add_identity, add_newcomer, newcomers
from dashboard.adapters.telling_store import add_webhook, put_telling, remove_webhook, telling_of, webhooks
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.identities import Identity
from dashboard.domain.letters import Fact, Letter, LetterKind, person_key
from dashboard.domain.public_entry import Entry
from dashboard.domain.requests import Ruling
from dashboard.domain.telling import Cadence, Kind, Telling, Wish

_ASKS, _RULES = Actor("lead", Role.TEAM_LEAD), Actor("judge", Role.DEPUTY)


def ask(database: Database, day: date, drawn: list[int]) -> None:
    """A waiver, a publication or a dispute is asked for."""
    use_case = ("u", "v")[drawn[0] % 2]
    with database.write(_ASKS) as tx:
        if drawn[1] % 3 == 0:
            if (use_case, "T-01") in disputes_store.open_disputes(tx.connection):
                return
            said = {"use_case_id": use_case, "clause": "T-01", "category": "data", "text": "No", "on": day}
            disputes_store.add_dispute(tx, {**said, "status": "non_compliant"})
            return
        entry = {"entry": Entry(use_case, "en", {}, {}, {}).as_details()}
        kind, subject, details = (("waiver", "T-01", {}), ("publication", "register", entry))[drawn[1] % 2]
        values = {"kind": kind, "use_case_id": use_case, "subject": subject, "on": day, "details": details}
        requests_store.add_request(tx, values, {"lead": "asked for it"})


def rule(database: Database, day: date, drawn: list[int]) -> None:
    """A waiting request is granted or refused."""
    with database.read() as connection:
        waiting = requests_store.waiting_requests(connection)
    if waiting:
        one = waiting[drawn[0] % len(waiting)]
        with database.write(_RULES) as tx:
            requests_store.add_ruling(tx, Ruling(one, drawn[1] % 2 == 0, "judge", day, "So be it"))


def pack(database: Database, day: date, drawn: list[int]) -> None:
    """A board pack is made, or an evidence pack."""
    board = drawn[0] % 2 == 0
    digests = {"files": {"board.html": f"{drawn[1]:064d}"}} if board else {"zip": f"{drawn[1]:064d}", "manifest": "0"}
    with database.write(_RULES) as tx:
        head = {"as_of": day.isoformat(), "entry": 1, "charter": "1", "checkpoint": None}
        tx.append("pack.made", packs.PACK, packs.BOARD if board else packs.EVIDENCE, head | digests)


def letter(database: Database, day: date, drawn: list[int]) -> None:
    """Somebody chooses how to be told, a letter is written, or the waiting one ends."""
    mine = person_key("lead")
    with database.write(SYSTEM) as tx:
        match drawn[0] % 4:
            case 0:
                wish = Wish(
                    (Cadence.DAILY, Cadence.WEEKLY, Cadence.OFF)[drawn[1] % 3], drawn[2] % 7, at_once=True, since=day
                )
                put_telling(tx, Telling("lead", "", wish), telling_of(tx.connection, "lead"))
            case 1:
                fact = Fact(f"k{drawn[1]}{drawn[2]}{drawn[3]}", "u", "U", "It is so", "/", day, frozenset({"lead"}))
                kind = (LetterKind.DIGEST, LetterKind.AT_ONCE)[drawn[4] % 2]
                key = f"{drawn[1]}-{drawn[2]}-{drawn[3]}-{day}"
                letters_store.put_letter(tx, Letter(key, mine, kind, day, (fact,)))
            case _:
                found = letters_store.claim_next(tx, tx.now + timedelta(minutes=5))
                if found is not None and drawn[1] % 2:
                    letters_store.mark_sent(tx, found.letter)
                elif found is not None:
                    letters_store.mark_given_up(tx, found.letter, "The server said no.")


def service(database: Database, day: date, drawn: list[int]) -> None:
    """A service is told from now on, or no longer."""
    with database.write(_RULES) as tx:
        found = webhooks(tx.connection)
        if found and drawn[0] % 2:
            remove_webhook(tx, found[drawn[1] % len(found)])
        else:
            kind = tuple(Kind)[drawn[1] % len(tuple(Kind))]
            add_webhook(
                tx, f"W{day:%d}-{drawn[2]}-{drawn[3]}", kind, "https://x.test/a", Wish(Cadence.DAILY, since=day)
            )


def account(database: Database, day: date, drawn: list[int]) -> None:
    """Somebody stands at the door, or is let in."""
    with database.write(_RULES) as tx:
        waiting = newcomers(tx.connection)
        if waiting and drawn[0] % 2:
            add_identity(tx, waiting[drawn[1] % len(waiting)].identity, ("lead", "other", "chief")[drawn[2] % 3])
        else:
            add_newcomer(tx, Identity("https://id.test", f"{day:%d}-{drawn[1]}-{drawn[2]}-{drawn[3]}"), "Me")


OTHERS: dict[str, Callable[[Database, date, list[int]], None]] = {
    "ask": ask, "rule": rule, "pack": pack, "letter": letter, "service": service, "account": account,
}  # fmt: skip
