"""How surprising each measurement is, alone and among all of its assessment."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table('measurements') as batch:
        batch.add_column(sa.Column('p', sa.Float(), nullable=True))
        batch.add_column(sa.Column('adjusted', sa.Float(), nullable=True))
        batch.add_column(sa.Column('compared', sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table('measurements') as batch:
        batch.drop_column('compared')
        batch.drop_column('adjusted')
        batch.drop_column('p')
