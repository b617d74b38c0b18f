from . import articles, placements, policies, pushes, reviews, rules, tasks, words

__all__ = ["articles", "placements", "policies", "pushes", "reviews", "rules", "tasks", "words"]
