from . import articles, policies

__all__ = ["articles", "policies"]
