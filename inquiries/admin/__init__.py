from . import inquiries, rules, submissions

__all__ = ["inquiries", "rules", "submissions"]
