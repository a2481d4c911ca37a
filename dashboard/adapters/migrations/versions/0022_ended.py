"""What an assessment no longer had: findings and own statuses that ended."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'ended',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('assessment_id', sa.Integer(), nullable=False),
        sa.Column('as_of', sa.Date(), nullable=False),
        sa.Column('use_case_id', sa.String(length=80), nullable=False),
        sa.Column('clause', sa.String(length=64), nullable=False),
        sa.Column('was', sa.String(), nullable=False),
        sa.Column('was_reason', sa.String(), nullable=True),
        sa.ForeignKeyConstraint(['assessment_id'], ['assessments.id'], name=op.f('fk_ended_assessment_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ended')),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('ended')
