"""Disputes of findings: nobody decides about their own; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KEYS = {'disputes': 'id', 'settlements': 'dispute_id'}
UNCHANGED = 'disputes and what was decided about them are only ever added'


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'disputes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('use_case_id', sa.String(length=80), nullable=False),
        sa.Column('clause', sa.String(), nullable=False),
        sa.Column('category', sa.String(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('status', sa.String(), nullable=False),
        sa.Column('raised_by', sa.String(length=120), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_disputes')),
        sa.UniqueConstraint('id', 'raised_by', name=op.f('uq_disputes_id_raised_by')),
    )
    op.create_index('ix_disputes_key', 'disputes', ['use_case_id', 'clause'], unique=False)
    op.create_table(
        'settlements',
        sa.Column('dispute_id', sa.Integer(), nullable=False),
        sa.Column('raised_by', sa.String(), nullable=False),
        sa.Column('decided_by', sa.String(), nullable=False),
        sa.Column('outcome', sa.String(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.Column('correction', sa.String(), nullable=True),
        sa.Column('corrected_by', sa.String(), nullable=True),
        sa.Column('due', sa.Date(), nullable=True),
        sa.Column('on', sa.Date(), nullable=False),
        sa.CheckConstraint('decided_by <> raised_by', name=op.f('ck_settlements_not_by_disputer')),
        sa.ForeignKeyConstraint(
            ['dispute_id', 'raised_by'], ['disputes.id', 'disputes.raised_by'],
            name=op.f('fk_settlements_dispute_id_raised_by'),
        ),
        sa.PrimaryKeyConstraint('dispute_id', name=op.f('pk_settlements')),
    )
    _sqlite_guards() if op.get_bind().dialect.name == 'sqlite' else _postgres_guards()


def _sqlite_guards() -> None:
    for table, key in KEYS.items():
        for verb in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
        op.execute(f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
        BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")


def _postgres_guards() -> None:
    op.execute(f"""CREATE FUNCTION disputes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""")
    for table in KEYS:
        op.execute(f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION disputes_refuse()""")
        op.execute(f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION disputes_refuse()""")


def downgrade() -> None:
    """Take back."""
    for table in reversed(KEYS):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION disputes_refuse()')
