"""Answers of the Spine Mini Service, as our mock writes them, taken apart."""

import pytest

from cpcs_harness._content.mocks.smsp.answer import coded, fault
from cpcs_harness.formats.smsp.message import read_response
from cpcs_harness.formats.xml import read_xml


@pytest.mark.parametrize("code", ["SMSP-0000", "DEMOG-0007"])
def test_a_response_code_is_read(code):
    read = read_response(read_xml(coded("getPatientDetails", code).body))

    assert (read.code, read.number, read.valid, read.fault_code) == (code, "", "", "")


def test_a_fault_is_read():
    read = read_response(read_xml(fault("1000", "Not valid", "why").body))

    assert (read.code, read.fault_code) == ("", "soap:Client")
