"""Which schema this program knows, without loading the migration machinery.

HEAD is the newest revision in migrations/versions; KNOWN are all of them, oldest first (tests hold them equal).
"""

from sqlalchemy import Connection, inspect, text

from dashboard.errors import StoreUnusable

KNOWN: tuple[str, ...] = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012",
    "0013", "0014", "0015", "0016", "0017", "0018", "0019", "0020", "0021", "0022", "0023", "0024", "0025",
    "0026",
)  # fmt: skip
HEAD = KNOWN[-1]


def stored_revision(connection: Connection) -> str | None:
    """The revision of the store; None where no migration has run."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)


def check_schema(connection: Connection, name: str) -> None:
    """Refuse a store of another schema.

    Raises:
        StoreUnusable: No schema, an older one, or one that this program does not know.
    """
    revision = stored_revision(connection)
    if revision == HEAD:
        return
    if revision is None:
        raise StoreUnusable(f"The store {name} has no tables yet. Create them with: python -m dashboard db upgrade")
    if revision in KNOWN:
        raise StoreUnusable(f"The store {name} is older than this program. Run: python -m dashboard db upgrade")
    raise StoreUnusable(
        f"The store {name} has schema {revision}, newer than this program knows ({HEAD}). "
        "It was left untouched; start the newer version of the dashboard."
    )
