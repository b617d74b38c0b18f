"""The forms of the directories. A form narrows a queryset; what it cannot read narrows nothing."""

from .listings import ListingFilter
from .parks import ParkFilter
from .siting import SitingForm, query_of

__all__ = ["ListingFilter", "ParkFilter", "SitingForm", "query_of"]
