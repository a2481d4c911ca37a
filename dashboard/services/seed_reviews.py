"""What people did with the demonstration's review items, carried out through the same services as everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.reviews_store import items_at_hand
from dashboard.domain.reviews import RECOVERED, ReviewItem
from dashboard.domain.stories import ReviewStory
from dashboard.services.people import actor_of
from dashboard.services.reviews import (
    AssignItem,
    CommentItem,
    ResolveItem,
    assign_item,
    comment_item,
    resolve_item,
)


@dataclass(slots=True)
class Reviews:
    """The actions that are still to come."""

    waiting: Sequence[ReviewStory]

    def act(self, database: Database, day: date) -> None:
        """Carry out, in order, what is due on `day` and possible; the rest waits."""
        self.waiting = [story for story in self.waiting if not _acted(database, story, day)]


def _acted(database: Database, story: ReviewStory, day: date) -> bool:
    if story.start > day:
        return False
    with database.read() as connection:
        items = items_at_hand(connection, day)
    found = next((item for item in items if item.key == (story.use_case, story.clause)), None)
    if found is None or (story.resolve and found.state != RECOVERED):
        return False
    _act(database, story, found, day)
    return True


def _act(database: Database, story: ReviewStory, found: ReviewItem, day: date) -> None:
    actor, number, revision = actor_of(database, story.by), found.id or 0, found.revision
    if story.assign:
        assign_item(database, AssignItem(number, story.assign, revision, day), actor)
    elif story.comment:
        comment_item(database, CommentItem(number, story.comment, revision, day), actor)
    elif story.resolve:
        resolve_item(database, ResolveItem(number, story.resolve, revision, day), actor)
