"""Requests and rulings: whoever asked, owns or changed it rules on nothing; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

KEYS = {'requests': ('id',), 'request_involvements': ('request_id', 'user_id'), 'rulings': ('request_id',)}
INVOLVED = 'nobody rules on what they own, asked for or changed'
UNCHANGED = 'requests and rulings are only ever added'


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'requests',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('use_case_id', sa.String(), nullable=False),
        sa.Column('subject', sa.String(), nullable=False),
        sa.Column('asked_by', sa.String(length=120), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('details', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['use_case_id'], ['use_cases.id'], name=op.f('fk_requests_use_case_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_requests')),
        sa.UniqueConstraint('id', 'asked_by', name=op.f('uq_requests_id_asked_by')),
    )
    op.create_index(op.f('ix_requests_kind'), 'requests', ['kind'], unique=False)
    op.create_index(op.f('ix_requests_use_case_id'), 'requests', ['use_case_id'], unique=False)
    op.create_table(
        'request_involvements',
        sa.Column('request_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.String(length=120), nullable=False),
        sa.Column('how', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['request_id'], ['requests.id'], name=op.f('fk_request_involvements_request_id')),
        sa.PrimaryKeyConstraint('request_id', 'user_id', name=op.f('pk_request_involvements')),
    )
    op.create_table(
        'rulings',
        sa.Column('request_id', sa.Integer(), nullable=False),
        sa.Column('asked_by', sa.String(), nullable=False),
        sa.Column('ruled_by', sa.String(), nullable=False),
        sa.Column('granted', sa.Boolean(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.CheckConstraint('ruled_by <> asked_by', name=op.f('ck_rulings_not_by_asker')),
        sa.ForeignKeyConstraint(
            ['request_id', 'asked_by'], ['requests.id', 'requests.asked_by'],
            name=op.f('fk_rulings_request_id_asked_by'),
        ),
        sa.PrimaryKeyConstraint('request_id', name=op.f('pk_rulings')),
    )
    op.add_column('waivers', sa.Column('compensating_measure', sa.String(), nullable=True))
    _sqlite_guards() if op.get_bind().dialect.name == 'sqlite' else _postgres_guards()


def _sqlite_guards() -> None:
    for table, keys in KEYS.items():
        for verb in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
        same = ' AND '.join(f'{key} = NEW.{key}' for key in keys)
        op.execute(f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
        BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
    op.execute(f"""CREATE TRIGGER rulings_not_by_involved BEFORE INSERT ON rulings
    WHEN EXISTS (SELECT 1 FROM request_involvements
                 WHERE request_id = NEW.request_id AND user_id = NEW.ruled_by)
    BEGIN SELECT RAISE(ABORT, '{INVOLVED}'); END""")


def _postgres_guards() -> None:
    op.execute(f"""CREATE FUNCTION requests_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""")
    op.execute(f"""CREATE FUNCTION rulings_not_by_involved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM request_involvements
                 WHERE request_id = NEW.request_id AND user_id = NEW.ruled_by) THEN
        RAISE EXCEPTION '{INVOLVED}';
      END IF;
      RETURN NEW;
    END $$""")
    for table in KEYS:
        op.execute(f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION requests_refuse()""")
        op.execute(f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION requests_refuse()""")
    op.execute("""CREATE TRIGGER rulings_not_by_involved BEFORE INSERT ON rulings
    FOR EACH ROW EXECUTE FUNCTION rulings_not_by_involved()""")


def downgrade() -> None:
    """Take back."""
    op.drop_column('waivers', 'compensating_measure')
    for table in reversed(KEYS):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION rulings_not_by_involved()')
        op.execute('DROP FUNCTION requests_refuse()')
