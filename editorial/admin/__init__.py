from . import articles, placements, policies

__all__ = ["articles", "placements", "policies"]
