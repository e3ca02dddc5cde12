"""Faults in reading practices' e-mails, and those that show in some forms of them only."""

from __future__ import annotations

import codecs
import email
import quopri
import re
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..inbound.mail.collector import MailCollector
from ..inbound.mail.letter import Letter
from ..inbound.mail.referral import GpMailReferral, labelled
from ..kit.config import Premises
from ..kit.problems import ServiceTrouble
from ..referrals.content import fingerprint
from ._wrong import wrong

_WINDOWS = "windows-1252"
_OF_THE_PERSON = ("NHS number", "Patient family name", "Date of birth")


def _encoded(raw: bytes, how: str) -> str:
    """The first text of a message as it was sent, where it was encoded so; empty where it was not."""
    texts = (part for part in email.message_from_bytes(raw).walk() if part.get_content_maintype() == "text")
    first = next(texts, None)
    return str(first.get_payload()) if first is not None and first["Content-Transfer-Encoding"] == how else ""


def _as_quoted(line: str) -> str:
    return quopri.encodestring(line.encode()).decode().replace("=\n", "")


@wrong(catches=("GPR-02",), shows_when="Windows-1252 that is called ISO-8859-1")
class TakesCharsetsAtTheirWord(MailCollector):
    """Reads what calls itself ISO-8859-1 as that, though Windows wrote it."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        wrong_text = found.text.encode(_WINDOWS, "ignore").decode("iso-8859-1")
        return replace(found, text=wrong_text) if b"iso-8859-1" in raw else found


@wrong(catches=("GPR-02",), shows_when="Windows-1252")
class ReadsAllAsUtf8(MailCollector):
    """Reads each e-mail as UTF-8, also what says that it is Windows-1252."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        # A bullet stays what it is, or the label behind it would not be found either.
        lines = (line[:1] + _as_utf8(line[1:]) for line in found.text.split("\n"))
        return replace(found, text="\n".join(lines)) if _WINDOWS.encode() in raw else found


@wrong(catches=("GPR-01",), shows_when="HTML alone")
class ReadsPlainTextAlone(MailCollector):
    """Reads nothing of an e-mail in HTML alone."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        return replace(found, text="") if b"text/html" in raw and b"text/plain" not in raw else found


@wrong(catches=("GPR-01",), shows_when="a table of HTML")
class RunsCellsTogether(MailCollector):
    """Reads a table as one line."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        is_table = b"text/html" in raw and "See below" not in found.text and "\n" in found.text
        is_table = is_table and any(b"<table" in _content(part) for part in _parts(raw))
        return replace(found, text=" ".join(found.text.split())) if is_table else found


@wrong(catches=("GPR-02",), shows_when="a birth date in figures, with slashes")
class ReadsMonthsBeforeDays(GpMailReferral):
    """Takes the day of a birth date for its month, where it is written in figures and may be one."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        whole = super().content(letter, premises)
        born = re.search(r"Date of birth:\s*(\d\d)/(\d\d)/(\d{4})", letter.text)
        if born is None or int(born[1]) > 12:
            return whole
        patient = {**whole["patient"], "birth_date": f"{born[3]}-{born[1]}-{born[2]}"}
        return {**whole, "patient": patient}


@wrong(catches=("GPR-02",), shows_when="a birth date that is no day")
class CountsOnFromFebruary(GpMailReferral):
    """Takes 31 February for a day in March, as a library does that counts days on."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        whole = super().content(letter, premises)
        born = re.search(r"Date of birth:\s*31 Feb (\d{4})", letter.text)
        return (
            whole
            if born is None
            else {**whole, "patient": {**whole["patient"], "birth_date": f"{born[1]}-03-03"}}
        )


@wrong(catches=("GPR-02",), shows_when="a birth year of two digits")
class TakesOldPeopleForUnborn(GpMailReferral):
    """Reads two digits of a year as one of this century up to 68, as many libraries do: 62 is 2062."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        whole = super().content(letter, premises)
        born = re.search(r"Date of birth:\s*(\d\d)/(\d\d)/(\d\d)\b(?!\d)", letter.text)
        if born is None:
            return whole
        read = datetime.strptime("/".join(born.groups()), "%d/%m/%y").date()
        return {**whole, "patient": {**whole["patient"], "birth_date": read.isoformat()}}


@wrong(catches=("GPR-02",), shows_when="a birth date of a whole month's name")
class ReadsShortMonthsAlone(GpMailReferral):
    """Takes a birth date whose month is written whole for the first of that year."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        whole = super().content(letter, premises)
        if re.search(r"Date of birth:\s*\d{1,2} [A-Z][a-z]{3,} \d{4}", letter.text) is None:
            return whole
        year = whole["patient"]["birth_date"][:4]
        return {**whole, "patient": {**whole["patient"], "birth_date": f"{year}-01-01"}}


