from .districts import INTROS, District
from .industries import Industry, IndustryLabel
from .listings import Listing, ListingPhoto
from .parks import Park, ParkCompany, ParkDistance, ParkPhoto
from .placing import PlacedQuerySet, is_within, path_of, remit_of, within_remit
from .remits import Remit

__all__ = [
    "INTROS",
    "District",
    "Industry",
    "IndustryLabel",
    "Listing",
    "ListingPhoto",
    "Park",
    "ParkCompany",
    "ParkDistance",
    "ParkPhoto",
    "PlacedQuerySet",
    "Remit",
    "is_within",
    "path_of",
    "remit_of",
    "within_remit",
]
