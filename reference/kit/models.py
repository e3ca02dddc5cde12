"""The tables of this system: what is kept of a referral, and of what was sent about it."""

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map = {dict[str, Any]: JSON, list[dict[str, Any]]: JSON}  # noqa: RUF012 SQLAlchemy's own form


class Referral(Base):
    """One referral, with the document's content and all that was done about it since."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_set", "ods", "set_id"),
        Index("ix_referrals_case", "ods", "case_key"),
        Index("ix_referrals_channel", "ods", "channel"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(index=True)  # of the version that is shown
    set_id: Mapped[str]
    version: Mapped[int | None]
    case_key: Mapped[str]  # what other referrals of the same case are found by
    ods: Mapped[str]
    received: Mapped[str]
    status: Mapped[str]  # new, open, completed, referred-onward, rejected, withdrawn
    pathway: Mapped[str]
    source: Mapped[str]  # nhs111, nhs111-online, gp-practice
    channel: Mapped[str]  # itk, fhir, adaptor, email, mesh, keyed
    content: Mapped[dict[str, Any]]
    notices: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    contacted: Mapped[str | None] = mapped_column(default=None)  # when the patient was first called
    matches: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # what the last PDS search showed
    adopted_patient: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    share_with_gp: Mapped[bool | None] = mapped_column(default=None)
    scr_permission: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # to view, and who asked when
    consultation: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    supplies: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    supplied_to: Mapped[str | None] = mapped_column(default=None, index=True)  # the NHS number, then
    collected_by: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # where not by the patient
    no_supply: Mapped[dict[str, Any] | None] = mapped_column(
        default=None
    )  # why what was asked for was not supplied
    completed: Mapped[str | None] = mapped_column(default=None)
    onward: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # each referral to another pharmacy
    rtec: Mapped[dict[str, Any] | None] = mapped_column(default=None)  # what the last exemption check came to
    declarations: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of exemption, those that stand


class Document(Base):
    """One document as it came, whatever became of it; a referral shows one of its documents."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(index=True)
    set_id: Mapped[str] = mapped_column(index=True)
    version: Mapped[int | None]
    created: Mapped[str]
    received: Mapped[str]
    ods: Mapped[str]
    referral: Mapped[str | None] = mapped_column(index=True)
    status: Mapped[str]  # current, superseded, withdrawn, conflict, attached, copy, nullification
    content: Mapped[dict[str, Any]]


class Withdrawn(Base):
    """A set of documents that its sender has taken back."""

    __tablename__ = "withdrawn"

    set_id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str]
    at: Mapped[str]


class AuditEntry(Base):
    """One line of a pharmacy's audit trail."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    ods: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    event: Mapped[str]
    message_id: Mapped[str]
    tracking_id: Mapped[str]
    document_id: Mapped[str]
    set_id: Mapped[str]
    version: Mapped[int | None]
    sender_ods: Mapped[str]
    case_reference: Mapped[str]
    result: Mapped[str]
    code: Mapped[str]
    user: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    nhs_number: Mapped[str] = mapped_column(default="")  # whom a national service was asked about
    request_id: Mapped[str] = mapped_column(default="")


class Alert(Base):
    """That something came."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    ods: Mapped[str] = mapped_column(index=True)
    referral: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]


class Pharmacist(Base):
    """A pharmacist who was enrolled."""

    __tablename__ = "pharmacists"

    gphc: Mapped[str] = mapped_column(primary_key=True)
    full_name: Mapped[str]
    declared: Mapped[dict[str, Any] | None] = mapped_column(
        default=None
    )  # to be competent: by whom, and when


class Practice(Base):
    """An entry of the local directory."""

    __tablename__ = "practices"

    ods: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    kind: Mapped[str]


class Notification(Base):
    """One message to the practice about a referral, and what came back; a referral may have several in turn."""

    __tablename__ = "notifications"

    id: Mapped[str] = mapped_column(primary_key=True)  # its key in the outbox too
    number: Mapped[int]  # among those of its referral
    referral: Mapped[str] = mapped_column(index=True)
    ods: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    recipient: Mapped[str]
    practice_ods: Mapped[str]
    status: Mapped[str]  # waiting, sent, delivered, failed
    created: Mapped[str]
    sent: Mapped[str | None] = mapped_column(default=None)
    reference: Mapped[str] = mapped_column(default="", index=True)
    header_id: Mapped[str | None] = mapped_column(
        default=None, index=True
    )  # MessageHeader.id of the ITK3 message
    document_id: Mapped[str] = mapped_column(default="")  # Composition.identifier
    amendment: Mapped[int] = mapped_column(default=0)  # of the record that it tells
    answers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # what came back, as it came
    why: Mapped[str] = mapped_column(default="")  # why it failed, or why it went this way


class SentReport(Base):
    """A month's report: what was sent, as it was sent, and what MYS made of it."""

    __tablename__ = "reports"

    reference: Mapped[str] = mapped_column(primary_key=True)
    ods: Mapped[str] = mapped_column(index=True)
    month: Mapped[str]
    created: Mapped[str]
    body: Mapped[str]
    figures: Mapped[dict[str, Any]]
    status: Mapped[str]  # accepted, rejected, failed
    submission_id: Mapped[str]


class Outgoing(Base):
    """One message in the outbox: what is sent, as it is sent each time, and how far it has come."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "ods", "state"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # gp-notification, onward-referral, claim, export
    ods: Mapped[str]
    referral: Mapped[str]
    channel: Mapped[str]  # which carrier takes it
    recipient: Mapped[str]
    reference: Mapped[str]  # its own id, by which its receiver tells a copy
    body: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, sent, refused
    attempts: Mapped[int] = mapped_column(default=0)
    tried: Mapped[str | None] = mapped_column(default=None)
    receipt: Mapped[str] = mapped_column(default="")  # what its receiver gave it
    trouble: Mapped[str] = mapped_column(default="")  # why it waits


class Claim(Base):
    """The claim for a referral."""

    __tablename__ = "claims"

    referral: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str]
    submission_id: Mapped[str]  # as which MYS holds it; empty where it holds none
    status: Mapped[str]  # accepted, rejected, failed, withdrawn
    message: Mapped[str]
    errors: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # what MYS refused, field by field
    late: Mapped[bool] = mapped_column(default=False)
