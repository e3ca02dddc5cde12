"""What a search in PDS asks with: enough to find one person, and no more."""

from urllib.parse import quote, urlencode

from ...kit.problems import Refused


def query(parameters: dict[str, str]) -> str:
    """Parameters as a query: everything but letters, digits and -._~ is percent-encoded, as UTF-8."""
    return urlencode(parameters, quote_via=quote, safe="")


def plain(details: dict[str, str]) -> dict[str, str]:
    """A search by the names as they are, former ones too.

    The first letters of the first name find its short forms as well. Gender is left out: records that have it wrong
    would not be found.
    """
    given, postcode = details.get("given", ""), details.get("postcode", "")
    found = {"family": details["family"], "birthdate": f"eq{details['birth_date']}"}
    if given:
        found["given"] = f"{given[:3]}*" if len(given) > 2 else given
    if postcode:
        found["address-postalcode"] = postcode
    return {**found, "_history": "true"}


def fuzzy(details: dict[str, str]) -> dict[str, str]:
    """A search by names that sound alike, without wildcards; for want of a first name by gender and postcode."""
    given, gender, postcode = (details.get(name, "") for name in ("given", "gender", "postcode"))
    if not given and not (gender and postcode):
        raise Refused("Enter the first name as well, or gender and postcode, to search by similar names")
    found = {"family": details["family"], "birthdate": f"eq{details['birth_date']}"}
    found |= {"given": given} if given else {"gender": gender}
    if postcode:
        found["address-postalcode"] = postcode
    return {**found, "_fuzzy-match": "true"}
