"""天津, its sixteen districts and the main zones of 滨海新区."""

from django.core.management import call_command

from parks.models import District
from publishing.models import SiteSettings

TIANJIN = "120000"

# code, row and column on the tile map, known for, intro
DISTRICTS = [
    ("120114", 3, 2, "京津之间的先进制造与电商物流区", "武清区在北京与天津之间，京津高铁、京津塘高速穿境而过。工业以自行车及电动车、汽车零部件、地毯纺织和生物医药为主，四个示范工业园区各有专长，适合需要同时服务京津两地市场的制造和物流企业。"),
    ("120116", 5, 6, "港口、保税与先进制造集中的国家级新区", "滨海新区拥有海港、空港和综合保税区，汇集了天津开发区、保税区、高新区、东疆和生态城五个功能区。航空航天、汽车、石化、融资租赁和跨境贸易在这里形成了完整的上下游。"),
    ("120110", 5, 5, "临空制造与新能源研发", "东丽区紧邻滨海国际机场，东接滨海新区、西连中心城区。华明一带集中了智能制造、新能源和科研转化平台，厂房与办公载体供应充足。"),
    ("120111", 5, 1, "电子信息与汽车电子产业带", "西青区在中心城区西南，天津南站落在境内。经开区、汽车工业区和中北一带以集成电路封测、汽车电子和智能装备见长，周边高校多，技术工人供给稳定。"),
    ("120112", 6, 4, "会展带动的智能制造与绿色产业区", "津南区在中心城区与滨海新区之间，国家会展中心（天津）和海河教育园区都在境内。双港、八里台两个工业区以模具、新能源配套和环保装备为主。"),
    ("120113", 3, 3, "高端装备与医疗器械制造", "北辰区是中心城区北面的工业大区，铁路与高速出入口密集。电气装备、医药和医疗器械企业集中，既有现成厂房，也有可定制的工业用地。"),
    ("120115", 2, 4, "承接京津协作的新材料与新能源制造", "宝坻区北接唐山、西邻廊坊，京唐城际与京滨城际在此交会。京津中关村科技城和经济开发区面向装备、新材料和动力电池配套项目，工业用地供应相对宽松。"),
    ("120117", 3, 5, "绿色食品与高端装备配套", "宁河区在天津东北部，生态用地多、环境容量较好。经济开发区以装备配套、包装和食品加工为主，未来科技城北片面向研发和中试项目。"),
    ("120118", 7, 2, "循环经济与自行车整车制造", "静海区是天津的南大门，子牙经开区的循环经济、大邱庄的金属制品和静海经开区的自行车制造各成规模，团泊一带发展健康产业。"),
    ("120119", 1, 4, "专用车制造与生态文旅", "蓟州区在天津最北部的山前平原，距北京、承德、唐山都在百公里上下。专用汽车、绿色食品和文旅配套是主要方向，对环保要求较高的项目请先做选址咨询。"),
    ("120101", 5, 3, "金融与商务服务集中的中心城区", "和平区面积不大，楼宇集中。小白楼、南京路一带甲级写字楼密度高，适合金融、法律、咨询和区域总部。"),
    ("120102", 5, 4, "天津站前的商贸与金融后台", "河东区紧邻天津站，轨道与公交换乘方便。金贸产业园和几处老厂房改造的创意街区面向商贸、检测和文化企业。"),
    ("120103", 6, 3, "科技服务与设计咨询聚集区", "河西区的陈塘科技商务区与新八大里沿复兴河、大沽南路展开，勘察设计、人工智能应用和科技服务企业集中。"),
    ("120104", 5, 2, "高校资源密集的科创城区", "南开区内有多所高校和科研院所，天开高教科创园核心区设在这里，适合初创团队、研发中心和软件企业。"),
    ("120105", 4, 3, "工业遗存里的创意与数字服务", "河北区有一批由老工厂改造的园区，如绿领产业园和三五二六创意工场，租金温和，适合设计、检测、数字内容企业。"),
    ("120106", 4, 2, "检验检测与医疗器械流通", "红桥区紧邻天津西站，光荣道一带集中了检验检测、医疗器械流通和软件企业，意库等园区提供小面积办公空间。"),
]  # fmt: skip

