"""What the site brings: inquiries by where they came from and how far they went. Reads, and keeps nothing."""
