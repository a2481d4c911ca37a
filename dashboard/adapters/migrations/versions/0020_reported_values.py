"""Model versions: the names under which a model registry serves them, and what it reports about them."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    for name in ('aliases', 'reported'):
        op.add_column('models', sa.Column(name, sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in ('reported', 'aliases'):
        op.drop_column('models', name)