# name, short name, slug, code of the district it lies in, known for, intro
ZONES = [
    ("天津经济技术开发区", "天津开发区", "tianjin-kaifaqu", "120116", "汽车、电子、医药与石化的综合制造区", "天津开发区又称泰达，设有东区、西区、南港工业区等多个片区，汽车、电子、生物医药和石化产业链完整，公用工程和园区服务成熟。"),
    ("天津港保税区", "保税区", "tianjin-baoshuiqu", "120116", "航空制造与海洋装备", "天津港保税区由空港、临港和海港等片区组成。空港片区以航空制造、总装配套为主，临港片区发展海洋工程和氢能装备。"),
    ("天津滨海高新技术产业开发区", "天津高新区", "tianjin-gaoxinqu", "120116", "信创、新能源与新经济服务", "天津高新区包括华苑、渤龙湖和塘沽海洋科技园等片区，信息技术应用创新、新能源和网络内容产业集中，办公与研发载体较多。"),
    ("天津东疆综合保税区", "东疆综保区", "tianjin-dongjiang", "120116", "融资租赁与跨境贸易", "东疆位于天津港东北侧的人工岛上，飞机、船舶和海工平台租赁业务集中，跨境电商、平行进口汽车和冷链贸易配套齐备。"),
    ("中新天津生态城", "中新生态城", "zhongxin-shengtaicheng", "120116", "文化创意与绿色建筑示范", "中新天津生态城是中国与新加坡政府间的合作项目，动漫影视、智慧城市和绿色建筑企业较多，居住和教育配套完善。"),
]  # fmt: skip

HOURS = "工作日 9:00–17:30"


def seed_places():
    """Returns the districts by slug, 天津 first."""
    call_command("import_regions", within=TIANJIN, verbosity=0)
    for number, (code, row, column, known_for, intro) in enumerate(DISTRICTS, start=1):
        district = District.objects.get(code=code)
        district.position, district.grid_row, district.grid_column = number, row, column
        district.known_for, district.intro = known_for, intro
        district.hotline, district.hotline_hours = f"022-0000{1000 + number}", HOURS
        district.contact_address = f"天津市{district.name}投资促进中心（示例地址）"
        district.save()
    District.objects.filter(code=TIANJIN).update(
        known_for="海港、空港与京津冀腹地之间的制造业城市",
        intro="天津是北方重要的港口城市，下辖十六个区。制造业门类齐全，港口、机场、铁路和高速构成了到京津冀各地的便捷通道。",
        hotline="400-000-2200",
        hotline_hours=HOURS,
    )
    for number, (name, short_name, slug, code, known_for, intro) in enumerate(ZONES, start=1):
        District.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "short_name": short_name,
                "kind": District.Kind.ZONE,
                "parent": District.objects.get(code=code),
                "position": 20 + number,
                "known_for": known_for,
                "intro": intro,
                "hotline": f"022-0000{2000 + number}",
                "hotline_hours": HOURS,
            },
        )
    tianjin = District.objects.get(code=TIANJIN)
    within = District.objects.within(tianjin).select_related("parent").order_by("kind", "position")
    return {tianjin.slug: tianjin} | {district.slug: district for district in within}


def seed_site():
    site = SiteSettings.objects.first() or SiteSettings()
    site.site_name = "天津招商 演示"
    site.organisation = "天津招商服务中心（演示）"
    site.description = "天津十六个区的园区、厂房、土地与招商政策，可按面积、租金和位置查找，并有专人答复。"
    site.hotline = "400-000-2200"
    site.hotline_hours = HOURS
    site.address = "天津市（示例地址）"
    site.email = "zhaoshang@example.com"
    site.icp_number = "津ICP备00000000号-1"
    site.footer_note = "本站为演示站点：地名、园区名为真实名称，数据、企业、人物、政策与新闻均为演示数据。"
    site.save()
