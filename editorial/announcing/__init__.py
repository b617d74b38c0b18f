"""Telling search engines what became public, changed or disappeared. Off until .env names the site and an engine."""
