"""A decision keeps the clauses that applied, so that a clause that changes later makes an approval out of date."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('decisions', sa.Column('clauses', sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column('decisions', 'clauses')
