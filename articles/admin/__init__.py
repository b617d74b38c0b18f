from . import articles, channels, policies

__all__ = ["articles", "channels", "policies"]
