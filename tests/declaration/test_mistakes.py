"""What is wrong in a declaration is told with file, line and key; all of it at once, and no secret with it."""

import pytest

from cpcs_harness.errors import Problem

MISTAKES = {
    "missing": ('supplier = "Alder Ltd"\n', "", 1, "supplier", "is missing"),
    "missing-table": ('[itk]\nurl = "http://[::1]:4711/itk"\n', "", 1, "itk", "is missing"),
    "missing-in-table": ('token = "s3cret-token"\n', "", 11, "control.token", "is missing"),
    "empty": ('name = "Alder PMR"', 'name = ""', 1, "name", "is empty"),
    "not-text": ('version = "4.10"', "version = 4.10", 3, "version", "is not text"),
    "unknown-key": ("supplier =", "suplier =", 2, "suplier", "is not a key here. Did you mean 'supplier'?"),
    "unknown-key-in-table": (
        "poll_seconds",
        "poll_secs",
        19,
        "pace.poll_secs",
        "is not a key here. Did you mean 'poll_seconds'?",
    ),
    "unknown-table": ("[mocks]", "[mock]", 22, "mock", "is not a key here. Did you mean 'mocks'?"),
    "unknown-pathway": (
        '"minor-illness"',
        '"minor"',
        4,
        "pathways",
        "'minor' is not one of minor-illness, urgent-medicines. Did you mean 'minor-illness'?",
    ),
    "pathway-twice": (
        '"minor-illness"',
        '"urgent-medicines"',
        4,
        "pathways",
        "'urgent-medicines' is in the list twice",
    ),
    "no-pathway": ('["minor-illness", "urgent-medicines"]', "[]", 4, "pathways", "is empty"),
    "unknown-driver": ('driver = "http"', 'driver = "guided"', 5, "driver", "'guided' is not one of http"),
    "unknown-requirement": (
        "MI-N111-E",
        "MI-N11-E",
        8,
        "options.MI-N11-E",
        "there is no such requirement. Did you mean 'MI-N111-E'?",
    ),
    "requirement-without-options": (
        "MI-N111-E",
        "MI-GPN-E",
        8,
        "options.MI-GPN-E",
        "this requirement leaves no choice",
    ),
    "unknown-option": (
        '"itk-2.2"',
        '"itk-2"',
        8,
        "options.MI-N111-E",
        "'itk-2' is not one of itk-2.2, 111-adaptor. Did you mean 'itk-2.2'?",
    ),
    "option-twice": (
        '"spine-mini-service", ',
        '"pds-fhir-application-restricted", ',
        9,
        "options.UM-PDS-E",
        "'pds-fhir-application-restricted' is in the list twice",
    ),
    "option-not-in-a-list": ('["itk-2.2"]', '"itk-2.2"', 8, "options.MI-N111-E", "is not a list"),
    "ftp": ("https://alder", "ftp://alder", 12, "control.url", "is not an http or https URL"),
    "no-scheme": ("https://alder", "alder", 12, "control.url", "is not an http or https URL"),
    "no-host": (
        "https://alder.example:8443/test",
        "https:///test",
        12,
        "control.url",
        "names no host, or not in ASCII",
    ),
    "bad-port": (":8443", ":84430", 12, "control.url", "is not a URL"),
    "open-bracket": ("[::1]", "[::1", 16, "itk.url", "is not a URL"),
    "blank-in-url": ("/itk", "/i tk", 16, "itk.url", "holds a blank or a control character"),
    "password-in-url": (
        "https://alder",
        "https://me:hunter2@alder",
        12,
        "control.url",
        "holds a user or a password: the token goes into control.token",
    ),
    "query-in-url": ("/test", "/test?key=hunter2", 12, "control.url", "has a query or a fragment"),
    "token-with-a-blank": (
        "s3cret-token",
        "s3cret-token ",
        13,
        "control.token",
        "is not a bearer token: printable ASCII without blanks",
    ),
    "token-not-text": ('"s3cret-token"', "12345", 13, "control.token", "is not text"),
    "no-time": (
        "poll_seconds = 2",
        "poll_seconds = 0",
        19,
        "pace.poll_seconds",
        "0 is not a number of seconds above 0 and up to 3600",
    ),
    "endless-time": ("30.5", "inf", 20, "pace.step_seconds", "is too large a number, or none"),
    "no-number": ("30.5", "nan", 20, "pace.step_seconds", "is too large a number, or none"),
    "huge-number": ("30.5", "0x" + "f" * 9000, 20, "pace.step_seconds", "is too large a number, or none"),
    "time-as-text": ("30.5", '"30.5"', 20, "pace.step_seconds", "is not a number"),
    "listen-url": (
        '"0.0.0.0"',
        '"http://0.0.0.0"',
        23,
        "mocks.listen",
        "'http://0.0.0.0' is not a host name or an IP address, without a scheme",
    ),
    "not-advertised": (
        'advertised = "10.0.0.5"\n',
        "",
        22,
        "mocks.advertised",
        "is missing: a candidate cannot call the address that means all",
    ),
    "advertised-underscore": (
        '"10.0.0.5"',
        '"cpcs_mocks"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "advertised-empty-label": (
        '"10.0.0.5"',
        '"mocks..example"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "advertised-long-label": (
        '"10.0.0.5"',
        '"mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "advertised-reserved-hyphens": (
        '"10.0.0.5"',
        '"ab--cd.example"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "advertised-no-punycode": (
        '"10.0.0.5"',
        '"xn--a.example"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "advertised-half-an-address": (
        '"10.0.0.5"',
        '"10.0.0.256"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "advertised-no-address": (
        '"10.0.0.5"',
        '":"',
        24,
        "mocks.advertised",
        "is no IP address, and no name that a certificate can hold",
    ),
    "adaptor-without-broker": (
        "[medicines]",
        '[adaptor]\nmode = "played"\n[medicines]',
        26,
        "adaptor.amqp",
        "is missing: the played adaptor needs a broker to publish to",
    ),
    "adaptor-over-http": (
        "[medicines]",
        '[adaptor]\nmode = "played"\namqp = "http://127.0.0.1"\n[medicines]',
        28,
        "adaptor.amqp",
        "is not an amqp or amqps URL",
    ),
    "adaptor-not-described": (
        '["itk-2.2"]',
        '["111-adaptor"]',
        1,
        "adaptor",
        "is missing: MI-N111-E says that the system stands behind the 111 Adaptor",
    ),
    "tracker-by-fhir-of-nobody": (
        "[medicines]",
        '[eps]\ntracker = "fhir"\n[medicines]',
        1,
        "cis2",
        "is missing: eps.tracker is asked by FHIR in the name of who is signed in",
    ),
    "tracker-by-soap": (
        "[medicines]",
        '[eps]\ntracker = "soap"\n[medicines]',
        27,
        "eps.tracker",
        "'soap' is not one of json, fhir, both",
    ),
    "medicine-missing": (
        'urgent-medicine = "SALB100"\n',
        "",
        26,
        "medicines.urgent-medicine",
        "is missing: urgent-medicines cannot be shown without it",
    ),
    "unknown-medicine": (
        "recommended-product",
        "recomended-product",
        28,
        "medicines.recomended-product",
        "is not a key here. Did you mean 'recommended-product'?",
    ),
    "no-dmd-code": (
        '"PARA500"',
        '{code = "PARA500", dmd = "3602511000001100", display = "A cream", unit = "gram"}',
        28,
        "medicines.recommended-product.dmd",
        "'3602511000001100' is no dm+d code: its check digit is wrong",
    ),
    "half-a-product": (
        '"PARA500"',
        '{code = "PARA500", dmd = "3602511000001108"}',
        28,
        "medicines.recommended-product.display",
        "is missing",
    ),
    "unknown-criterion": (
        '"BSA-08"',
        '"BSA-8"',
        31,
        "declared[0].criterion",
        "'BSA-8' is no criterion. Did you mean 'BSA-08'?",
    ),
    "criterion-of-checks": (
        '"SCR-02"',
        '"PDS-01"',
        38,
        "declared[1].criterion",
        "'PDS-01' is judged by checks, and cannot be declared",
    ),
    "declared-twice": ('"SCR-02"', '"BSA-08"', 38, "declared[1].criterion", "'BSA-08' is declared twice"),
    "by-nobody": ('by = "A. Person"\n', "", 30, "declared[0].by", "is missing"),
    "evidence-missing": (
        '"evidence/export.pdf"\nby = "A. Person"\nrole = "Head of product"\n\n',
        '"evidence/none.pdf"\nby = "A. Person"\nrole = "Head of product"\n\n',
        33,
        "declared[0].evidence",
        "'evidence/none.pdf' is no file beside candidate.toml",
    ),
    "nested": ('driver = "http"', f"driver = {'[' * 40}{']' * 40}", 5, "driver", "is nested too deeply"),
}


@pytest.mark.parametrize(("right", "wrong", "line", "key", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(problems_in, candidate, right, wrong, line, key, message):
    assert candidate.count(right) >= 1

    problems = problems_in(candidate.replace(right, wrong, 1))

    assert Problem("candidate.toml", line, key, message) in problems


def test_many_mistakes_are_told_at_once_in_the_files_order(problems_in, candidate):
    text = (
        candidate.replace('"minor-illness"', '"minor"').replace("itk-2.2", "itk").replace("token", "tokn", 1)
    )
    text = (
        text.replace("https:", "ftp:")
        .replace("SCR-02", "PDS-01")
        .replace("poll_seconds = 2", "poll_seconds = -2")
    )

    assert [(problem.line, problem.id) for problem in problems_in(text)] == [
        (4, "pathways"),
        (8, "options.MI-N111-E"),
        (11, "control.token"),
        (12, "control.url"),
        (13, "control.tokn"),
        (19, "pace.poll_seconds"),
        (38, "declared[1].criterion"),
    ]
