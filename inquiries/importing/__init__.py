"""Inquiries that came in elsewhere (telephone, fair, another system), out of a table."""
