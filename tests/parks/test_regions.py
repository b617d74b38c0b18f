"""The data in parks/data/, the command that loads it, and the script that builds regions.csv."""

import csv
import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from parks.data import build_regions
from parks.data.build_regions import COLUMNS, Region, give_slugs
from parks.management.commands.import_regions import DATA
from parks.models import District, Industry, IndustryLabel
from tests import builders


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def import_regions(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_regions", stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.fixture(scope="module")
def slugs():
    return {row["name"]: row["slug"] for row in read("regions") if row["kind"] != "county"}


@pytest.fixture(scope="module")
def county_slugs():
    return {row["code"]: row["slug"] for row in read("regions") if row["kind"] == "county"}


class TestRegionsFile:
    def test_has_every_province_city_and_county_once(self):
        rows = read("regions")
        assert list(rows[0]) == COLUMNS
        assert Counter(row["kind"] for row in rows) == {"province": 34, "city": 333, "county": 2847}
        assert len({row["code"] for row in rows}) == len({row["slug"] for row in rows}) == 3214

    def test_puts_parents_before_children(self):
        seen = {""}
        for row in read("regions"):
            assert row["parent"] in seen
            seen.add(row["code"])

    def test_has_the_districts_of_tianjin(self):
        assert {row["name"]: row["slug"] for row in read("regions") if row["parent"] == "120000"} == {
            "和平区": "tianjin-heping",
            "河东区": "tianjin-hedong",
            "河西区": "hexi",
            "南开区": "nankai",
            "河北区": "tianjin-hebei",
            "红桥区": "hongqiao",
            "东丽区": "dongli",
            "西青区": "xiqing",
            "津南区": "jinnan",
            "北辰区": "beichen",
            "武清区": "wuqing",
            "宝坻区": "baodi",
            "滨海新区": "tianjin-binhai",
            "宁河区": "ninghe",
            "静海区": "jinghai",
            "蓟州区": "tianjin-jizhou",
        }

    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("陕西省", "shaanxi"),
            ("山西省", "shanxi"),
            ("吉林省", "jilin"),
            ("吉林市", "jilin-jilin"),
            ("重庆市", "chongqing"),
            ("长春市", "changchun"),
            ("厦门市", "xiamen"),
            ("六安市", "luan"),
            ("蚌埠市", "bengbu"),
            ("内蒙古自治区", "neimenggu"),
            ("克孜勒苏柯尔克孜自治州", "kezilesu"),
            ("海南藏族自治州", "qinghai-hainan"),
        ],
    )
    def test_spells_names_as_they_are_read(self, slugs, name, slug):
        assert slugs[name] == slug

    def test_tells_siblings_of_one_name_apart_by_their_kind(self, county_slugs):
        assert (county_slugs["654002"], county_slugs["654021"]) == ("yining-shi", "yining-xian")

    @pytest.mark.parametrize(
        ("code", "slug"),
        [("371524", "donge"), ("140428", "zhangzi"), ("330382", "yueqing"), ("350104", "cangshan")],
    )
    def test_spells_counties_as_they_are_read(self, county_slugs, code, slug):
        assert county_slugs[code] == slug


class TestBuildingRegions:
    nation = [
        Region("120000", "天津市", "", "province"),
        Region("120101", "和平区", "120000", "county"),
        Region("120114", "武清区", "120000", "county"),
    ]

    def test_gives_the_plain_word_to_a_name_that_occurs_once(self):
        assert give_slugs(self.nation, {}) == {"120000": "tianjin", "120101": "heping", "120114": "wuqing"}

    def test_puts_the_parent_in_front_where_counties_share_a_name(self):
        more = [Region("210000", "辽宁省", "", "province"), Region("210102", "和平区", "210000", "county")]
        slugs = give_slugs(self.nation + more, {})
        assert (slugs["120101"], slugs["210102"]) == ("tianjin-heping", "liaoning-heping")

    def test_keeps_a_slug_once_given_when_a_namesake_appears(self):
        more = [Region("210000", "辽宁省", "", "province"), Region("210102", "和平区", "210000", "county")]
        slugs = give_slugs(self.nation + more, {"120101": "heping"})
        assert (slugs["120101"], slugs["210102"]) == ("heping", "liaoning-heping")

    def test_avoids_words_that_addresses_use(self, monkeypatch):
        monkeypatch.setattr(build_regions, "RESERVED", {"wuqing"})
        assert give_slugs(self.nation, {})["120114"] == "tianjin-wuqing"

    @pytest.mark.parametrize(
        ("name", "kind", "short_name"),
        [
            ("天津市", "province", "天津"),
            ("新疆维吾尔自治区", "province", "新疆"),
            ("延边朝鲜族自治州", "city", "延边"),
            ("武清区", "county", "武清区"),
            ("滨海新区", "county", "滨海新区"),
            ("昆山市", "county", "昆山"),
            ("忠县", "county", "忠县"),
            ("积石山保安族东乡族撒拉族自治县", "county", "积石山县"),
            ("鄂温克族自治旗", "county", "鄂温克旗"),
            ("管城回族区", "county", "管城区"),
        ],
    )
    def test_shortens_names_as_headlines_do(self, name, kind, short_name):
        assert Region("", name, "", kind).short_name == short_name


