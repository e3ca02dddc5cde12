"""What the tests of Summary Care Records share."""

from reference_scr import permitted, pharmacist, played_scr, referral, scr, signed_out

__all__ = ["permitted", "pharmacist", "played_scr", "referral", "scr", "signed_out"]
