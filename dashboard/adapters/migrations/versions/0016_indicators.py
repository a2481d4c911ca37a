"""Indicators by period, with the counts behind them."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'indicators',
        sa.Column('key', sa.String(length=300), nullable=False),
        sa.Column('indicator', sa.String(length=40), nullable=False),
        sa.Column('period', sa.String(length=20), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=False),
        sa.Column('use_case', sa.String(length=80), nullable=False),
        sa.Column('channel', sa.String(length=80), nullable=False),
        sa.Column('handled_by', sa.String(length=20), nullable=False),
        sa.Column('promoters', sa.Integer(), nullable=True),
        sa.Column('passives', sa.Integer(), nullable=True),
        sa.Column('detractors', sa.Integer(), nullable=True),
        sa.Column('yes', sa.Integer(), nullable=True),
        sa.Column('mean', sa.Float(), nullable=True),
        sa.Column('sd', sa.Float(), nullable=True),
        sa.Column('value', sa.Float(), nullable=True),
        sa.Column('n', sa.Integer(), nullable=True),
        sa.Column('source', sa.String(length=200), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_indicators')),
    )
    op.create_index('ix_indicators_first_day', 'indicators', ['first_day'], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table('indicators')
