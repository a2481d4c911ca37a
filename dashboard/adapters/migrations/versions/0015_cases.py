"""Cases, their steps, and statements that a register is complete; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

TABLES = ('cases', 'case_steps', 'case_statements')
UNCHANGED = 'cases, their steps and what was stated about them are only ever added'


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'cases',
        sa.Column('id', sa.String(length=80), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('opened', sa.DateTime(timezone=True), nullable=False),
        sa.Column('use_case_id', sa.String(length=80), nullable=True),
        sa.Column('model_version', sa.String(length=80), nullable=True),
        sa.Column('channel', sa.String(length=80), nullable=True),
        sa.Column('subject', sa.String(length=120), nullable=True),
        sa.Column('facts', sa.JSON(), nullable=False),
        sa.Column('recorded_by', sa.String(length=120), nullable=False),
        sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['use_case_id'], ['use_cases.id'], name=op.f('fk_cases_use_case_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    )
    op.create_index('ix_cases_kind', 'cases', ['kind'], unique=False)
    op.create_index('ix_cases_use_case_id', 'cases', ['use_case_id'], unique=False)
    op.create_table(
        'case_steps',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.String(length=80), nullable=False),
        sa.Column('step', sa.String(length=40), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.Column('outcome', sa.String(length=40), nullable=True),
        sa.Column('told', sa.Boolean(), nullable=False),
        sa.Column('facts', sa.JSON(), nullable=False),
        sa.Column('recorded_by', sa.String(length=120), nullable=False),
        sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_steps_case_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_steps')),
        sa.UniqueConstraint('case_id', 'step', 'at', name=op.f('uq_case_steps_case_id_step_at')),
    )
    op.create_index('ix_case_steps_case_id', 'case_steps', ['case_id'], unique=False)
    op.create_table(
        'case_statements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('complete_to', sa.Date(), nullable=False),
        sa.Column('source', sa.String(length=200), nullable=False),
        sa.Column('stated_by', sa.String(length=120), nullable=False),
        sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_statements')),
    )
    _sqlite_guards() if op.get_bind().dialect.name == 'sqlite' else _postgres_guards()


def _sqlite_guards() -> None:
    for table in TABLES:
        for verb in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
        op.execute(f"""CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")


def _postgres_guards() -> None:
    op.execute(f"""CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""")
    for table in TABLES:
        op.execute(f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION cases_refuse()""")
        op.execute(f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()""")


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION cases_refuse()')
