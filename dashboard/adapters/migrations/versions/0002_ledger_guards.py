"""The ledger is append-only in the database itself, not only in the program.

SQLite: REPLACE deletes without firing delete triggers unless recursive_triggers is on, so the insert trigger itself
refuses every row that would replace another. PostgreSQL: row triggers do not fire on TRUNCATE, so it has its own.
"""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

GENESIS = '0' * 64
REFUSED = 'the ledger is append-only'
OUT_OF_ORDER = 'the ledger takes only the next event'

SQLITE = (
    f"""CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER events_only_next BEFORE INSERT ON events
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)
      OR NEW.prev <> coalesce((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), '{GENESIS}')
      OR EXISTS (SELECT 1 FROM events WHERE hash = NEW.hash
                 OR (idempotency_key = NEW.idempotency_key AND part = NEW.part)
                 OR (entity = NEW.entity AND entity_id = NEW.entity_id AND revision = NEW.revision))
    BEGIN SELECT RAISE(ABORT, '{OUT_OF_ORDER}'); END""",
)
POSTGRES = (
    f"""CREATE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}'; END $$""",
    f"""CREATE FUNCTION events_only_next() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last record;
    BEGIN
      SELECT seq, hash INTO last FROM events ORDER BY seq DESC LIMIT 1;
      IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.prev <> coalesce(last.hash, '{GENESIS}') THEN
        RAISE EXCEPTION '{OUT_OF_ORDER}';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_refuse()""",
    """CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_refuse()""",
    """CREATE TRIGGER events_only_next BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION events_only_next()""",
)


def upgrade() -> None:
    """Apply."""
    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == 'sqlite':
        for trigger in ('events_no_update', 'events_no_delete', 'events_only_next'):
            op.execute(f'DROP TRIGGER {trigger}')
        return
    for trigger in ('events_no_change', 'events_no_truncate', 'events_only_next'):
        op.execute(f'DROP TRIGGER {trigger} ON events')
    for function in ('events_refuse', 'events_only_next'):
        op.execute(f'DROP FUNCTION {function}()')
