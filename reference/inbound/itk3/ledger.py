"""Which ITK3 messages were taken, by which MESH message, and what was answered: a repeat is told from a second try.

A message stays in the MESH inbox until it is acknowledged there. When something fails before that, it is read again:
that is the same delivery, and no duplicate of the sender's.
"""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from ...kit.models import Base
from ...kit.store import Store


class Itk3Delivery(Base):
    """One delivery of a message that could be read."""

    __tablename__ = "itk3_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    ods: Mapped[str]
    mesh_id: Mapped[str] = mapped_column(unique=True)
    header_id: Mapped[str] = mapped_column(index=True)
    document_id: Mapped[str] = mapped_column(index=True)
    answered: Mapped[str] = mapped_column(default="")  # response codes, with blanks between


class Itk3Ledger:
    """Keeps the deliveries."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def enter(self, ods: str, mesh_id: str, header_id: str, document_id: str) -> str:
        """Enter a delivery; gives `message` or `document` where another one brought the same before, else nothing."""
        header_id, document_id = header_id.upper(), document_id.upper()
        same = or_(Itk3Delivery.header_id == header_id, Itk3Delivery.document_id == document_id)
        wanted = select(Itk3Delivery).where(Itk3Delivery.ods == ods, same).order_by(Itk3Delivery.id)
        with self.store.writing() as session:
            first = session.scalars(wanted).first()
            if first is not None and first.mesh_id != mesh_id:
                return "message" if first.header_id == header_id else "document"
            if first is None:
                new = Itk3Delivery(ods=ods, mesh_id=mesh_id, header_id=header_id, document_id=document_id)
                session.add(new)
        return ""

    def answered(self, mesh_id: str) -> set[str]:
        """The response codes that were sent for a delivery."""
        with self.store.writing() as session:
            found = session.scalars(self._of(mesh_id)).first()
            return set(found.answered.split()) if found else set()

    def note_answer(self, mesh_id: str, code: str) -> None:
        """Note that a response was sent; one to a message that was not taken needs no note."""
        with self.store.writing() as session:
            found = session.scalars(self._of(mesh_id)).first()
            if found is not None:
                found.answered = f"{found.answered} {code}".strip()

    def _of(self, mesh_id: str) -> Select[Itk3Delivery]:
        return select(Itk3Delivery).where(Itk3Delivery.mesh_id == mesh_id)
