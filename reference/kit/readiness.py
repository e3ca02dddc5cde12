"""Has SQLAlchemy compile what stores say to SQLite: done before services are forked, none of them does it again."""

from typing import Any

from sqlalchemy import JSON

from .models import Base
from .store import Store

_ANY = "x"


def make_ready() -> None:
    """Ask a store in memory everything that is asked of one, and have it keep a record of each kind, twice."""
    store = Store(":memory:")
    for ask in (
        store.referral, store.documents_of, store.alerts_of, store.audit_of, store.referrals_of, store.listed,
        store.supplied_to, store.pharmacist, store.practice, store.notifications, store.one_notification,
        store.notifications_at, store.outgoing, store.waiting, store.claim, store.claims_at, store.unclaimed,
    ):  # fmt: skip
        ask(_ANY)
    store.of_case(_ANY, _ANY, _ANY)
    store.pharmacists()
    store.practices()
    store.notification_by(header_id=_ANY)
    store.notification_by(reference=_ANY)
    store.reports_of(_ANY, _ANY)
    for kind in Base.registry.mappers:
        with store.writing() as session:
            session.add(kind.class_(**_made_up(kind.columns)))
        with store.writing() as session:
            session.merge(kind.class_(**_made_up(kind.columns)))
    store.opened(_ANY)
    store.close()


def _made_up(columns: Any) -> dict[str, Any]:
    """A value for each column, of its type."""
    return {
        column.key: {} if isinstance(column.type, JSON) else _of(column.type.python_type)
        for column in columns
    }


def _of(kind: type) -> Any:
    return _ANY if kind is str else kind(1)