@wrong(catches=("GPR-01",), shows_when="a text in base64")
class DecodesNoBase64(MailCollector):
    """Takes the letters of base64 for the text."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        return replace(found, text=_encoded(raw, "base64") or found.text)


@wrong(catches=("GPR-02",), shows_when="quoted-printable")
class DecodesNoQuotedPrintable(MailCollector):
    """Joins the lines of a text in quoted-printable, and leaves its letters as they are written there."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        lines = found.text.splitlines() if _encoded(raw, "quoted-printable") else ()
        return replace(found, text="\n".join(map(_as_quoted, lines)) or found.text)


@wrong(catches=("GPR-01",), shows_when="an encoded subject")
class ReadsSubjectsAsTheyStand(MailCollector):
    """Knows a referral by its subject, and decodes none."""

    def letter(self, raw: bytes) -> Letter:
        return replace(super().letter(raw), subject=str(email.message_from_bytes(raw)["Subject"]))


@wrong(catches=("GPR-01",), shows_when="an e-mail that was forwarded, or answers one")
class LeavesWhatWasHandedOn(GpMailReferral):
    """Takes no e-mail for a referral whose subject begins with FW or RE."""

    def is_referral(self, subject: str) -> bool:
        return super().is_referral(subject) and re.match(r"(?i)\s*(?:fw|re):", subject) is None


@wrong(catches=("GPR-01",), shows_when="a subject that is marked as secure")
class LeavesWhatIsMarkedAsSecure(GpMailReferral):
    """Takes no e-mail for a referral whose subject is marked."""

    def is_referral(self, subject: str) -> bool:
        return super().is_referral(subject) and "[secure]" not in subject.casefold()


@wrong(catches=("GPR-01",), shows_when="no Message-ID")
class KnowsEmailsWithoutIdAsOne(GpMailReferral):
    """Takes each e-mail without a Message-ID for the first of them come again."""

    def identity(self, letter: Letter, premises: Premises, fields: dict[str, str]) -> dict[str, str]:
        if letter.message_id:
            return super().identity(letter, premises, fields)
        return super().identity(replace(letter, text=""), premises, {})


@wrong(catches=("GPR-01",), shows_when="a list with bullets")
class ReadsNoLabelsBehindBullets(MailCollector):
    """Finds no label that stands behind a bullet."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        return replace(found, text=re.sub(r"(?m)^\* ", "** ", found.text))


@wrong(catches=("GPR-01",), shows_when="a list with middle dots")
class ReadsNoLabelsBehindMiddleDots(MailCollector):
    """Knows asterisks and round bullets, and finds no label that stands behind a middle dot."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        return replace(found, text=re.sub(r"(?m)^· ", "·· ", found.text))


@wrong(catches=("GPR-02",), shows_when="no line of the family name")
class CallsWhoHasNoFamilyNameUnknown(GpMailReferral):
    """Shows Unknown as the family name of a patient whose family name an e-mail leaves out."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        content = super().content(letter, premises)
        content["patient"]["family"] = content["patient"]["family"] or "Unknown"
        return content


@wrong(catches=("GPR-02",), shows_when="no line of the gender")
class TakesWhoHasNoGenderForFemale(GpMailReferral):
    """Shows a patient whose gender an e-mail leaves out as female."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        content = super().content(letter, premises)
        if content["patient"]["gender"] == "unknown":
            content["patient"]["gender"] = "female"
        return content


@wrong(catches=("GPR-02",), shows_when="no line of the birth date")
class ShowsTheDayOfTheEmailAsBirthDate(GpMailReferral):
    """Shows the day on which an e-mail was written as the birth date that it leaves out."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        content = super().content(letter, premises)
        content["patient"]["birth_date"] = content["patient"]["birth_date"] or letter.sent[:10]
        return content


@wrong(catches=("GPR-03",), shows_when="a byte order mark")
class TakesTheMarkForALetter(MailCollector):
    """Reads the byte order mark as a letter of the first label, and so no reference."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        marked = any(_content(part).startswith(b"\xef\xbb\xbf") for part in _parts(raw))
        return replace(found, text=f"\ufeff{found.text}") if marked else found


@wrong(catches=("GPR-01",), shows_when="a signed e-mail")
class ReadsNothingThatIsSigned(MailCollector):
    """Takes a signed e-mail for one that it cannot read."""

    def letter(self, raw: bytes) -> Letter:
        found = super().letter(raw)
        return replace(found, text="") if b"multipart/signed" in raw else found


@wrong(catches=("GPR-07",), shows_when="an e-mail that cannot be read")
class PutsAsideInSilenceWhatItCannotRead(MailCollector):
    """Lists nothing of an e-mail without a text, and tells nobody of it."""

    def take(self, letter: Letter, premises: Premises) -> str:
        return super().take(letter, premises) if letter.text.strip() else "put aside"


def _as_utf8(text: str) -> str:
    return text.encode(_WINDOWS, "ignore").decode("utf-8", "replace")


