"""What an e-mail to a practice has to say, in whatever writing, and what may not stand where anybody can read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cpcs_harness.judging import ExchangeView, expect_none
from cpcs_harness.judging.expect import expect_words, squeezed

from .._shared.consent import is_agreed
from .._shared.mails import what_it_says
from .._shared.moments import days_of, times_of
from .._shared.text import address_among, dates, letters_and_digits

Plain = Mapping[str, Any]
DRUGS = ("urgent-medicine", "recommended-product")
"""The roles of what patients get, of whom practices are told by e-mail."""
LONG = 7
"""Letters of a word that stands for a drug and hardly for anything else."""
QUANTITY = "its quantity"
PRODUCTS = ("the product recommended", "the medicine supplied")
NEAR = (100, 250)
"""Characters before and after a product's name among which its quantity stands."""
HALVES = ("½", " ½", " 1/2")
CONSENT = "the consent to share"
NUMBERS = ("the NHS number", "the pharmacist's GPhC number")
"""What stands as a number by itself, and not as a part of a longer one, with blanks or hyphens or without."""
ADDRESS, BETWEEN_LINES = "the patient's address", ", "
HOWEVER_WRITTEN = ("the patient's postcode", "the pharmacy's telephone")
"""What may stand with blanks, hyphens or a country's code, or without."""


def due_words(issued: Plain, consultation: Plain) -> dict[str, list[str]]:
    """Give, for each thing to be told of a consultation, the writings of it that will do."""
    person, premises = issued["person"], issued["premises"]
    number, telephone = person["nhs_number"], premises["telephone"]
    return {
        "the family name": [person["family"]],
        "the given name": [person["given"]],
        "the birth date": dates(person["birth_date"]),
        "the NHS number": [number],
        ADDRESS: [BETWEEN_LINES.join(person["address"])],
        "the patient's postcode": [person["postcode"]],
        "the pharmacy's name": [premises["name"]],
        "the pharmacy's ODS code": [premises["ods"]],
        "the pharmacy's telephone": [telephone.removeprefix("0"), telephone],
        "the pharmacist's family name": [issued["pharmacist"]["family"]],
        "the pharmacist's GPhC number": [issued["pharmacist"]["gphc"]],
        "the day of the consultation": days_of(consultation["started"]),
        "the time of the consultation": times_of(consultation["started"]),
        "the case reference": [issued["report"]["case_id"], issued["report"]["case_reference"]],
        "the presenting complaint": [consultation["presenting_complaint"]],
        "the assessment": [consultation["assessment"]],
        "the advice": [consultation["advice"]],
        "the requested actions": [consultation["actions_for_gp"]],
        CONSENT: ["consent", "agreed"],
    }


def expect_said(due: Mapping[str, list[str]], mail: ExchangeView) -> None:
    """Raise NotMet unless each thing stands in an e-mail in one of its writings."""
    text = squeezed(what_it_says(mail).text).casefold()
    plain = letters_and_digits(text)
    for what, words in due.items():
        if what == QUANTITY:
            products = [word for name in PRODUCTS for word in due.get(name, ())]
            said = any(is_near(word, product, text) for word in words for product in products)
        elif what == CONSENT:
            said = is_agreed(what_it_says(mail).text)
        elif what in NUMBERS:
            said = any(is_whole(word, text) for word in words)
        elif what == ADDRESS:
            said = address_among(words[0].split(BETWEEN_LINES)).search(plain) is not None
        else:
            said = any(squeezed(word).casefold() in text for word in words)
        said = said or (what in HOWEVER_WRITTEN and letters_and_digits(words[0]) in plain)
        expect_words(f"{what} in the e-mail", squeezed(words[0]).casefold(), text, mail, said=said)


def patient_words(person: Plain) -> list[str]:
    """Give what would name a patient: NHS number, names, birth date, postcode, street, telephone."""
    year, month, day = person["birth_date"].split("-")
    born = [*dates(person["birth_date"]), f"{day}/{month}/{year[2:]}"]
    names = [person["family"], person["given"], person["address"][0], person["postcode"]]
    return [person["nhs_number"], *names, person["callback"], *born]


def drug_words(medicines: Mapping[str, Plain]) -> list[str]:
    """Give the drugs that patients get, each by the first word of its name, where that is long."""
    names = [str(medicines[role]["display"]) for role in DRUGS if role in medicines]
    return [word for name in names if len(word := name.partition(" ")[0]) >= LONG and word.isalpha()]


def expect_hidden(person: Plain, medicines: Mapping[str, Plain], mail: ExchangeView) -> None:
    """Raise NotMet where something of a patient, or their drug, stands in an e-mail's subject or in a file name."""
    message = what_it_says(mail)
    open_text = letters_and_digits(" ".join([message.subject, *message.attachments]))
    hidden = [*patient_words(person), *drug_words(medicines)]
    found = [word for word in hidden if letters_and_digits(word) in open_text]
    expect_none("patient data in subject or file names", found, mail, "Name the referral, not the patient.")


def stands_alone(number: str, text: str) -> bool:
    """Say whether a whole number stands in a text, and is no part of another one, of a time or of a date."""
    zeros = "0*" if "." in number else r"(?:\.0+)?"
    return re.search(rf"(?<![\d.:/-]){re.escape(number)}{zeros}(?![\d.:/-]*\d)", text) is not None


def is_near(quantity: str, product: str, text: str) -> bool:
    """Say whether a quantity stands by itself near the name of its product: elsewhere it may be anything's."""
    name = squeezed(product).casefold()
    return any(
        stands_alone(quantity, text[max(0, found.start() - NEAR[0]) : found.end() + NEAR[1]])
        for found in re.finditer(re.escape(name), text)
    )


def quantities(amount: float) -> list[str]:
    """Give the writings of a quantity, whole or with a half."""
    whole = f"{int(amount)}"
    return [whole] if amount == int(amount) else [f"{amount:g}", *(f"{whole}{half}" for half in HALVES)]


def is_whole(number: str, text: str) -> bool:
    """Say whether a number stands in a text, in groups or not, and is not a part of a longer one."""
    return re.search(rf"(?<!\d){'[ -]?'.join(number)}(?!\d)", text) is not None
