"""Counts of the logs around customers: which files are current."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'event_counts',
        sa.Column('use_case_id', sa.String(length=80), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('path', sa.String(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('about', sa.JSON(), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=True),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.Column('events', sa.Integer(), nullable=False),
        sa.Column('updated_seq', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['use_case_id'], ['use_cases.id'], name=op.f('fk_event_counts_use_case_id')),
        sa.PrimaryKeyConstraint('use_case_id', 'kind', name=op.f('pk_event_counts')),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('event_counts')
