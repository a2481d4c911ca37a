"""Drafts of registrations: saved at every answer, on any device."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'intake_drafts',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('owner', sa.String(length=120), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('answers', sa.JSON(), nullable=False),
        sa.Column('updated', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_intake_drafts')),
    )
    op.create_index(op.f('ix_intake_drafts_owner'), 'intake_drafts', ['owner'], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table('intake_drafts')
