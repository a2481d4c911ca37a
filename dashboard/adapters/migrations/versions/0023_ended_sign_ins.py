"""Which sign-ins of an account were ended by signing out: a copy of the cookie opens nothing afterwards."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'ended_sign_ins',
        sa.Column('issuer', sa.String(length=512), nullable=False),
        sa.Column('subject', sa.String(length=255), nullable=False),
        sa.Column('up_to', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('issuer', 'subject', name=op.f('pk_ended_sign_ins')),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('ended_sign_ins')
