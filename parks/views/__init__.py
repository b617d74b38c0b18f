from .comparing import listing_compare, park_compare
from .guide import rent_guide
from .listings import listing_detail, listing_list
from .map import listing_map, park_map
from .parks import park_detail, park_list
from .sheets import park_sheet
from .siting import siting

__all__ = [
    "listing_compare",
    "listing_detail",
    "listing_list",
    "listing_map",
    "park_compare",
    "park_detail",
    "park_list",
    "park_map",
    "park_sheet",
    "rent_guide",
    "siting",
]