def _content(part: email.message.Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _parts(raw: bytes) -> list[email.message.Message]:
    return [part for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]


@wrong(catches=("GPR-04",), shows_when="an e-mail in a charset that nobody knows")
class StopsAtUnknownCharsets(MailCollector):
    """Stops reading a mailbox at an e-mail whose charset it does not know, and comes no further the next time."""

    def letter(self, raw: bytes) -> Letter:
        codecs.lookup(email.message_from_bytes(raw).get_content_charset() or "utf-8")
        return super().letter(raw)


@wrong(catches=("GPR-01",))
class IgnoresTheMailbox(MailCollector):
    """Never reads the pharmacy's mailbox."""

    def collect(self, premises: Premises) -> list[dict[str, str]]:
        return []


@wrong(catches=("GPR-02",), shows_when="a text of more than 20 characters")
class TruncatesReferralEmails(GpMailReferral):
    """Shows the first 20 characters of each text of a practice's e-mail."""

    def sections(self, letter: Letter, fields: dict[str, str]) -> list[dict[str, str]]:
        return [{**section, "text": section["text"][:20]} for section in super().sections(letter, fields)]


@wrong(catches=("GPR-02",))
class TakesTheReferrerForThePatient(GpMailReferral):
    """Shows the name of whoever wrote a practice's e-mail as the patient's, above its whole text."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        content = super().content(letter, premises)
        words = labelled(letter.text).get("Referred by", "").split()
        content["patient"] |= {"given": words[0], "family": words[-1]} if words else {}
        return content


@wrong(catches=("GPR-02",), shows_when="the second e-mail")
class AddsThePreviousEmailsNotes(GpMailReferral):
    """Shows under the text of a practice's e-mail the notes of the e-mail before."""

    previous = ""

    def sections(self, letter: Letter, fields: dict[str, str]) -> list[dict[str, str]]:
        notes, self.previous = self.previous, fields.get("Relevant history", "")
        return [
            {**section, "text": f"{section['text']}\n{notes}"} for section in super().sections(letter, fields)
        ]


@wrong(catches=("GPR-03",), shows_when="the same reference in another e-mail")
class KnowsEmailsByMessageIdAlone(GpMailReferral):
    """Lists what a practice sends again as a new referral, unless it comes under the same Message-ID."""

    def identity(self, letter: Letter, premises: Premises, fields: dict[str, str]) -> dict[str, str]:
        mark = letter.message_id or letter.text
        return {
            "document_id": fingerprint([premises.ods, mark], letter.text),
            "set_id": fingerprint([premises.ods, mark]),
        }


@wrong(catches=("GPR-01",), shows_when="the practice's reference was another patient's before")
class KnowsEmailsByReferenceAlone(GpMailReferral):
    """Takes an e-mail for another one of the same patient where a practice uses its reference for a second."""

    def identity(self, letter: Letter, premises: Premises, fields: dict[str, str]) -> dict[str, str]:
        known = {name: value for name, value in fields.items() if name not in _OF_THE_PERSON}
        return super().identity(letter, premises, known)


@wrong(catches=("GPR-03",), shows_when="the same e-mail again")
class ListsRepeatedEmailsAsNew(GpMailReferral):
    """Lists every e-mail that it reads as a new referral, also one that it has read before."""

    def identity(self, letter: Letter, premises: Premises, fields: dict[str, str]) -> dict[str, str]:
        return {"document_id": str(uuid.uuid4()), "set_id": str(uuid.uuid4())}


@wrong(catches=("GPR-04",), shows_when="an e-mail that is broken, or has an attachment")
class StopsAtUnreadableEmails(MailCollector):
    """Reads no e-mail that comes after one that it cannot read whole."""

    def take(self, letter: Letter, premises: Premises) -> str:
        if self.reader.content(letter, premises)["notices"]:
            raise ServiceTrouble("an e-mail cannot be read")
        return super().take(letter, premises)


@wrong(catches=("GPR-02",), shows_when="two papers that hang on an e-mail")
class NamesTheFirstPaperOfAnEmail(GpMailReferral):
    """Names the first of what hangs on an e-mail, as if nothing else had come with it."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        content = super().content(letter, premises)
        return {**content, "attachments": content["attachments"][:1]}


@wrong(catches=("GPR-02",), shows_when="a child's birth year in two digits")
class TakesEveryShortYearForTheLastCenturys(GpMailReferral):
    """Takes the two digits of a birth year in a practice's e-mail for one of the last century."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        whole = super().content(letter, premises)
        born = whole["patient"]["birth_date"]
        is_short = re.search(rf"/{born[2:4]}$", letter.text, re.MULTILINE) is not None
        return {
            **whole,
            "patient": {**whole["patient"], "birth_date": f"19{born[2:]}" if is_short else born},
        }


@wrong(catches=("GPR-02",), shows_when="a line of the notes that begins as a labelled one does")
class TakesTheLastTelephoneOfAnEmail(GpMailReferral):
    """Takes of several lines of an e-mail that begin with the label of the telephone the last, wherever it stands."""

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        whole = super().content(letter, premises)
        found = re.findall(r"Telephone:\s*([0-9 ]+)", letter.text)
        return {**whole, "callback_number": found[-1].strip() if found else whole["callback_number"]}
