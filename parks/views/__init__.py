from .guide import rent_guide
from .listings import listing_detail, listing_list
from .parks import park_compare, park_detail, park_list
from .sheets import park_sheet
from .siting import siting

__all__ = ["listing_detail", "listing_list", "park_compare", "park_detail", "park_list", "park_sheet", "rent_guide", "siting"]
