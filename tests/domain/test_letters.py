"""What is to be told is decided as data: once each, at once only where critical, the rest by digest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.letters import MOST_LINES, Fact, Letter, LetterKind, Recipient, Told, write_letters
from dashboard.domain.telling import Cadence, Wish

MONDAY = date(2026, 6, 1)
DAILY = Wish(Cadence.DAILY, at_once=True, since=MONDAY)
LEAD = Recipient("person:lead", DAILY, "lead")


def fact(key: str, use_case: str = "bot", *, critical: bool = False, day: date = MONDAY, **other: object) -> Fact:
    """Something that concerns the lead."""
    people = frozenset({"lead"})
    return Fact(key, use_case, use_case.upper(), f"{key} happened", "/", day, people, critical=critical, **other)  # type: ignore[arg-type]


def after(letters: tuple[Letter, ...], before: Told | None = None, on: date = MONDAY) -> Told:
    """What the lead was told, once these letters are out."""
    known = before or Told()
    marks = known.marks | {one.mark for letter in letters for one in letter.facts}
    last = max([known.last_digest or date.min, *(one.day for one in letters if one.kind is LetterKind.DIGEST)])
    now = [one for one in letters if one.kind is LetterKind.AT_ONCE and one.day == on]
    cases = frozenset(one.use_case for letter in now for one in letter.facts)
    return Told(marks, None if last == date.min else last, known.at_once_today | cases, known.notices_today + len(now))


def letters(facts: list[Fact], told: Told | None = None, on: date = MONDAY, to: Recipient = LEAD) -> tuple[Letter, ...]:
    """What is due."""
    return tuple(write_letters(facts, [to], {to.key: told or Told()}, on))


def test_a_digest_a_day_and_each_fact_once() -> None:
    """The second round of a day says nothing; the next day's digest has only what is new."""
    (first,) = letters([fact("a")])
    told = after((first,))
    assert [one.key for one in first.facts] == ["a"]
    assert letters([fact("a"), fact("b")], told) == ()
    (second,) = letters([fact("a"), fact("b")], told, MONDAY + timedelta(days=1))
    assert [one.key for one in second.facts] == ["b"]


def test_critical_ones_come_at_once_and_once_a_day() -> None:
    """With everything new about that use case, and nothing about another; a second one on that day waits."""
    told = after(letters([]))
    facts = [fact("bad", critical=True), fact("too"), fact("else", "shop")]
    (notice,) = letters(facts, told)
    assert (notice.kind, [one.key for one in notice.facts]) == (LetterKind.AT_ONCE, ["bad", "too"])
    told = after((notice,), told)
    assert letters([*facts, fact("worse", critical=True)], told) == ()
    (digest,) = letters([*facts, fact("worse", critical=True)], Told(told.marks, MONDAY), MONDAY + timedelta(days=1))
    assert [one.key for one in digest.facts] == ["worse", "else"]


def test_two_critical_use_cases_are_two_notices_with_keys_of_their_own() -> None:
    """The second notice of a day has another key, so the outbox takes both."""
    told = after(letters([]))
    (first,) = letters([fact("a", critical=True)], told)
    (second,) = letters([fact("b", "shop", critical=True)], after((first,), told))
    assert (first.key, second.key) == ("at_once/person:lead/2026-06-01/1", "at_once/person:lead/2026-06-01/2")


def test_a_digest_leaves_out_what_was_told_at_once_today() -> None:
    """Its later facts come in the next digest: never two about one use case on a day."""
    told = Told(at_once_today=frozenset({"bot"}), notices_today=1)
    (digest,) = letters([fact("later"), fact("else", "shop")], told)
    assert [one.key for one in digest.facts] == ["else"]


def test_what_was_critical_before_somebody_asked_is_no_news() -> None:
    """It stands in the first digest and rings no bell."""
    to = Recipient("person:lead", Wish(Cadence.WEEKLY, weekday=4, at_once=True, since=MONDAY), "lead")
    old = fact("old", critical=True, day=MONDAY - timedelta(days=40))
    assert letters([old], to=to) == ()
    (digest,) = letters([old], on=MONDAY + timedelta(days=4), to=to)
    assert digest.critical == 1


