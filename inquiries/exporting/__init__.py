"""The list of inquiries as a file, contact data in full: for the office's own reports, and each time written down."""
