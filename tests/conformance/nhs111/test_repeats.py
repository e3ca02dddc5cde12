"""Who fails at a message has not refused it: its sender is told to send it again."""

import pytest

from cpcs_harness._content.conformance.nhs111._damages import is_refused, is_refused_for_itself
from nhs111_evidence import issued, sent

REPORT = issued("same-version")["report"]
FAULT = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
<faultcode>s:Client</faultcode><faultstring>A client related error has occurred</faultstring>
<detail><t:ToolkitErrorInfo xmlns:t="urn:nhs-itk:ns:201005">
<t:ErrorCode>{code}</t:ErrorCode></t:ToolkitErrorInfo></detail>
</s:Fault></s:Body></s:Envelope>"""


def answered(body, status=500):
    return sent(1, REPORT, variant="same-version", status=status, answer=body.encode())


@pytest.mark.parametrize("code", ["1000", "3000"])
def test_a_message_that_is_wrong_for_its_receiver_is_refused(code):
    assert is_refused_for_itself(answered(FAULT.format(code=code)))


@pytest.mark.parametrize("code", ["2100", "2200"])
def test_a_receiver_that_failed_has_not_refused(code):
    assert is_refused(answered(FAULT.format(code=code)))
    assert not is_refused_for_itself(answered(FAULT.format(code=code)))


def test_a_refusal_by_http_needs_no_code():
    assert is_refused_for_itself(answered("", 409))
