from . import articles, placements, policies, pushes

__all__ = ["articles", "placements", "policies", "pushes"]
