"""Spreadsheets and JSON: one article a row, columns named in Chinese or English."""

import datetime
import json

from publishing.files import Refusal
from publishing.tables import csv_rows, sheets

from .drafts import Draft

COLUMNS = {
    "title": {"标题", "题目", "文章标题", "title"},
    "subtitle": {"副标题", "subtitle"},
    "summary": {"摘要", "导语", "简介", "summary", "description", "abstract"},
    "body": {"正文", "内容", "文章内容", "body", "content", "text", "html"},
    "date": {
        "日期",
        "发布日期",
        "发布时间",
        "时间",
        "date",
        "published_at",
        "published",
        "published_on",
        "publish_date",
    },
    "place": {"地区", "所属地区", "区县", "district", "region", "area"},
    "industry": {"行业", "所属行业", "industry"},
    "channel": {"栏目", "频道", "channel", "category"},
    "tags": {"标签", "关键词", "tags", "keywords"},
    "source": {"来源", "文章来源", "source"},
    "source_url": {"原文链接", "链接", "网址", "source_url", "url", "link"},
    "author": {"作者", "author"},
}
FIELDS = {name: field for field, names in COLUMNS.items() for name in names}
COLUMNS_READ, HEADER_ROWS = 50, 10
NO_HEADER = "找不到表头：要有“标题”和“正文”两列（或 title 和 body）。"


def read_csv(text):
    rows, broken = csv_rows(text)
    return [*_drafts(rows), broken] if broken else _drafts(rows)


def read_xlsx(data):
    tables = (
        [(number, [_written(cell) for cell in row]) for number, row in rows]
        for _, rows in sheets(data, COLUMNS_READ)
    )
    return _drafts(next((rows for rows in tables if _header(rows)), []))


def read_json(text):
    try:
        content = json.loads(text)
    except RecursionError:
        raise Refusal("JSON 嵌套太深。") from None
    except json.JSONDecodeError as error:
        raise Refusal(
            f"不是合格的 JSON（第 {error.lineno} 行第 {error.colno} 个字符附近）。", error.lineno
        ) from None
    except ValueError:
        raise Refusal("JSON 里有过长的数字。") from None
    if isinstance(content, dict):
        content = content.get("articles", [content])
    if not isinstance(content, list):
        raise Refusal("JSON 里要有一组文章：[…] 或 {“articles”: […]}。")
    return [_object(number, one) for number, one in enumerate(content, start=1)]


def _object(number, content):
    if not isinstance(content, dict):
        return Refusal("这一条不是一篇文章（应为 {…}）。", number)
    draft = Draft(line=number)
    for name, value in content.items():
        field = FIELDS.get(str(name).strip().lower())
        if field == "tags" and isinstance(value, list):
            value = "，".join(map(str, value))
        if isinstance(value, dict | list) and field:
            return Refusal(f"“{name}”应为文字。", number)
        if field:
            setattr(draft, field, getattr(draft, field) or _written(value))
    return draft


def _header(rows):
    """Where the header is, and the field of each of its columns: (place, {column: field}); None without one."""
    for place, (_, row) in enumerate(rows[:HEADER_ROWS]):
        fields = {}
        for column, cell in enumerate(row):
            field = FIELDS.get(cell.strip().strip("\ufeff*").lower())
            if field and field not in fields.values():
                fields[column] = field
        if {"title", "body"} <= set(fields.values()):
            return place, fields
    return None


def _drafts(rows):
    header = _header(rows)
    if header is None:
        raise Refusal(NO_HEADER, 1)
    place, fields = header
    width = len(rows[place][1])
    return [
        _row(number, row, fields, width)
        for number, row in rows[place + 1 :]
        if any(cell.strip() for cell in row)
    ]


def _row(number, row, fields, width):
    if any(cell.strip() for cell in row[width:]):
        return Refusal(f"这一行有 {len(row)} 格，表头只有 {width} 格；含逗号的文字要加引号。", number)
    draft = Draft(line=number)
    for column, field in fields.items():
        if column < len(row):
            setattr(draft, field, row[column].strip())
    return draft


def _written(value):
    """A cell as its reader would write it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
