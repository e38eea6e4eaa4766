"""The longer life of projects: publicity, comments, documents, meters."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from registry.worlds import UtcDateTime
from web.migrations.world.guards import append_only
from web.migrations.world.rebuilding import changed_table

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = UtcDateTime()


def upgrade() -> None:
    """Go forward."""
    _lengthen_projects()
    _lengthen_reports()
    _create_meters()
    _create_documents()
    _create_comments()


def _number() -> sa.Column[int]:
    return sa.Column("id", WHOLE, primary_key=True)


def _reference(
    name: str, target: str, *, nullable: bool = False, index: bool = False
) -> sa.Column[int]:
    return sa.Column(name, WHOLE, sa.ForeignKey(target), nullable=nullable, index=index)


def _lengthen_projects() -> None:
    """Give projects their dates; one submitted before there were windows has none to wait for."""
    with changed_table("project") as batch:
        batch.drop_constraint("state", type_="check")
        for name in ("construction_start", "crediting_from", "crediting_to"):
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch.add_column(sa.Column("outside_quota", sa.Boolean(), nullable=True))
        for name in ("first_published_on", "public_until", "review_until"):
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
    op.execute("UPDATE project SET state = 'published' WHERE state = 'submitted'")
    for name in ("first_published_on", "public_until"):
        op.execute(
            f"UPDATE project SET {name} = (SELECT min(business_date) FROM project_event"  # noqa: S608
            " WHERE project_id = project.id AND step = 'submit')"
        )
    with changed_table("project") as batch:
        batch.create_check_constraint(
            "state",
            "state IN ('draft','published','validated','applied','registered','rejected',"
            "'withdrawn')",
        )


def _lengthen_reports() -> None:
    with changed_table("report") as batch:
        batch.drop_constraint("state", type_="check")
        batch.add_column(sa.Column("verified_quantity", sa.String(40), nullable=True))
        batch.add_column(sa.Column("public_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("review_until", sa.Date(), nullable=True))
        batch.create_check_constraint(
            "state",
            "state IN ('saved','filed','verified','applied','issued','rejected','withdrawn')",
        )
    op.execute(
        "UPDATE report SET verified_quantity = quantity WHERE state IN ('verified','issued')"
    )
    op.execute(
        "UPDATE report SET public_until = (SELECT min(business_date) FROM project_event"
        " WHERE report_id = report.id AND step = 'file') WHERE kind = 'monitoring'"
    )


def _create_meters() -> None:
    op.create_table(
        "project_meter",
        _number(),
        _reference("project_id", "project.id", index=True),
        sa.Column("meter", sa.String(64), nullable=False),
        sa.Column("installation", sa.String(200), nullable=False),
    )


def _create_documents() -> None:
    op.create_table(
        "document_content",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "project_document",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        _reference("project_id", "project.id", index=True),
        _reference("report_id", "report.id", nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size_bytes", WHOLE, nullable=False),
        sa.Column(
            "digest", sa.String(64), sa.ForeignKey("document_content.digest"), nullable=False
        ),
        _reference("party_id", "party.id"),
        sa.Column("actor", sa.String(254), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('design','validation','monitoring','verification','other')", name="kind"
        ),
        sa.CheckConstraint("size_bytes > 0", name="size"),
    )
    op.create_table(
        "report_document",
        sa.Column("document_id", WHOLE, sa.ForeignKey("project_document.id"), primary_key=True),
        _reference("report_id", "report.id", index=True),
    )
    for table in ("document_content", "project_document", "report_document"):
        append_only(table)


def _create_comments() -> None:
    op.create_table(
        "project_comment",
        _number(),
        sa.Column("number", sa.String(24), nullable=False, unique=True),
        _reference("project_id", "project.id", index=True),
        _reference("report_id", "report.id", nullable=True),
        _reference("answers_id", "project_comment.id", nullable=True),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False, index=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
    )
    append_only("project_comment")
    op.create_table(
        "comment_contact",
        sa.Column("comment_id", WHOLE, sa.ForeignKey("project_comment.id"), primary_key=True),
        sa.Column("contact", sa.String(254), nullable=False),
    )
