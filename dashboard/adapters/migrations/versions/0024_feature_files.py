"""Features of single decisions: in files of their own, which are erased while the batch stays."""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'feature_files',
        sa.Column('batch_id', sa.String(length=64), nullable=False),
        sa.Column('use_case_id', sa.String(), nullable=False),
        sa.Column('path', sa.String(), nullable=True),
        sa.Column('path_sha256', sa.String(length=64), nullable=True),
        sa.Column('features', sa.JSON(), nullable=False),
        sa.Column('rows', sa.Integer(), nullable=False),
        sa.Column('recorded_seq', sa.Integer(), nullable=False),
        sa.Column('erased_seq', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['batch_id'], ['batches.id'], name=op.f('fk_feature_files_batch_id')),
        sa.ForeignKeyConstraint(['use_case_id'], ['use_cases.id'], name=op.f('fk_feature_files_use_case_id')),
        sa.PrimaryKeyConstraint('batch_id', name=op.f('pk_feature_files')),
    )
    op.create_index(op.f('ix_feature_files_use_case_id'), 'feature_files', ['use_case_id'])


def downgrade() -> None:
    """Take back."""
    op.drop_table('feature_files')
