"""Sign-offs: what was looked at."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column('sign_offs', sa.Column('looked_at', sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column('sign_offs', 'looked_at')