def test_a_weekly_digest_comes_on_its_day_or_the_first_day_after() -> None:
    """Friday; where nothing ran on Friday, Saturday; then not before the next Friday."""
    to = Recipient("person:lead", Wish(Cadence.WEEKLY, weekday=4, since=MONDAY), "lead")
    days = [MONDAY + timedelta(days=offset) for offset in range(12)]
    assert [day for day in days[:4] if letters([fact("a")], on=day, to=to)] == []
    saturday = letters([fact("a")], on=days[5], to=to)
    told = after(saturday)
    due = [day for day in days[6:] if letters([fact("a"), fact("b")], told, day, to)]
    assert len(saturday) == 1
    assert due[0] == days[11]


def test_a_digest_with_nothing_to_say_still_uses_up_its_day() -> None:
    """So that what happens at noon waits for tomorrow's, as promised."""
    (empty,) = letters([])
    assert empty.facts == ()
    assert letters([fact("noon")], after((empty,))) == ()


def test_off_is_off() -> None:
    """No digest; critical ones only where they were asked for."""
    silent = Recipient("person:lead", Wish(since=MONDAY), "lead")
    only = Recipient("person:lead", Wish(at_once=True, since=MONDAY), "lead")
    assert letters([fact("a", critical=True)], to=silent) == ()
    assert len(letters([fact("a", critical=True), fact("b", "shop")], to=only)[0].facts) == 1


def test_people_hear_of_their_own_and_services_of_what_is_shared() -> None:
    """Answers to others, and what is over, are for neither."""
    hook = Recipient("webhook:1", DAILY)
    own, shared = fact("own"), fact("shared", shared=True)
    past = fact("past", day=MONDAY - timedelta(days=3), fleeting=True, shared=True)
    assert [one.key for one in letters([own, shared, past], to=hook)[0].facts] == ["shared"]
    assert {one.key for one in letters([own, shared, past])[0].facts} == {"own", "shared"}
    other = Recipient("person:x", DAILY, "x")
    assert letters([own], to=other)[0].facts == ()


def test_what_is_open_is_counted_beside_what_is_new() -> None:
    """Told before, still to do: 2, one of them overdue."""
    late = fact("late", to_do=True, due=MONDAY - timedelta(days=1))
    (digest,) = letters([late, fact("open", to_do=True), fact("new")], Told(frozenset({late.mark})))
    assert (digest.to_do, digest.overdue, len(digest.facts)) == (2, 1, 2)
    assert MOST_LINES == 40


FACTS = st.builds(
    fact,
    st.sampled_from([f"k{number}" for number in range(12)]),
    st.sampled_from(["bot", "shop", ""]),
    critical=st.booleans(),
)
WISHES = st.builds(Wish, st.sampled_from(list(Cadence)), st.integers(0, 6), st.booleans(), st.just(MONDAY))


@given(st.lists(st.tuples(st.integers(0, 1), st.lists(FACTS, max_size=6)), max_size=12), WISHES)
def test_nothing_is_told_twice_whatever_happens(rounds: list[tuple[int, list[Fact]]], wish: Wish) -> None:
    """Over any history: each fact once, one digest a day, and a use case in one notice and, before it, one digest."""
    to, told, day = Recipient("person:lead", wish, "lead"), Told(), MONDAY
    marks: list[str] = []
    keys: list[str] = []
    noticed: list[tuple[date, str]] = []
    for step, facts in rounds:
        if step:
            day, told = day + timedelta(days=1), Told(told.marks, told.last_digest)
        unique = list({one.key: one for one in facts}.values())
        out = letters(unique, told, day, to)
        for letter in out:
            keys.append(letter.key)
            marks += [one.mark for one in letter.facts]
            cases = {(day, one.use_case) for one in letter.facts}
            assert letter.kind is LetterKind.AT_ONCE or not cases & set(noticed)
            noticed += cases if letter.kind is LetterKind.AT_ONCE else ()
        told = after(out, told, day)
    assert len(set(marks)) == len(marks)
    assert len(set(keys)) == len(keys)
    assert len(set(noticed)) == len(noticed)
