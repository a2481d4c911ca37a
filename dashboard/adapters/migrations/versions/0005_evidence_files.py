"""Documents: the file that is kept, what it was called, and when it was filed and accepted."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

COLUMNS = {'size': sa.Integer, 'file_name': sa.String, 'uploaded_on': sa.Date, 'accepted_on': sa.Date}


def upgrade() -> None:
    """Apply."""
    for name, kind in COLUMNS.items():
        op.add_column('evidence', sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in reversed(COLUMNS):
        op.drop_column('evidence', name)
