"""Staff, courses, completions, and the files that they came from."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'staff',
        sa.Column('person', sa.String(length=80), nullable=False),
        sa.Column('role', sa.String(length=80), nullable=False),
        sa.Column('team', sa.String(length=120), nullable=False),
        sa.Column('joined', sa.Date(), nullable=True),
        sa.Column('left', sa.Date(), nullable=True),
        sa.Column('contractor', sa.Boolean(), nullable=False),
        sa.Column('uses_ai', sa.Boolean(), nullable=False),
        sa.Column('user_id', sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint('person', name=op.f('pk_staff')),
        sa.UniqueConstraint('user_id', name=op.f('uq_staff_user_id')),
    )
    op.create_table(
        'courses',
        sa.Column('id', sa.String(length=80), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('valid_days', sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_courses')),
    )
    op.create_table(
        'completions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person', sa.String(length=120), nullable=False),
        sa.Column('course', sa.String(length=80), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('valid_until', sa.Date(), nullable=True),
        sa.Column('edition', sa.String(length=80), nullable=False),
        sa.Column('recorded_by', sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_completions')),
        sa.UniqueConstraint('person', 'course', 'on', 'edition', name=op.f('uq_completions_person_course_on_edition')),
    )
    op.create_index('ix_completions_person', 'completions', ['person'], unique=False)
    op.create_table(
        'staff_imports',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('file', sa.String(length=200), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('rows', sa.Integer(), nullable=False),
        sa.Column('added', sa.Integer(), nullable=False),
        sa.Column('changed', sa.Integer(), nullable=False),
        sa.Column('unchanged', sa.Integer(), nullable=False),
        sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_imports')),
    )


def downgrade() -> None:
    """Take back."""
    for table in ('staff_imports', 'completions', 'courses', 'staff'):
        op.drop_table(table)
