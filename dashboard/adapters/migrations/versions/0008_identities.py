"""Accounts at an identity provider: each is one person, for good; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

UNCHANGED = 'an account is one person for good: identities are only ever added'


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'identities',
        sa.Column('issuer', sa.String(length=512), nullable=False),
        sa.Column('subject', sa.String(length=255), nullable=False),
        sa.Column('user_id', sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_identities_user_id')),
        sa.PrimaryKeyConstraint('issuer', 'subject', name=op.f('pk_identities')),
    )
    op.create_index(op.f('ix_identities_user_id'), 'identities', ['user_id'], unique=False)
    _sqlite_guards() if op.get_bind().dialect.name == 'sqlite' else _postgres_guards()


def _sqlite_guards() -> None:
    for verb in ('UPDATE', 'DELETE'):
        op.execute(f"""CREATE TRIGGER identities_no_{verb.lower()} BEFORE {verb} ON identities
        BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")
    op.execute(f"""CREATE TRIGGER identities_no_replace BEFORE INSERT ON identities
    WHEN EXISTS (SELECT 1 FROM identities WHERE issuer = NEW.issuer AND subject = NEW.subject)
    BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""")


def _postgres_guards() -> None:
    op.execute(f"""CREATE FUNCTION identities_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""")
    op.execute("""CREATE TRIGGER identities_no_change BEFORE UPDATE OR DELETE ON identities
    FOR EACH ROW EXECUTE FUNCTION identities_refuse()""")
    op.execute("""CREATE TRIGGER identities_no_truncate BEFORE TRUNCATE ON identities
    FOR EACH STATEMENT EXECUTE FUNCTION identities_refuse()""")


def downgrade() -> None:
    """Take back."""
    op.drop_table('identities')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION identities_refuse()')
