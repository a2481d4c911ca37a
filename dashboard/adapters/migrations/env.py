"""Alembic's entry: runs inside the transaction that adapters/schema.py has opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from dashboard.adapters.tables import Row, UtcDateTime
from dashboard.adapters.tables.base import JsonDocument


def render(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types as plain ones, so that old migrations outlive the classes."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JsonDocument):
        return "sa.JSON()"
    if kind == "type" and type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def run() -> None:
    """Run the migrations on the connection that was handed over."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Row.metadata,
        render_item=render,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
