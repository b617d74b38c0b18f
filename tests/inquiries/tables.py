"""Tables of inquiries, and the screens that take them."""

import io
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from parks.exchange import keeping
from tests.staff_screens import errors_on

LIST = "/admin/inquiries/inquiry/"
IMPORT = f"{LIST}import/"
HEAD = ["联系人*", "手机*", "主题*", "企业名称", "意向地区", "微信", "邮箱", "描述"]
WANG = [
    "王女士",
    "138 0013 8000",
    "租购厂房仓库",
    "某某自行车厂",
    "武清区",
    "wang_bike",
    "wang@example.cn",
    "要行车",
]
LI = ["李先生", "13900139000", "工业用地招商", "", "武清区", "", "", ""]


def book(*rows, head=HEAD):
    workbook = Workbook()
    for row in [head, *rows]:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def upload(client, data, name="咨询.xlsx", **more):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)} | more)


def previewed(client, *rows, **more):
    """The address of the preview of such a table."""
    response = upload(client, book(*rows), **more)
    assert response.status_code == 302, errors_on(response)
    return response.url


def rows_at(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("td, th")]
        for row in page.select(".import-rows tbody tr")
    ]


def promised(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".import-promise").get_text()


def folder():
    return Path(settings.PRIVATE_ROOT) / keeping.FOLDER


def files():
    return sorted(path.suffix for path in folder().iterdir()) if folder().exists() else []
