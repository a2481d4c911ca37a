"""The outbox, and who was told what."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'letters',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=200), nullable=False),
        sa.Column('recipient', sa.String(length=140), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('content', sa.JSON(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('problem', sa.String(length=400), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_letters')),
        sa.UniqueConstraint('key', name=op.f('uq_letters_key')),
    )
    op.create_index('ix_letters_recipient', 'letters', ['recipient'], unique=False)
    op.create_index('ix_letters_state', 'letters', ['state', 'next_at'], unique=False)
    op.create_table(
        'told',
        sa.Column('recipient', sa.String(length=140), nullable=False),
        sa.Column('fact', sa.String(length=64), nullable=False),
        sa.Column('use_case', sa.String(length=80), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at_once', sa.Boolean(), nullable=False),
        sa.Column('letter_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['letter_id'], ['letters.id'], name=op.f('fk_told_letter_id')),
        sa.PrimaryKeyConstraint('recipient', 'fact', name=op.f('pk_told')),
    )
    op.create_index('ix_told_letter_id', 'told', ['letter_id'], unique=False)
    op.create_index('ix_told_recipient_day', 'told', ['recipient', 'day'], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table('told')
    op.drop_table('letters')
