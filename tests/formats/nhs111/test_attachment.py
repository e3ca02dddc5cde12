"""The decoding of attachments: by a fast library, and as strictly as the standard one."""

import base64
import binascii

from hypothesis import example, given
from hypothesis import strategies as st

from cpcs_harness.formats.nhs111.attachment import _decoded
from explore import explored


def plainly_decoded(encoded):
    return binascii.a2b_base64(encoded.translate(None, b" \t\r\n"), strict_mode=True)


def outcome(decode, encoded):
    """Give what is decoded; None where it is refused."""
    try:
        return decode(encoded)
    except ValueError:
        return None


@explored(100)
@example(b"QUJD=")  # the standard library has taken this one
@example(b"QQ =\r\n=")
@given(
    st.one_of(
        st.binary(max_size=9).map(base64.b64encode), st.text("AZaz09+/= \n!", max_size=9).map(str.encode)
    )
)
def test_an_attachment_is_decoded_as_strictly_as_by_the_standard_library(encoded):
    assert outcome(_decoded, encoded) == outcome(plainly_decoded, encoded)
