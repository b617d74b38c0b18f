"""The lines around an article that belong to the page it was saved from: tiles, hotlines, buttons."""

import re
import unicodedata

BUTTONS = {
    *("联系我们", "企业入驻", "立即获取", "免费获取园区招商政策汇编", "有想补充的信息?点我投稿", "我要投稿"),
    *("打印本页", "关闭窗口", "返回顶部", "返回列表", "返回首页", "分享到", "分享到:", "字号", "扫一扫"),
}
TILES = {
    *(
        "招商政策",
        "投资流程",
        "土地招拍挂",
        "厂房价格",
        "注册公司",
        "公司注册",
        "优惠政策",
        "外商投资",
        "买地自建",
    ),
    *("厂房租赁", "写字楼租赁", "招商中心", "投资咨询热线", "招商热线", "招商引资政策", "工业用地招商"),
    *("租购厂房仓库", "其他相关咨询", "产业园区", "招商引资", "首页", "网站首页", "网站地图", "新闻中心"),
    *("相关阅读", "相关新闻", "相关文章", "推荐阅读", "热门文章", "最新文章", "上一篇", "下一篇", "责任编辑"),
}
BLOCK_TITLE = ("产业园区", "招商引资", "投资流程", "招商政策")
HOTLINE = re.compile(
    r"(?:[^\d。,;]{0,10}[:\s])?(?:[48]00[-\s]?\d{3,4}[-\s]?\d{3,4}|\(?0\d{2,3}\)?[-\s]?\d{7,8})"
)
NEIGHBOUR = re.compile(
    r"(?:上|下)一篇[::\s].*|当前位置[::].*|您(?:现在)?的位置[::].*|(?:首页|主页)\s*[>»/].*"
)
SMALL_PRINT = re.compile(
    r"版权所有.*|Copyright\b.*|.{0,6}ICP备.*|.{0,6}公网安备.*|主办单位[::].*", re.IGNORECASE
)
PAGING = re.compile(r"(?=.*页)[\d\s/|<>«».…首尾末上下一页共第条到跳转]+")
BULLET = re.compile(r"^[\s•·●▪◦*\-–—]+")


def bare(line):
    """The line's words as they are compared: half-width, without bullet and blanks around."""
    return BULLET.sub("", unicodedata.normalize("NFKC", line[:200])).strip()


def is_button(line):
    """Nobody writes such a line into a text; it may go wherever it stands."""
    return bare(line) in BUTTONS


def is_furniture(line):
    """It could be a heading of a text as well, so it goes only at the page's beginning or end."""
    words = bare(line)
    return (
        not words
        or words in BUTTONS
        or words in TILES
        or any(pattern.fullmatch(words) for pattern in (HOTLINE, NEIGHBOUR, SMALL_PRINT, PAGING))
    )


def is_prose(line):
    return (
        len(line.strip()) > 60 or re.search(r"[。！？；：:;!?][”’」』）)\"]*$", line.strip())
    ) and not is_furniture(line)


def body_start(lines):
    return next((index for index, line in enumerate(lines) if not is_furniture(line)), len(lines))


def body_end(lines, place=""):
    """How many of the lines are the text; what follows is the page's tail. `place` is `天津-武清区`."""
    after_prose = max((index + 1 for index, line in enumerate(lines) if is_prose(line)), default=0)
    tail = (
        index for index in range(after_prose, len(lines)) if bare(lines[index]) and is_furniture(lines[index])
    )
    return min(next(tail, len(lines)), _first_block(lines, place))


def _first_block(lines, place):
    """Where 天津武清区产业园区, 天津武清区招商引资 begin: blocks of the page that may hold whole sentences."""
    titles = {re.sub(r"\W", "", place) + title for title in BLOCK_TITLE} if place else set()
    for index, line in enumerate(lines):
        if bare(line) in titles:
            return (
                index
                if sum(bool(bare(one)) and is_furniture(one) for one in lines[index:]) > 2
                else len(lines)
            )
    return len(lines)
