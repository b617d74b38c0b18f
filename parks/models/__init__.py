from .districts import INTROS, District
from .industries import Industry, IndustryLabel
from .listings import Listing, ListingPhoto
from .parks import Park, ParkCompany, ParkDistance, ParkPhoto
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
    "Remit",
]
