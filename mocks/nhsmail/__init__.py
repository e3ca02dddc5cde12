"""NHSmail, played: SMTP, IMAP and a page."""
