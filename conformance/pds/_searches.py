"""Parameters of searches, and the birth date that a search is about."""

from cpcs_harness.judging import ExchangeView

APPLICATION = "application-restricted"


def values(call: ExchangeView, name: str) -> list[str]:
    """Give the values of a parameter; none is an empty list."""
    return [text for key, text in call.request.query if key == name]


def is_on(call: ExchangeView, name: str) -> bool:
    """Say whether a switch such as `_fuzzy-match` is on."""
    return any(text.lower() == "true" for text in values(call, name))


def subject(call: ExchangeView) -> tuple[str, ...]:
    """Give what a search is about as far as every search of one patient has it: the birth dates asked for."""
    return tuple(sorted(text.removeprefix("eq") for text in values(call, "birthdate")))


def most(call: ExchangeView) -> int:
    """Give how many patients may be asked for at once: by whose token it was, which a refused one does not say."""
    return 1 if call.facts.get("access_mode") == APPLICATION else 50


def found_nobody(call: ExchangeView) -> bool:
    """Say whether PDS knew nobody."""
    answer = call.response.json
    return isinstance(answer, dict) and answer.get("resourceType") == "Bundle" and not answer.get("entry")
