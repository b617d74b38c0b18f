"""Builds regions.csv: `python parks/data/build_regions.py divisions.json`; README.md says where that file is from.

Run it again with next year's edition: a slug once given to a code stays with it, because it stands in addresses
that people have bookmarked. Only new codes are named afresh.
"""

import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

REGIONS = Path(__file__).with_name("regions.csv")
COLUMNS = ["code", "name", "short_name", "parent", "kind", "slug"]

# Last segments of addresses below /districts/ and words that may be wanted there; none of them is a place.
RESERVED = {
    "news", "policy", "process", "land", "factory-price", "register", "incentive", "foreign-investment", "build",
    "factory-rent", "office-rent", "search", "compare", "new", "all", "map", "feed", "feeds", "page", "api", "admin",
}  # fmt: skip

# Peoples as they stand in the names of autonomous areas; with or without 族.
PEOPLES = [
    "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶",
    "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水",
    "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬",
    "锡伯", "塔吉克", "怒", "鄂温克", "保安", "裕固", "独龙", "鄂伦春", "普米", "各",
]  # fmt: skip
# Some drop the 族: 博尔塔拉蒙古自治州. Only words of two characters or more can do so safely.
PEOPLES_IN_NAMES = sorted(
    [p + "族" for p in PEOPLES] + [p for p in PEOPLES if len(p) > 1], key=len, reverse=True
)

# A banner's 左旗, 前旗 … and a mining area's 矿区 are part of what tells neighbours apart.
KEPT_WHOLE = ("左旗", "右旗", "中旗", "前旗", "后旗", "联合旗", "矿区")
SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "特区",
    "省",
    "市",
    "盟",
    "区",
    "县",
    "旗",
)
STEMS = {"东乡族自治县": "东乡", "神农架林区": "神农架", "清新区": "清新"}

# How places are read where a dictionary of ordinary words says otherwise; a single character holds for every name
# that has no entry of its own.
READINGS = {
    "长": "chang", "都": "du", "朝": "chao", "曾": "zeng", "什": "shi", "单": "shan", "乐": "le", "勒": "le",
    "陕西": "shaanxi", "子长": "zichang", "长子": "zhangzi", "乐清": "yueqing", "乐亭": "laoting", "乐陵": "laoling",
    "涡阳": "guoyang", "大城": "daicheng", "洪洞": "hongtong", "繁峙": "fanshi", "珲春": "hunchun", "穆棱": "muling",
    "六合": "luhe", "浚县": "xunxian", "召陵": "shaoling", "佛冈": "fogang", "佛坪": "foping", "龙圩": "longxu",
    "覃塘": "qintang", "筠连": "junlian", "荥经": "yingjing", "浪卡子": "langkazi", "宕昌": "tanchang",
    "崆峒": "kongtong", "称多": "chenduo", "红寺堡": "hongsibu", "伽师": "jiashi", "漯河": "luohe", "泊头": "botou",
    "万柏林": "wanbailin", "蚌山": "bengshan", "马尾": "mawei",
}  # fmt: skip


@dataclass
class Region:
    code: str
    name: str
    parent: str
    kind: str

    @property
    def short_name(self):
        """What a headline says: 天津, 苏州, 昆山, but 武清区, 大厂县."""
        if self.kind != "county" or self.name.endswith("市"):
            return stem(self.name)
        people_named = "族" in self.name or "自治" in self.name
        return stem(self.name) + self.name[-1] if people_named else self.name

    @property
    def word(self):
        return slug_word(stem(self.name))

    @property
    def suffix(self):
        return slug_word(self.name.removeprefix(stem(self.name)))


def stem(name):
    """武清区 → 武清, 延边朝鲜族自治州 → 延边; a name of two characters stays whole: 忠县, 城区."""
    if name in STEMS:
        return STEMS[name]
    if len(name) < 3 or name.endswith(KEPT_WHOLE):
        return name
    suffix = next(s for s in SUFFIXES if name.endswith(s))
    rest = name.removesuffix(suffix)
    if len(rest) < 2:
        return name
    return without_peoples(rest) if suffix.startswith("自治") or rest.endswith("族") else rest


def without_peoples(name):
    """Takes the peoples off the end: 积石山保安族东乡族撒拉族 → 积石山; 鄂温克族 loses the 族 only."""
    while people := next((p for p in PEOPLES_IN_NAMES if name.endswith(p) and len(name) - len(p) > 1), None):
        name = name.removesuffix(people)
    return name.removesuffix("族")


def slug_word(text):
    if text in READINGS:
        return READINGS[text]
    return "".join(
        READINGS.get(character, sound) for character, sound in zip(text, lazy_pinyin(text), strict=True)
    )


def read_divisions(path):
    """Regions of the nation in the order of their codes, so that parents come before children."""
    provinces = json.loads(Path(path).read_text(encoding="utf-8"))["provinces"]
    regions = []
    for province_name, province in provinces.items():
        province_code = province["code"][:6]
        regions.append(Region(province_code, province_name, "", "province"))
        for city_name, city in province["cities"].items():
            # Counties run by the province itself stand under a city without a name.
            city_code = city["code"][:6] if city_name else province_code
            if city_name:
                regions.append(Region(city_code, city_name, province_code, "city"))
            for name, code in city["counties"].items():
                regions.append(Region(code[:6], name, city_code, "county"))
    return sorted(regions, key=lambda region: region.code)


def slugs_in_use(path=REGIONS):
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["slug"] for row in csv.DictReader(file)}


def give_slugs(regions, slugs):
    """Slugs by code: those given stay; the others are found province by city by county, the plain word first."""
    slugs = {region.code: slugs[region.code] for region in regions if region.code in slugs}
    for kind in ("province", "city", "county"):
        newcomers = [region for region in regions if region.kind == kind and region.code not in slugs]
        sharing = Counter(region.word for region in regions if region.kind == kind)
        siblings = Counter((region.parent, region.word) for region in regions)
        for region in newcomers:
            word = region.word
            if siblings[region.parent, word] > 1:  # 伊宁市 and 伊宁县
                word = f"{word}-{region.suffix}"
            slugs[region.code] = free_slug(word, region, slugs, alone=sharing[word] <= 1)
    return slugs


def free_slug(word, region, slugs, *, alone):
    taken = RESERVED | set(slugs.values())
    if alone and word not in taken:
        return word
    slug = f"{slugs[region.parent]}-{word}"
    if slug in taken:
        raise ValueError(f"No slug left for {region.name} ({region.code}): {slug} is taken.")
    return slug


def write_regions(regions, slugs, path=REGIONS):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([r.code, r.name, r.short_name, r.parent, r.kind, slugs[r.code]] for r in regions)


def main(path):
    regions = read_divisions(path)
    slugs = give_slugs(regions, slugs_in_use())
    write_regions(regions, slugs)
    sys.stdout.write(f"{REGIONS}: {len(regions)} rows\n")


if __name__ == "__main__":
    main(sys.argv[1])
