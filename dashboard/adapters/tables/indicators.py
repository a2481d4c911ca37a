"""Indicators such as NPS by period, each with the counts behind it; former figures are in the ledger."""

from datetime import date

from sqlmodel import Field

from dashboard.adapters.tables.base import Row


class IndicatorRow(Row, table=True):
    """One indicator of one period; a use case, channel or way of handling that is empty means all."""

    __tablename__ = "indicators"

    key: str = Field(primary_key=True, max_length=300)
    indicator: str = Field(max_length=40)
    period: str = Field(max_length=20)
    first_day: date = Field(index=True)
    last_day: date
    use_case: str = Field(default="", max_length=80)
    channel: str = Field(default="", max_length=80)
    handled_by: str = Field(default="", max_length=20)
    promoters: int | None = None
    passives: int | None = None
    detractors: int | None = None
    yes: int | None = None
    mean: float | None = None
    sd: float | None = None
    value: float | None = None
    n: int | None = None
    source: str = Field(default="", max_length=200)
    revision: int
