"""What customers are told, on which channel, since when, and where something is missing.

Every channel of a use case that customers notice needs a notice that this is AI, and one of privacy where it uses
personal data. A notice that is older than the last material change may no longer say what is true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.domain.registry import Notice, UseCase
from dashboard.domain.wording import day, plural
from dashboard.errors import Problem

KINDS: Mapping[str, str] = {"ai": "AI notice", "privacy": "Privacy notice"}


@dataclass(frozen=True, slots=True)
class Talks:
    """Conversations with AI on a channel by day, in order of days."""

    days: tuple[date, ...]
    counts: tuple[int, ...]

    def before(self, first: date) -> int:
        """How many there were before a day."""
        return sum(n for when, n in zip(self.days, self.counts, strict=True) if when < first)


def wanted(use_case: UseCase) -> tuple[str, ...]:
    """The kinds of notices that every channel needs, as far as the record says."""
    told = use_case.customer_facing is True or use_case.interacts_directly is True
    return ("ai",) * told + ("privacy",) * (told and use_case.uses_personal_data is True)


def current(notices: Sequence[Notice], as_of: date) -> list[Notice]:
    """Of each kind, channel and language the newest that is live on a day."""
    newest: dict[tuple[str, str, str], Notice] = {}
    for one in sorted(notices, key=lambda notice: notice.live_from):
        if one.live_from <= as_of:
            newest[one.kind, one.channel, one.language] = one
    return [newest[key] for key in sorted(newest)]


def gaps(use_case: UseCase, as_of: date, talks: Mapping[str, Talks]) -> list[str]:
    """What is missing, in sentences: no notice, one that is too old, conversations before it was live."""
    kinds, channels = wanted(use_case), [channel.id for channel in use_case.channels or []]
    if kinds and not channels:
        return ["Which channels customers meet it on is not recorded, so nobody can say whether notices are missing."]
    return [said for kind in kinds for channel in channels for said in _gaps(use_case, kind, channel, as_of, talks)]


def _gaps(use_case: UseCase, kind: str, channel: str, as_of: date, talks: Mapping[str, Talks]) -> list[str]:
    held = [one for one in use_case.notices or [] if (one.kind, one.channel) == (kind, channel)]
    live = [one for one in held if one.live_from <= as_of]
    if not live:
        planned = min((one.live_from for one in held), default=None)
        tail = f"; one is planned from {day(planned)}" if planned else ""
        met = talks.get(channel)
        said = (
            f", on which customers had {plural(sum(met.counts), 'conversation')} with AI"
            if kind == "ai" and met
            else ""
        )
        return [f"No {KINDS[kind]} is live on {channel}{said}{tail}."]
    first, newest = min(one.live_from for one in live), max(one.live_from for one in live)
    found = []
    changed = use_case.last_material_change
    if changed is not None and newest < changed <= as_of:
        found.append(
            f"The {KINDS[kind]} on {channel} is of {day(newest)}, older than the last material change, {day(changed)}."
        )
    early = talks[channel].before(first) if kind == "ai" and channel in talks else 0
    if early:
        found.append(
            f"{plural(early, 'conversation')} with AI on {channel} came before its first {KINDS[kind]} of {day(first)}."
        )
    return found


def problems_of(use_case: UseCase, notice: Notice) -> list[Problem]:
    """Why a notice cannot be put on record: a channel that the use case has not, a version that is there already."""
    channels = [channel.id for channel in use_case.channels or []]
    found = []
    if channels and notice.channel not in channels:
        found.append(Problem("channel", notice.channel, f"one of {', '.join(channels)}"))
    same = [one for one in use_case.notices or [] if _name(one) == _name(notice)]
    if same:
        told = f"version {notice.version} in {notice.language} on {notice.channel}, live from {day(same[0].live_from)}"
        found.append(Problem("version", told, "a version that is not on record yet; what was shown stays as it was"))
    return found


def _name(notice: Notice) -> tuple[str, str, str, str]:
    return notice.kind, notice.channel, notice.language, notice.version