class TestIndustriesFile:
    def test_has_the_sections_and_divisions_of_gb_t_4754(self):
        codes = [row["code"] for row in read("industries")]
        assert codes == [*"ABCDEFGHIJKLMNOPQRST", *(f"{number:02}" for number in range(1, 98))]

    def test_gives_each_section_its_run_of_divisions(self):
        counts = Counter(row["parent"] for row in read("industries") if row["parent"])
        assert [counts[letter] for letter in "ABCDEFGHIJKLMNOPQRST"] == [
            5, 7, 31, 3, 4, 2, 8, 2, 3, 4, 1, 2, 3, 4, 3, 1, 2, 5, 6, 1,
        ]  # fmt: skip

    def test_labels_mean_codes_that_exist(self):
        known = {row["code"] for row in read("industries")}
        meant = {code for row in read("industry_labels") for code in row["codes"].split()}
        assert meant - known == set()


@pytest.mark.django_db
class TestImportRegions:
    def test_loads_one_city_with_what_is_above_and_below_it(self):
        out, err = import_regions(within="120000")
        assert out == [
            "地区：新增 17，更新 0，未变 0，拒绝 0",
            "行业：新增 117，更新 0，未变 0，拒绝 0",
            "产业标签：新增 33，更新 0，未变 0，拒绝 0",
        ]
        assert err == []
        wuqing = District.objects.get(code="120114")
        assert (wuqing.name, wuqing.short_name, wuqing.kind) == ("武清区", "武清区", "county")
        assert (wuqing.slug, wuqing.path, wuqing.parent.code) == ("wuqing", "tianjin/wuqing/", "120000")
        assert Industry.objects.get(code="37").parent.name == "制造业"
        assert [i.code for i in IndustryLabel.objects.get(name="汽车及装备制造").industries.all()] == [
            "34", "35", "36", "37",
        ]  # fmt: skip

    def test_brings_the_parents_of_a_district_along(self):
        import_regions(within="320583")
        assert list(District.objects.order_by("code").values_list("path", flat=True)) == [
            "jiangsu/",
            "jiangsu/jiangsu-suzhou/",
            "jiangsu/jiangsu-suzhou/kunshan/",
        ]

    def test_loads_the_nation(self):
        out, _ = import_regions()
        assert out[0] == "地区：新增 3214，更新 0，未变 0，拒绝 0"
        assert District.objects.count() == 3214

    def test_changes_nothing_the_second_time(self):
        import_regions(within="120000")
        before = list(District.objects.order_by("pk").values())
        out, _ = import_regions(within="120000")
        assert out == [
            "地区：新增 0，更新 0，未变 17，拒绝 0",
            "行业：新增 0，更新 0，未变 117，拒绝 0",
            "产业标签：新增 0，更新 0，未变 33，拒绝 0",
        ]
        assert list(District.objects.order_by("pk").values()) == before

    def test_follows_a_new_name_and_keeps_the_slug(self):
        import_regions(within="120000")
        District.objects.filter(code="120119").update(
            name="蓟县", short_name="蓟县", slug="jixian", path="tianjin/jixian/"
        )
        out, _ = import_regions(within="120000")
        assert out[0] == "地区：新增 0，更新 1，未变 16，拒绝 0"
        jizhou = District.objects.get(code="120119")
        assert (jizhou.name, jizhou.short_name, jizhou.slug) == ("蓟州区", "蓟州区", "jixian")

    def test_leaves_the_short_name_an_editor_chose(self):
        import_regions(within="120000")
        District.objects.filter(code="120116").update(short_name="天津滨海")
        out, _ = import_regions(within="120000")
        assert out[0] == "地区：新增 0，更新 0，未变 17，拒绝 0"
        assert District.objects.get(code="120116").short_name == "天津滨海"

    def test_refuses_a_slug_that_another_district_has_and_loads_the_rest(self):
        builders.create(
            District, {"name": "武清开发区", "short_name": "武清", "kind": "zone", "slug": "wuqing"}
        )
        out, err = import_regions(within="120000")
        assert out[0] == "地区：新增 16，更新 0，未变 0，拒绝 1"
        assert err == ["第 30 行 武清区：网址名 wuqing 已被其他地区使用。"]

    def test_loads_nothing_when_all_or_none_is_asked_and_a_row_is_refused(self):
        builders.create(
            District, {"name": "武清开发区", "short_name": "武清", "kind": "zone", "slug": "wuqing"}
        )
        with pytest.raises(CommandError, match="有被拒绝的行"):
            import_regions(within="120000", all_or_none=True)
        assert list(District.objects.values_list("slug", flat=True)) == ["wuqing"]
        assert not Industry.objects.exists()

    def test_refuses_the_children_of_a_refused_city(self):
        builders.create(
            District, {"name": "姑苏", "short_name": "姑苏", "kind": "zone", "slug": "jiangsu-suzhou"}
        )
        out, err = import_regions(within="320583")
        assert out[0] == "地区：新增 1，更新 0，未变 0，拒绝 2"
        assert err[1].endswith("昆山市：上级地区 320500 没有导入。")

    def test_says_that_a_code_is_unknown(self):
        with pytest.raises(CommandError, match="没有代码为 999999 的地区"):
            import_regions(within="999999")
