"""Reports that an onward referral was not delivered, noted at its referral."""

from ...outbound.onward.book import OnwardBook
from .delivery_report import DeliveryReport


class Bounces:
    """Puts a referral back into the work when what referred it onward comes back."""

    def __init__(self, book: OnwardBook) -> None:
        self.book = book

    def take(self, report: DeliveryReport) -> bool:
        """Note what a report says; gives whether it is about an onward referral of this system."""
        return self.book.bounced(report.message_id, report.status)
