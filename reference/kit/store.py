"""The repository: every read and write of this system's records.

SQLite in WAL mode with full synchronisation: what was committed outlives `kill -9` of this process.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from threading import Lock
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Result, create_engine, event, select, update
from sqlalchemy.exc import NoResultFound, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from . import statements
from .models import (
    Alert,
    AuditEntry,
    Base,
    Claim,
    Document,
    Notification,
    Outgoing,
    Pharmacist,
    Practice,
    Referral,
    SentReport,
)
from .problems import StartupProblem

DONE = ("completed", "referred-onward")
"""What has a referral claimed for."""
_PRAGMAS = ("PRAGMA busy_timeout=15000", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")


class Store:
    """The records of this system, in one SQLite file; safe to use from several threads."""

    def __init__(self, path: str) -> None:
        engine = _engine(path)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        self._turn = Lock()
        self._reading = engine
        self._writing = engine.execution_options(writing=True)
        try:
            with self._writing.begin() as connection:
                for statement in _tables():
                    connection.exec_driver_sql(statement)
        except SQLAlchemyError as error:
            raise StartupProblem(
                f"database {path} cannot be opened ({error.args[0]}); give a file in a folder that can be written"
            ) from error

    def close(self) -> None:
        """Give up all connections."""
        self._reading.dispose()

    @contextmanager
    def _read(self) -> Iterator[Session]:
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def _write(self) -> Iterator[Session]:
        # SQLite has those who wait look again after longer and longer, and so overtakes some for seconds.
        with self._turn, Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction that writes; it has the database's one writing lock from its start to its end."""
        return self._write()

    def referral(self, identifier: str) -> Referral | None:
        """The referral with this id."""
        with self._read() as session:
            return session.scalars(statements.REFERRAL, {"referral": identifier}).one_or_none()

    def documents_of(self, referral: str) -> list[Document]:
        """The documents of a referral, in the order in which they came; their content is left where it is."""
        with self._read() as session:
            return list(session.scalars(statements.DOCUMENTS, {"referral": referral}))

    def document_of(self, referral: str, document: str) -> Document | None:
        """A document of a referral, whole, by its own id; None where the referral has none of that id."""
        with self._read() as session:
            return session.scalars(statements.DOCUMENT, {"referral": referral, "document": document}).first()

    def of_case(self, ods: str, key: str, other_than: str) -> list[Referral]:
        """The referrals of a pharmacy that are about a case, but for the one with this id, oldest first."""
        wanted = {"ods": ods, "case": key, "other": other_than}
        with self._read() as session:
            return list(session.scalars(statements.OF_CASE, wanted)) if key else []

    def alerts_of(self, ods: str) -> list[Alert]:
        """The alerts of a pharmacy, oldest first."""
        with self._read() as session:
            return list(session.scalars(select(Alert).where(Alert.ods == ods).order_by(Alert.id)))

    def audit_of(self, ods: str) -> list[AuditEntry]:
        """The audit trail of a pharmacy, oldest first."""
        wanted = select(AuditEntry).where(AuditEntry.ods == ods).order_by(AuditEntry.id)
        with self._read() as session:
            return list(session.scalars(wanted))

    def referrals_of(self, ods: str) -> list[Referral]:
        """The referrals of a pharmacy, oldest first."""
        wanted = select(Referral).where(Referral.ods == ods)
        with self._read() as session:
            return list(session.scalars(wanted.order_by(Referral.received, Referral.id)))

    def listed(self, ods: str) -> list[Referral]:
        """The referrals of a pharmacy, oldest first, with what a worklist shows of them, to be read only."""
        with self._read() as session:
            return list(cast("Sequence[Referral]", session.execute(statements.WORKLIST, {"ods": ods}).all()))

    def change(self, identifier: str, **values: Any) -> None:
        """Set columns of a referral."""
        changed = update(Referral).where(Referral.id == identifier).values(**values)
        with self._write() as session:
            result = session.execute(changed.execution_options(synchronize_session=False))
            if not _rows(result):
                raise NoResultFound(f"there is no referral {identifier}")

    def opened(self, identifier: str) -> Referral:
        """Mark a referral as seen, where it is new; gives it."""
        with self._read() as session:
            referral = session.scalars(statements.REFERRAL, {"referral": identifier}).one()
        if referral.status != "new":
            return referral
        with self._write() as session:
            result = session.execute(statements.SEEN, {"referral": identifier})
        if not _rows(result):
            return self.opened(identifier)  # somebody else was sooner
        referral.status = "open"
        return referral

    def add_supplies(self, identifier: str, items: list[dict[str, Any]], **values: Any) -> None:
        """Add items to what was supplied for a referral, and set columns of it."""
        with self._write() as session:
            referral = session.get_one(Referral, identifier)
            referral.supplies = [*referral.supplies, *items]
            for name, value in values.items():
                setattr(referral, name, value)

    def supplied_to(self, nhs_number: str) -> list[Referral]:
        """The referrals of all pharmacies for which anything was supplied to a patient, oldest first."""
        wanted = select(Referral).where(Referral.supplied_to == nhs_number)
        with self._read() as session:
            return list(session.scalars(wanted.order_by(Referral.received, Referral.id)))

    def note(self, **line: Any) -> None:
        """Add a line to the audit trail."""
        with self._write() as session:
            session.execute(statements.ADD_AUDIT_ENTRY, line)

    def keep(self, *records: Pharmacist | Practice | Notification | Claim | Outgoing | SentReport) -> None:
        """Keep records whole, each in place of the one with the same key."""
        with self._write() as session:
            for record in records:
                session.merge(record)

    def pharmacist(self, gphc: str) -> Pharmacist | None:
        """The enrolled pharmacist with this registration number."""
        with self._read() as session:
            return session.get(Pharmacist, gphc)

    def pharmacists(self) -> list[Pharmacist]:
        """Every pharmacist who is enrolled."""
        with self._read() as session:
            return list(session.scalars(select(Pharmacist).order_by(Pharmacist.gphc)))

    def take_over(self, records: Sequence[Base], pharmacists: Sequence[Pharmacist]) -> None:
        """Keep what another system handed over, all or nothing; who is enrolled here already stays as they are."""
        with self._write() as session:
            session.add_all(records)
            for pharmacist in pharmacists:
                if session.get(Pharmacist, pharmacist.gphc) is None:
                    session.add(pharmacist)

    def practice(self, ods: str) -> Practice | None:
        """The directory's entry for a practice."""
        with self._read() as session:
            return session.get(Practice, ods)

    def practices(self) -> list[Practice]:
        """The whole local directory."""
        with self._read() as session:
            return list(session.scalars(select(Practice).order_by(Practice.ods)))

    def notifications(self, referral: str) -> list[Notification]:
        """What the practice was told about a referral, in order."""
        with self._read() as session:
            return list(session.scalars(statements.TOLD, {"referral": referral}))

    def one_notification(self, identifier: str) -> Notification | None:
        """The notification with this id."""
        with self._read() as session:
            return session.get(Notification, identifier)

    def notifications_at(self, ods: str) -> list[Notification]:
        """All that practices were told by a pharmacy, oldest first."""
        wanted = select(Notification).where(Notification.ods == ods)
        with self._read() as session:
            return list(session.scalars(wanted.order_by(Notification.created, Notification.id)))

    def notification_by(self, *, header_id: str = "", reference: str = "") -> Notification | None:
        """The notification that something which came back is about: by its header, or by its message's id."""
        wanted = select(Notification)
        if header_id:
            wanted = wanted.where(Notification.header_id == header_id)
        else:
            wanted = wanted.where(Notification.reference == reference)
        with self._read() as session:
            return session.scalars(wanted).first()

    def put_out(self, message: Outgoing, *records: Notification | Claim) -> Outgoing:
        """Add a message and records to the outbox, unless there is one with its key; gives the one that is there."""
        with self._write() as session:
            known = session.scalars(statements.OUTGOING, {"key": message.key}).first()
            if known is None:
                session.add_all([message, *records])
        return known or message

    def outgoing(self, key: str) -> Outgoing | None:
        """The message of the outbox with this key."""
        with self._read() as session:
            return session.scalars(statements.OUTGOING, {"key": key}).first()

    def waiting(self, ods: str) -> list[Outgoing]:
        """The messages of a pharmacy that still have to be sent, in the order in which they were put in."""
        with self._read() as session:
            return list(session.scalars(statements.WAITING, {"ods": ods}))

    def claim(self, referral: str) -> Claim | None:
        """The claim for a referral."""
        with self._read() as session:
            return session.get(Claim, referral)

    def claims_at(self, ods: str) -> list[tuple[Claim, Referral]]:
        """The claims of a pharmacy with their referrals, in the order in which the consultations were completed."""
        wanted = (
            select(Claim, Referral).join(Referral, Referral.id == Claim.referral).where(Referral.ods == ods)
        )
        with self._read() as session:
            found = session.execute(wanted.order_by(Referral.completed, Referral.id))
            return [(claim, referral) for claim, referral in found]

    def reports_of(self, ods: str, month: str) -> list[SentReport]:
        """The reports of a pharmacy and a month, oldest first."""
        wanted = select(SentReport).where(SentReport.ods == ods, SentReport.month == month)
        with self._read() as session:
            return list(session.scalars(wanted.order_by(SentReport.created)))

    def unclaimed(self, ods: str) -> list[Referral]:
        """The completed referrals of a pharmacy for which no claim was answered yet."""
        answered = select(Claim.referral).where(Claim.status != "failed")
        wanted = select(Referral).where(
            Referral.ods == ods, Referral.status.in_(DONE), Referral.id.not_in(answered)
        )
        with self._read() as session:
            return list(session.scalars(wanted.order_by(Referral.completed)))


