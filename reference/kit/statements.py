"""The statements that are asked again and again, made once: to make one takes about as long as to have it answered."""

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import defer

from .listed import LISTED
from .models import Alert, AuditEntry, Base, Document, Notification, Outgoing, Referral

REFERRAL = select(Referral).where(Referral.id == bindparam("referral"))
DOCUMENTS = (
    select(Document)
    .where(Document.referral == bindparam("referral"))
    .order_by(Document.id)
    .options(defer(Document.content, raiseload=True))
)
DOCUMENT = select(Document).where(
    Document.referral == bindparam("referral"), Document.document_id == bindparam("document")
)
OF_CASE = (
    select(Referral)
    .where(
        Referral.ods == bindparam("ods"),
        Referral.case_key == bindparam("case"),
        Referral.id != bindparam("other"),
    )
    .order_by(Referral.received, Referral.id)
)
WORKLIST = LISTED.where(Referral.ods == bindparam("ods")).order_by(Referral.received, Referral.id)
SEEN = (
    update(Referral)
    .where(Referral.id == bindparam("referral"), Referral.status == "new")
    .values(status="open")
    .execution_options(synchronize_session=False)
)
TOLD = (
    select(Notification).where(Notification.referral == bindparam("referral")).order_by(Notification.number)
)
OUTGOING = select(Outgoing).where(Outgoing.key == bindparam("key"))
WAITING = (
    select(Outgoing)
    .where(Outgoing.ods == bindparam("ods"), Outgoing.state == "waiting")
    .order_by(Outgoing.number)
)

ADD_ALERT = insert(Base.metadata.tables[Alert.__tablename__])
ADD_AUDIT_ENTRY = insert(Base.metadata.tables[AuditEntry.__tablename__])
ADD_DOCUMENT = insert(Base.metadata.tables[Document.__tablename__])
