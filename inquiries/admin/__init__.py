from . import inquiries, submissions

__all__ = ["inquiries", "submissions"]
