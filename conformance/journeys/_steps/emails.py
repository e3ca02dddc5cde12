"""Practices' e-mails as they were drawn for their patients."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cpcs_harness.people.drawn.email import ODD_LETTERS, EmailForm
from cpcs_harness.people.model import GpReferral, Issued

THING = "practice's e-mail"


def drawn(issued: Issued) -> GpReferral:
    """Give a patient's referral in the form that was drawn; in UTF-8 where another charset lacks a letter of it."""
    referral = issued.gp_referral
    row = issued.drawn.get(THING)
    if row is None:
        return referral
    form = EmailForm(**row)  # type: ignore[arg-type]  # the fields of the thing are those of the form
    if form.birth == "two digits" and not _says_the_year(referral.person.birth_date, referral.created.date()):
        form = replace(form, birth="slashes")
    named = replace(referral, form=form, notes=f"{referral.notes}\n{ODD_LETTERS}")
    return named if is_written_in(named) else replace(named, form=replace(form, charset="utf-8"))


def _says_the_year(born: date, written: date) -> bool:
    """Say whether two digits tell the year of a birth: nobody is born in the future, and few are a hundred."""
    return (born.year + 100, born.month, born.day) > (written.year, written.month, written.day)


def is_written_in(referral: GpReferral) -> bool:
    """Say whether the letters of a referral are those of its charset."""
    person = referral.person
    texts = (
        *(person.given, person.family, *person.address, person.practice.name, *referral.referrer),
        *(referral.complaint, referral.history, referral.notes),
    )
    try:
        "".join(texts).encode("utf-8" if referral.form.charset == "utf-8" else "windows-1252")
    except UnicodeEncodeError:
        return False
    return True
