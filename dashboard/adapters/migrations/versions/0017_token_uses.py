"""When each token was last used; tokens themselves are events."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        'token_uses',
        sa.Column('token_id', sa.String(length=12), nullable=False),
        sa.Column('used', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('token_id', name=op.f('pk_token_uses')),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('token_uses')
