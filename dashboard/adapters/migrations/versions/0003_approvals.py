"""Approvals: nobody involved decides, whatever the path; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

TABLES = ('submissions', 'involvements', 'decisions')
INVOLVED = 'nobody decides about what they own, submitted or changed'
UNCHANGED = 'approvals are only ever added'


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'submissions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('use_case_id', sa.String(), nullable=False),
        sa.Column('use_case_revision', sa.Integer(), nullable=False),
        sa.Column('submitted_by', sa.String(length=120), nullable=False),
        sa.Column('owner', sa.String(), nullable=True),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('fingerprint', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['use_case_id'], ['use_cases.id'], name=op.f('fk_submissions_use_case_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_submissions')),
        sa.UniqueConstraint('id', 'submitted_by', name=op.f('uq_submissions_id_submitted_by')),
    )
    op.create_index(op.f('ix_submissions_use_case_id'), 'submissions', ['use_case_id'], unique=False)
    op.create_table(
        'involvements',
        sa.Column('submission_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.String(length=120), nullable=False),
        sa.Column('how', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['submission_id'], ['submissions.id'], name=op.f('fk_involvements_submission_id')),
        sa.PrimaryKeyConstraint('submission_id', 'user_id', name=op.f('pk_involvements')),
    )
    op.create_table(
        'decisions',
        sa.Column('submission_id', sa.Integer(), nullable=False),
        sa.Column('submitted_by', sa.String(), nullable=False),
        sa.Column('decided_by', sa.String(), nullable=False),
        sa.Column('outcome', sa.String(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        sa.Column('conditions', sa.JSON(), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.CheckConstraint('decided_by <> submitted_by', name=op.f('ck_decisions_not_by_submitter')),
        sa.ForeignKeyConstraint(
            ['submission_id', 'submitted_by'], ['submissions.id', 'submissions.submitted_by'],
            name=op.f('fk_decisions_submission_id_submitted_by'),
        ),
        sa.PrimaryKeyConstraint('submission_id', name=op.f('pk_decisions')),
    )
    _sqlite_guards() if op.get_bind().dialect.name == 'sqlite' else _postgres_guards()


def _sqlite_guards() -> None:
    for table in TABLES:
        for verb in ('UPDATE', 'DELETE'):
            op.execute(f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
    op.execute(f"""CREATE TRIGGER submissions_no_replace BEFORE INSERT ON submissions
    WHEN EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
    op.execute(f"""CREATE TRIGGER involvements_no_replace BEFORE INSERT ON involvements
    WHEN EXISTS (SELECT 1 FROM involvements WHERE submission_id = NEW.submission_id AND user_id = NEW.user_id)
    BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
    op.execute(f"""CREATE TRIGGER decisions_not_by_involved BEFORE INSERT ON decisions
    WHEN EXISTS (SELECT 1 FROM decisions WHERE submission_id = NEW.submission_id)
      OR EXISTS (SELECT 1 FROM involvements
                 WHERE submission_id = NEW.submission_id AND user_id = NEW.decided_by)
    BEGIN SELECT RAISE(ABORT, '{INVOLVED}'); END""")


def _postgres_guards() -> None:
    op.execute(f"""CREATE FUNCTION approvals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""")
    op.execute(f"""CREATE FUNCTION decisions_not_by_involved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM involvements
                 WHERE submission_id = NEW.submission_id AND user_id = NEW.decided_by) THEN
        RAISE EXCEPTION '{INVOLVED}';
      END IF;
      RETURN NEW;
    END $$""")
    for table in TABLES:
        op.execute(f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION approvals_refuse()""")
        op.execute(f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION approvals_refuse()""")
    op.execute("""CREATE TRIGGER decisions_not_by_involved BEFORE INSERT ON decisions
    FOR EACH ROW EXECUTE FUNCTION decisions_not_by_involved()""")


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION decisions_not_by_involved()')
        op.execute('DROP FUNCTION approvals_refuse()')
