"""The sheets there are: 园区 and 载体, each with its columns in the order one fills them in."""

from dataclasses import dataclass

from parks.models import Listing, Park

from .columns import Companies, Distances, Many, column_for

NUMBER = "编号"
# Sheets that explain; never read.
DISTRICTS, INDUSTRIES, PARKS, NOTES = "地区", "行业", "园区名录", "填写说明"
REFERENCE = (DISTRICTS, INDUSTRIES, PARKS, NOTES)


@dataclass(frozen=True)
class Noun:
    """One kind of row. A sheet is of this noun when its headers hold one of the sets in `known_by`."""

    model: type
    columns: tuple
    known_by: tuple
    numbered: bool  # whether 编号 is its first column

    @property
    def title(self):
        return str(self.model._meta.verbose_name)

    @property
    def headers(self):
        return [*([NUMBER] if self.numbered else []), *(column.header for column in self.columns)]

    def rows(self):
        """What `written` reads of an item, in a fixed number of queries."""
        beside = [column.name for column in self.columns if isinstance(column, Many)]
        return self.model.objects.prefetch_related(*beside)


# Each with its example; of places and days that pass, examples.py finds one of this site and of today.
PARK_FIELDS = [
    ("name", "示例工业园"),
    ("slug", "shili"),
    ("alias", "示例园、示例开发区"),
    ("district", ""),
    ("level", "省（市）级"),
    ("kind", "产业园区"),
    ("approved_on", "2006-03-01"),
    ("industries", "36 汽车制造业；34 通用设备制造业"),
    ("planned_area_km2", "23.5"),
    ("built_area_km2", "11"),
    ("land_available_mu", "800"),
    ("address", "工业大道 1 号"),
    ("latitude", "39.52"),
    ("longitude", "116.83"),
    ("coordinate_system", "WGS-84（GPS、天地图）"),
    ("transport", "距高速公路出口 3 公里。"),
    ("site_preparation", "九通一平"),
    ("amenities", "职工公寓、食堂、通勤班车。"),
    ("output_yi_yuan", "120"),
    ("tax_yi_yuan", "6.5"),
    ("employees", "15000"),
    ("summary", "以汽车零部件和装备制造为主。"),
    ("intro", "园区 2006 年设立，2010 年投产。"),
    ("contact_name", "王主任"),
    ("contact_phone", "022-12345678"),
    ("verified_on", ""),
    ("published_at", ""),
    ("expires_at", ""),
]
LISTING_FIELDS = [
    ("title", "单层钢结构厂房"),
    ("kind", "厂房"),
    ("deal", "出租"),
    ("status", "空置"),
    ("district", ""),
    ("park", ""),
    ("address", "工业大道 8 号"),
    ("area", "3200"),
    ("area_unit", "㎡"),
    ("min_area", "800"),
    ("is_divisible", "是"),
    ("price", "0.75"),
    ("price_unit", "元/㎡/天"),
    ("industries", "36 汽车制造业"),
    ("verified_on", ""),
    ("available_on", ""),
    ("valid_until", ""),
    ("summary", "净高九米，可装行车。"),
    ("description", "独门独院，可停放货车。"),
    ("published_at", ""),
    ("expires_at", ""),
    ("parcel_number", ""),
    ("land_use", ""),
    ("notice_stage", ""),
    ("floor_area_ratio_min", ""),
    ("floor_area_ratio_max", ""),
    ("building_density", ""),
    ("green_ratio", ""),
    ("tenure_years", ""),
    ("starting_price_wan", ""),
    ("deposit_wan", ""),
    ("investment_wan_per_mu", ""),
    ("output_wan_per_mu", ""),
    ("tax_wan_per_mu", ""),
    ("structure", "门式刚架"),
    ("floors", "1"),
    ("clear_height_m", "9"),
    ("span_m", "24"),
    ("floor_load_t", "3"),
    ("floor_loads", "首层 3 t/㎡"),
    ("power_kva", "630"),
    ("crane_t", "10"),
    ("fire_rating", "丁类"),
    ("property_fee", "1 元/㎡/月"),
    ("eia_allowed", "是"),
    ("floor_label", ""),
    ("efficiency_ratio", ""),
    ("parking_spaces", ""),
    ("rent_free_months", ""),
    ("can_register", ""),
]
PARK = Noun(
    Park,
    (
        *(column_for(Park, *field) for field in PARK_FIELDS),
        Distances("距离", "天津港 71 km\n天津站 60 km"),
        Companies("入驻企业", "某某汽车零部件有限公司｜36｜座椅骨架"),
    ),
    known_by=({"名称"}, {"网址名"}),
    numbered=False,
)
LISTING = Noun(
    Listing,
    tuple(column_for(Listing, *field) for field in LISTING_FIELDS),
    known_by=({NUMBER}, {"标题", "所属地区", "类别"}),
    numbered=True,
)
NOUNS = (PARK, LISTING)  # in this order: a listing may name a park of the same file


def noun_of(model):
    return next(one for one in NOUNS if one.model is model)
