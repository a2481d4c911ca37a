"""Drafts of the charter, each its owner's until it is proposed."""

import sqlalchemy as sa
from alembic import op

from dashboard.adapters.tables.base import UtcDateTime

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'charter_drafts',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('owner', sa.String(length=120), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('based_on', sa.String(length=120), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('updated', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_charter_drafts')),
    )
    op.create_index(op.f('ix_charter_drafts_owner'), 'charter_drafts', ['owner'])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f('ix_charter_drafts_owner'), table_name='charter_drafts')
    op.drop_table('charter_drafts')
