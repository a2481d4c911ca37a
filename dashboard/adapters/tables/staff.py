"""Staff as far as training needs it: pseudonymous people, courses, completions, and the files they came from."""

from datetime import date, datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from dashboard.adapters.tables.base import Row, UtcDateTime


class StaffRow(Row, table=True):
    """Somebody who works here: no name, no address; `user_id` links to their account where they have one."""

    __tablename__ = "staff"

    person: str = Field(primary_key=True, max_length=80)
    role: str = Field(max_length=80)
    team: str = Field(max_length=120)
    joined: date | None = None
    left: date | None = None
    contractor: bool = False
    uses_ai: bool = True
    user_id: str | None = Field(default=None, max_length=120, unique=True)


class CourseRow(Row, table=True):
    """A course with how long a completion is valid."""

    __tablename__ = "courses"

    id: str = Field(primary_key=True, max_length=80)
    title: str = Field(max_length=200)
    valid_days: int | None = None


class CompletionRow(Row, table=True):
    """A course that somebody completed; for acknowledgements `edition` is the charter's version."""

    __tablename__ = "completions"
    __table_args__ = (UniqueConstraint("person", "course", "on", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(max_length=120, index=True)
    course: str = Field(max_length=80)
    on: date
    valid_until: date | None = None
    edition: str = Field(default="", max_length=80)
    recorded_by: str = Field(max_length=120)


class StaffImportRow(Row, table=True):
    """One file that was taken in; the same bytes are taken in once."""

    __tablename__ = "staff_imports"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    file: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    rows: int
    added: int
    changed: int
    unchanged: int
    recorded_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
