"""The tables of this system: what is kept of a referral, and of what was sent about it."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map = {dict[str, Any]: JSON, list[dict[str, Any]]: JSON}  # noqa: RUF012 SQLAlchemy's own form


class Referral(Base):
    """One referral, with the document's content and all that was done about it since."""

    __tablename__ = "referrals"

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(unique=True)
    ods: Mapped[str] = mapped_column(index=True)
    received: Mapped[str]
    status: Mapped[str]  # new, open, completed; copy for a document that is sent for information only
    pathway: Mapped[str]
    content: Mapped[dict[str, Any]]
    matches: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # what the last PDS search showed
    adopted_patient: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    share_with_gp: Mapped[bool | None] = mapped_column(default=None)
    consultation: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    supplies: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    completed: Mapped[str | None] = mapped_column(default=None)


class Pharmacist(Base):
    """A pharmacist who was enrolled."""

    __tablename__ = "pharmacists"

    gphc: Mapped[str] = mapped_column(primary_key=True)
    full_name: Mapped[str]


class Practice(Base):
    """An entry of the local directory."""

    __tablename__ = "practices"

    ods: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    kind: Mapped[str]


class Notification(Base):
    """What the practice was told about a referral, and what came back."""

    __tablename__ = "notifications"

    referral: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    recipient: Mapped[str]
    practice_ods: Mapped[str]
    status: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    header_id: Mapped[str | None] = mapped_column(
        default=None, index=True
    )  # MessageHeader.id of the ITK3 message
    message: Mapped[str] = mapped_column(default="")  # what was sent, so that a second try sends the same
    infrastructure: Mapped[str] = mapped_column(default="")
    business: Mapped[str] = mapped_column(default="")


class Claim(Base):
    """The claim for a referral."""

    __tablename__ = "claims"

    referral: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str]
    submission_id: Mapped[str]
    status: Mapped[str]
    message: Mapped[str]