_COMPILED: dict[Any, Any] = {}
"""Statements as SQLite is told them; by dialect, and so of use to every engine that has the same one."""


def _engine(path: str) -> Engine:
    # What an error would tell the log of is about patients.
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
    engine.dialect = _dialect()  # else each store would compile every statement anew
    return engine.execution_options(compiled_cache=_COMPILED)


@cache
def _dialect() -> Dialect:
    """The one way in which all stores speak to SQLite, once it has been told what the library can do."""
    engine = create_engine("sqlite://")
    with engine.connect():
        return engine.dialect


@cache
def _tables() -> tuple[str, ...]:
    """What makes each table and each index that is not there yet; written once, for every store."""
    wanted: list[CreateTable | CreateIndex] = []
    for table in Base.metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        wanted += [CreateTable(table, if_not_exists=True)]
        wanted += [CreateIndex(index, if_not_exists=True) for index in indexes]
    return tuple(str(statement.compile(dialect=_dialect())) for statement in wanted)


def _rows(result: Result[Any]) -> int:
    """How many rows a statement changed."""
    return cast("CursorResult[Any]", result).rowcount


def _prepare(connection: Any, _record: object) -> None:
    # The driver would begin transactions by its own rules; _begin does it by ours.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer midway cannot wait for it (SQLITE_BUSY_SNAPSHOT).
    # Whoever reads does so by one statement, which is a transaction of its own.
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
