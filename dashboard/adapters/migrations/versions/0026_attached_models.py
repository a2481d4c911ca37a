"""Models that are attached to use cases, to be asked what they would say."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'attached_models',
        sa.Column('use_case_id', sa.String(length=80), nullable=False),
        sa.Column('model_version', sa.String(length=200), nullable=False),
        sa.Column('path', sa.String(), nullable=True),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('about', sa.JSON(), nullable=False),
        sa.Column('attached_by', sa.String(length=120), nullable=False),
        sa.Column('recorded_seq', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['use_case_id'], ['use_cases.id'], name=op.f('fk_attached_models_use_case_id')),
        sa.PrimaryKeyConstraint('use_case_id', 'model_version', name=op.f('pk_attached_models')),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('attached_models')
