"""Taking over what another system handed over: as it was there, and nothing of it done again."""

import base64
import binascii
import json
import uuid
from typing import Any

from ..kit.models import Claim, Document, Notification, Pharmacist, Referral
from ..kit.problems import BadInput, Refused
from ..kit.store import Store
from ..kit.times import now
from ..patients.findings import of_record
from ..referrals.content import content, patient
from ..referrals.matching import case_key
from ..referrals.onward import Choice, Onward
from .form import FORM


class Intake:
    """Reads files, and makes records of them."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def take(self, file: str, ods: str) -> dict[str, list[dict[str, str]]]:
        """Take a file over; a record that is here already is left as it is. Refused whole where it is no such file."""
        handed = self.read(file)
        if handed.get("form") != FORM or handed.get("pharmacy") != ods:
            raise Refused(f"This is no file of records of {ods} in the form {FORM}; nothing was taken")
        here = {referral.document_id for referral in self.store.referrals_of(ods)}
        try:
            due = [record for record in handed["records"] if self.is_new(record, here)]
            kept = [kept for record in due for kept in self.rows(record, ods)]
            people = [
                Pharmacist(gphc=known["gphc_number"], full_name=known["full_name"])
                for known in handed["pharmacists"]
            ]
        except (KeyError, TypeError, AttributeError) as wrong:
            raise Refused(f"A record of this file lacks something ({wrong}); nothing was taken") from wrong
        self.store.take_over(kept, people)
        taken = [
            {"document_id": row.document_id, "referral": row.id} for row in kept if isinstance(row, Referral)
        ]
        left = [record["document_id"] for record in handed["records"] if record not in due]
        return {"taken": taken, "left_out": [{"document_id": id, "why": "It is here already"} for id in left]}

    def read(self, file: str) -> dict[str, Any]:
        """The file as JSON."""
        try:
            read = json.loads(base64.b64decode(file, validate=True))
        except (binascii.Error, ValueError, RecursionError) as wrong:
            raise BadInput(f"expected input.content to be a file of JSON in base64: {wrong}") from wrong
        if not isinstance(read, dict):
            raise BadInput("expected the file to hold a JSON object")
        return read

    def is_new(self, record: dict[str, Any], here: set[str]) -> bool:
        """Whether a record is not here yet."""
        return record["document_id"] not in here

    def rows(self, record: dict[str, Any], ods: str) -> list[Any]:
        """What is kept of one record."""
        record = self.permitted(record)
        known = self.content(record)
        referral = self.referral(record, known, ods)
        document = Document(
            document_id=referral.document_id,
            set_id=referral.set_id,
            version=referral.version,
            created=known["created"],
            received=now(),
            ods=ods,
            referral=referral.id,
            status="current",
            content=known,
        )
        return [referral, document, *self.told(record, referral), *self.claims(record, referral)]

    def permitted(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record as it may be kept: of a restricted patient nothing of where they are, whatever the file holds."""
        said = record["patient"]
        return {**record, **nowhere(said)} if self.state(said)["restricted"] else record

    def referral(self, record: dict[str, Any], known: dict[str, Any], ods: str) -> Referral:
        """The referral as it was."""
        return Referral(
            id=str(uuid.uuid4()),
            document_id=record["document_id"],
            set_id=record["set_id"],
            version=record["version"],
            case_key=case_key(known),
            ods=ods,
            received=record["received"],
            status=self.status(record),
            pathway=record["service"],
            source=record["source"],
            channel="handed-over",
            content=known,
            notices=[],
            adopted_patient=self.adopted(record),
            share_with_gp=record["share_with_gp"],
            consultation=record["consultation"],
            supplies=record["supplies"],
            supplied_to=record["patient"]["nhs_number"] if record["supplies"] else None,
            collected_by=record.get("collected_by"),
            no_supply=record.get("no_supply"),
            declarations=record.get("declarations", []),
            onward=[self.onward(said) for said in record.get("onward", [])],
            completed=record["completed"],
        )

    def status(self, record: dict[str, Any]) -> str:
        """How far the referral had come."""
        return str(record["status"])

    def content(self, record: dict[str, Any]) -> dict[str, Any]:
        """What the sender wrote."""
        said = record["patient"]
        names = {name: said[name] for name in ("given", "family", "birth_date", "gender", "nhs_number")}
        home = {**said["address"], "use": "home"}
        phone = {"number": said["telephone"], "use": "home"}
        same = ("document_id", "set_id", "version", "created", "case_reference", "case_id", "sender")
        more = ("practice", "callback_number", "disposition")
        return content(
            **{name: record[name] for name in (*same, *more)},
            pathway=record["service"],
            patient=patient(
                **names, nhs_number_verified=said["traced"], addresses=[home], telephones=[phone]
            ),
            sections=self.sections(record),
        )

    def sections(self, record: dict[str, Any]) -> list[dict[str, str]]:
        """The parts of the sender's text, each whole."""
        return [{"title": section["title"], "text": section["text"]} for section in record["sections"]]

    def adopted(self, record: dict[str, Any]) -> dict[str, Any] | None:
        """The patient as the other system had found them; none where it had not."""
        said = record["patient"]
        if not said["traced"]:
            return None
        line = " ".join(part for part in (said["given"], said["family"]) if part)
        known = {
            **{name: value for name, value in said.items() if name != "traced"},
            "given_names": said["given"].split(),
            "prefix": "",
            "name": line,
            "practice": record["practice"],
            **self.state(said),
        }
        return {**known, "notices": of_record(known, "")}

    def state(self, said: dict[str, Any]) -> dict[str, bool]:
        """Whether the patient's record is restricted, and whether they are dead."""
        return {name: bool(said.get(name)) for name in ("restricted", "deceased")}

    def onward(self, said: dict[str, Any]) -> dict[str, Any]:
        """An attempt to refer the patient onward, as it is kept here."""
        choice = {name: said[name] for name in ("service_id", "ods", "name", "reason", "channel")}
        known = {name: said[name] for name in ("reference", "at", "status")}
        return Onward(
            Choice(**choice, is_open=said.get("is_open")),
            recipient=said["to"],
            told=said.get("told", ""),
            **known,
        ).kept()

    def told(self, record: dict[str, Any], referral: Referral) -> list[Notification]:
        """What the practice was told there, so that it is not told again here."""
        return [
            Notification(
                id=f"handed-over/{referral.id}/{number}",
                number=number,
                referral=referral.id,
                ods=referral.ods,
                channel=told["channel"],
                recipient=told["practice_ods"],
                practice_ods=told["practice_ods"],
                status=told["status"],
                created=told["sent"] or now(),
                sent=told["sent"],
                amendment=told.get("amendment", 0),
            )
            for number, told in enumerate(record["told"], 1)
        ]

    def claims(self, record: dict[str, Any], referral: Referral) -> list[Claim]:
        """The claim that was made there, so that none is made here."""
        claim = record["claim"]
        return [Claim(referral=referral.id, message="", **claim)] if claim else []


def nowhere(said: dict[str, Any]) -> dict[str, Any]:
    """The patient and the practice of a record, without anything that says where the patient is."""
    patient = {**said, "address": {"lines": [], "postcode": ""}, "telephone": ""}
    return {"patient": patient, "practice": {"ods": "", "name": ""}}
