from . import districts, industries, listings, parks

__all__ = ["districts", "industries", "listings", "parks"]
