"""Texts made comparable, where a screen or a sender may write a number or a name in several ways."""

from __future__ import annotations


def letters_and_digits(text: object) -> str:
    """Give a text's letters and digits, in small letters: no blank, hyphen or stop hides a number, a name or a date."""
    return "".join(character for character in str(text).casefold() if character.isalnum())
