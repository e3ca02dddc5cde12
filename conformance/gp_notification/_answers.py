"""Answers of practices as they were collected."""

from cpcs_harness.formats.itk3 import value
from cpcs_harness.judging import ExchangeView


def code_of(answer: ExchangeView) -> str:
    """Give the response code of an answer that was collected from the inbox."""
    return value(answer.response.xml, ".//f:issue/f:details/f:coding/f:code")
