from . import articles, placements, policies, pushes, reviews, rules, tasks

__all__ = ["articles", "placements", "policies", "pushes", "reviews", "rules", "tasks"]
