"""A notice as customers read it: part of a use case's record, in registry format 1."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dashboard.domain.plain_text import filled_text
from dashboard.domain.registry_parts import Id, Text
from dashboard.domain.registry_record import Record

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
FilledText = Annotated[Text, AfterValidator(filled_text)]


class Notice(Record):
    """What customers read on a channel, in one version and language; older versions stay on record."""

    kind: Literal["ai", "privacy"] = Field(description="`ai`: that this is AI; `privacy`: what happens to their data")
    channel: Id = Field(description="channel on which it stands")
    language: Language = Field(description="language, such as de")
    version: FilledText = Field(description="its version, as text", max_length=60)
    text: FilledText = Field(description="the words as customers read them")
    live_from: date = Field(description="first day on which customers met it")
