"""How people and services want to be told."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'telling',
        sa.Column('user_id', sa.String(length=120), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('address', sa.String(length=254), nullable=False),
        sa.Column('cadence', sa.String(length=10), nullable=False),
        sa.Column('weekday', sa.Integer(), nullable=False),
        sa.Column('at_once', sa.Boolean(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_telling_user_id')),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_telling')),
    )
    op.create_table(
        'webhooks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('url', sa.String(length=2000), nullable=False),
        sa.Column('cadence', sa.String(length=10), nullable=False),
        sa.Column('weekday', sa.Integer(), nullable=False),
        sa.Column('at_once', sa.Boolean(), nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_webhooks')),
        sa.UniqueConstraint('name', name=op.f('uq_webhooks_name')),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('webhooks')
    op.drop_table('telling')
