"""Raised and lowered text, which stays apart from what it stands at: ten to the ninth is not 109."""

RAISED_OR_LOWERED = {"sup", "sub"}
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_DEGREE = {"o", "O", "º", "°"}
"""What people raise before C or F to write a degree."""
_LONGEST = 40
"""Characters that are a figure, a formula or a mark; more is a passage."""


def set_off(name: str, inner: str) -> str:
    """Write the text of an element `sup` or `sub` in plain text."""
    text = inner.strip()
    if name == "sup" and text in _DEGREE:
        return "°"
    if len(text) > _LONGEST or not any(letter.isdigit() for letter in text):
        return inner  # such as th, which no figure before it swallows
    letters = text.translate(_RAISED if name == "sup" else _LOWERED)
    # Of what Unicode cannot raise or lower as a whole, the usual sign says that it is.
    return f"{'^' if name == 'sup' else '_'}{text}" if any(map(str.isalnum, _plain(letters))) else letters


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii())
