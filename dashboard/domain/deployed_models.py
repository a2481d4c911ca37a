"""Deployed model versions of a use case, and what others reported about them, in registry format 1."""

from datetime import date

from pydantic import Field

from dashboard.domain.registry_parts import ReasonText, Text, about
from dashboard.domain.registry_record import Record


class Reported(Record):
    """A figure about a model version that somebody else reports; nothing here recomputed it."""

    metric: Text = Field(description="what its source calls it")
    value: float = Field(description="the value as reported", allow_inf_nan=False)
    source: Text = Field(description="who reports it, such as an MLflow run")
    on: date | None = about("day on which its source recorded it")


class Model(Record):
    """A deployed model version."""

    name: Text = Field(description="the model")
    version: Text = Field(description="its version, as text")
    provider: Text | None = about("who makes it")
    type: Text | None = about("kind of model, such as gradient_boosting or llm")
    deployed_at: date | None = about("first day in service")
    retired_at: date | None = about("last day in service")
    uri: Text | None = about("where it lies, such as an MLflow address")
    aliases: list[Text] | None = about("names and stages under which its model registry serves it, such as champion")
    reported: list[Reported] | None = about("figures that others report about it; no clause reads them as measured")


class ChangePolicy(Record):
    """Changes of models that an approval covers beforehand, so that they need no new one."""

    models: list[Text] = Field(description="names of the models that may be retrained under it")
    allows: ReasonText = Field(description="what may change, how it is tested, and who watches")
