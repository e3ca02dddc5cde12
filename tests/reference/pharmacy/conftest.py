"""What the tests of the ways to a Summary Care Record share."""

from reference_scr import permitted, pharmacist, played_scr, referral, scr, signed_out

__all__ = ["permitted", "pharmacist", "played_scr", "referral", "scr", "signed_out"]
