"""Charters are published by a second person; proposals and publications are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

KEYS = {'charter_proposals': ('id',), 'charter_publications': ('proposal_id', 'version')}
UNCHANGED = 'charters are only ever added'


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'charter_proposals',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.String(), nullable=False),
        sa.Column('digest', sa.String(length=80), nullable=False),
        sa.Column('effective', sa.Date(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('proposed_by', sa.String(length=120), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('note', sa.String(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_charter_proposals')),
        sa.UniqueConstraint('id', 'proposed_by', name=op.f('uq_charter_proposals_id_proposed_by')),
    )
    op.create_table(
        'charter_publications',
        sa.Column('proposal_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.String(), nullable=False),
        sa.Column('proposed_by', sa.String(), nullable=False),
        sa.Column('published_by', sa.String(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.CheckConstraint('published_by <> proposed_by', name=op.f('ck_charter_publications_not_by_proposer')),
        sa.ForeignKeyConstraint(
            ['proposal_id', 'proposed_by'], ['charter_proposals.id', 'charter_proposals.proposed_by'],
            name=op.f('fk_charter_publications_proposal_id_proposed_by'),
        ),
        sa.PrimaryKeyConstraint('proposal_id', name=op.f('pk_charter_publications')),
        sa.UniqueConstraint('version', name=op.f('uq_charter_publications_version')),
    )
    _sqlite_guards() if op.get_bind().dialect.name == 'sqlite' else _postgres_guards()


def _sqlite_guards() -> None:
    for table, keys in KEYS.items():
        for verb in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
        same = ' OR '.join(f'{key} = NEW.{key}' for key in keys)
        op.execute(f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
        BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")


def _postgres_guards() -> None:
    op.execute(f"""CREATE FUNCTION charters_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""")
    for table in KEYS:
        op.execute(f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION charters_refuse()""")
        op.execute(f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION charters_refuse()""")


def downgrade() -> None:
    """Take back."""
    for table in reversed(KEYS):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION charters_refuse()')
