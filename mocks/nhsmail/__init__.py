"""Mock of NHSmail: SMTP, IMAP, and a page of the mailboxes."""
