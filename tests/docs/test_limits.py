"""Each limit that a page gives as a number is the one that the code has."""

import pytest

from checkout import ROOT
from cpcs_harness._content.mocks.nhsmail import submission
from cpcs_harness.conditions import array
from cpcs_harness.drivers import answer
from cpcs_harness.evidence import archive, artefacts, lateness, parts
from cpcs_harness.evidence.numbers import undone
from cpcs_harness.formats import xsd
from cpcs_harness.formats.artefact import pdf, pdf_process, print_file, text
from cpcs_harness.formats.nhs111 import pack
from cpcs_harness.judging import allure
from cpcs_harness.mockkit import call, connections, intake, silent
from cpcs_harness.people import series
from cpcs_harness.reporters import bodies, exchanges, fragments, html, plain
from cpcs_harness.reporters.annotations import MOST

MIB, KIB, GIB = 1024 * 1024, 1024, 1024 * 1024 * 1024
MOCKS, EVIDENCE = "docs/reference/mocks.md", "docs/reference/evidence.md"
REPORT, VERDICTS = "docs/how-to/read-a-report.md", "docs/reference/verdicts.md"
WORDS = {0.5: "half a second", 1.0: "a second", 4: "four", 6: "six", 10: "ten"}
TOLD = [
    (MOCKS, "A request above {} MiB is answered with 413", call.MAX_REQUEST / MIB),
    (MOCKS, "an e-mail may have {} MiB", submission.LARGEST / MIB),
    (MOCKS, "All mocks together hold {} MiB at once", intake.ROOM / MIB),
    (MOCKS, "larger than {} KiB; further ones wait", intake.SMALL / KIB),
    (MOCKS, "answered with 503 after {} s", intake.Patience().turn),
    (MOCKS, "from which nothing comes for {} s", intake.Patience().pause),
    (MOCKS, "or not all in {} s, is answered with 408", intake.Patience().whole),
    (MOCKS, "first line and headers take more than {} s", connections.HEAD_SECONDS),
    (MOCKS, "A mock serves {} connections at once", connections.MOST),
    (MOCKS, "beyond {} they are closed at once", connections.MOST_TOLD),
    (MOCKS, "A connection that brings nothing for {} s is closed", connections.ASK_SECONDS),
    (MOCKS, "takes nothing of an answer for {} s is cut", connections.READ_SECONDS),
    (MOCKS, "A run holds up to {} of them", series.BLOCKS * len(series.ALL)),
    (EVIDENCE, "Of a body, {} MiB are kept", archive.MAX_BODY / MIB),
    (EVIDENCE, "unpacks to more than {} GiB", archive.MAX_ALL / GIB),
    (EVIDENCE, "whose JSON is longer than {} characters", parts.SMALL),
    (EVIDENCE, "A list of more than {} KiB", parts.LARGE / KIB),
    (EVIDENCE, "what came `first` ({} bytes", silent.KEPT),
    (EVIDENCE, "At most {} MiB of one file are kept", text.MAX_BYTES / MIB),
    (EVIDENCE, "and {} files of one answer", artefacts.MOST),
    (EVIDENCE, "a PDF of at most {} pages", pdf_process.MAX_PAGES),
    (EVIDENCE, "which ends after {} seconds of a processor", pdf.SECONDS),
    (EVIDENCE, "of a processor or at {} GiB", pdf.MEMORY / GIB),
    ("docs/reference/extract-model.md", "An answer has at most {} files", artefacts.MOST),
    ("docs/reference/extract-model.md", "and {} MiB as a whole", answer.MAX_ANSWER / MIB),
    (EVIDENCE, "of at most {} characters. PDFs", print_file.MAX_CHARACTERS),
    (EVIDENCE, "nothing in one unpacks to more than {} MiB", pdf_process.MAX_STREAM / MIB),
    (EVIDENCE, "Of a message of more than {} KiB the encodings", undone.WHOLE / KIB),
    (REPORT, "the first of them, up to {} characters", fragments.AT_ONCE),
    (REPORT, "Of one body, {} characters are shown", bodies.SHOWN),
    (REPORT, "of all bodies together {} million", exchanges.ROOM / 1_000_000),
    (REPORT, "a header of more than {} characters is cut", exchanges.ASIDE),
    (REPORT, "the first {} exchanges that it looked at", html.LOOKED_AT),
    (REPORT, "a failure has the first {} exchanges", allure.ATTACHED),
    (REPORT, "({} characters each)", plain.MOST),
    (VERDICTS, "the loop that answers of {} or more (`stall`)", lateness.STALL_SECONDS),
    (VERDICTS, "an answer that came {} or more after the whole request", lateness.LATE_SECONDS),
    ("docs/how-to/use-in-a-pipeline.md", "There are {} of each at most", MOST),
    ("docs/how-to/use-the-official-nhs111-pack.md", "more than {} elements", xsd.MOST_ELEMENTS),
    ("docs/how-to/use-the-official-nhs111-pack.md", "a file of more than {} MB", pack.MOST_BYTES / MIB),
    ("docs/explanation/conditions.md", "is had by {} people at most", array.REFUSABLE),
    ("docs/reference/token-model.md", "a PDF that has text, of at most {} pages", pdf_process.MAX_PAGES),
]


def writings(number):
    """Give a number as pages write it: in figures, or as a word."""
    return {f"{number:,.0f}"} | ({WORDS[number]} if number in WORDS else set())


@pytest.mark.parametrize(("page", "sentence", "due"), TOLD, ids=[sentence for _, sentence, _ in TOLD])
def test_a_limit_is_that_of_the_code(page, sentence, due):
    told = " ".join((ROOT / page).read_text(encoding="utf-8").split())

    assert any(sentence.format(one) in told for one in writings(due)), due
