"""What files an export has, and which columns; what stands in those that are coded.

Source: CPCS Technical Toolkit, June 2021, row Data reporting; model of the project: docs/reference/extract-model.md.
"""

from cpcs_harness.formats.extract.not_csv import NotCsv
from cpcs_harness.judging import EvidenceView, NotMet, criterion, expect_all, expect_equal, expect_none

from ._exports import NHSEI, PRSB, exports_of
from ._files import Answers, answers_of

TODO = "Write CSV with a library, in UTF-8."


@criterion("DAT-11")
def test_files_are_csv_that_all_readers_read_alike(evidence: EvidenceView):
    """UTF-8, each quote with its end, as many cells as columns; of every export, to its end."""
    for journey in evidence.each():
        for answers in answers_of(journey):
            _expect_csv(answers)


def _expect_csv(answers: Answers) -> None:
    name, seen = "", answers.first
    try:
        for name, table in answers.tables():  # noqa: B007 - the last one is told
            for _ in table.rows:
                pass
    except NotCsv as wrong:
        received = f"in {name or 'the first file'}, {wrong}"
        raise NotMet("CSV in UTF-8", received, at=seen.where, todo=TODO, exchanges=[seen.id]) from wrong


@criterion("DAT-01")
def test_the_columns_are_those_of_the_data_specification(evidence: EvidenceView):
    """Each column of our model of it, and no other; compared as sets."""
    _columns(evidence, NHSEI)


@criterion("DAT-08")
def test_the_columns_are_the_headings_of_the_prsb_standard(evidence: EvidenceView):
    """Each heading of our model of it, and no other; compared as sets."""
    _columns(evidence, PRSB)


def _columns(evidence: EvidenceView, form: str) -> None:
    for journey in evidence.each():
        for export in exports_of(journey, form=form):
            expect_all(
                "each column of the specification", sorted(set(export.due) - set(export.header)), export.seen
            )
            expect_none("other column", sorted(set(export.header) - set(export.due)), export.seen)


@criterion("DAT-10")
def test_what_is_coded_is_in_the_words_of_the_specification(evidence: EvidenceView):
    """In every row, whoever it is of."""
    for journey in evidence.each():
        for export in exports_of(journey):
            expect_none("word that is no code of its column", export.unlisted, export.seen)


@criterion("DAT-06")
def test_a_month_without_consultations_is_a_header_alone(evidence: EvidenceView):
    """A file with its columns, and no row."""
    for journey in evidence.each():
        for export in exports_of(journey, empty=True):
            expect_all(
                "each column of the specification", sorted(set(export.due) - set(export.header)), export.seen
            )
            expect_equal("rows of a month without consultations", 0, export.count, export.seen)
