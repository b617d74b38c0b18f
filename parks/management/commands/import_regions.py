"""Loads the divisions, industries and labels that ship in parks/data/."""

import csv
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from parks.models import District, Industry, IndustryLabel

DATA = Path(__file__).resolve().parents[2] / "data"
OUTCOMES = {"created": "新增", "updated": "更新", "skipped": "未变", "refused": "拒绝"}


class Command(BaseCommand):
    help = "导入行政区划、行业分类和产业标签；可重复运行，已有的网址名从不改动。"

    def add_arguments(self, parser):
        parser.add_argument("--within", metavar="CODE", help="只导入这个代码的地区和它的下级，如 120000")
        parser.add_argument("--all-or-none", action="store_true", help="有一行被拒绝就全部撤销")

    @transaction.atomic
    def handle(self, *, within=None, all_or_none=False, verbosity=1, **options):
        rows = list(enumerate(read("regions"), start=2))
        if within:
            rows = lineage_and_descendants(rows, within)
            if not rows:
                raise CommandError(f"没有代码为 {within} 的地区。")
        outcomes = [
            ("地区", *import_districts(rows)),
            ("行业", *import_industries(read("industries"))),
            ("产业标签", *import_labels(read("industry_labels"))),
        ]
        for label, tally, refusals in outcomes:
            for refusal in refusals:
                self.stderr.write(refusal)
            if verbosity:
                counts = "，".join(f"{word} {tally[outcome]}" for outcome, word in OUTCOMES.items())
                self.stdout.write(f"{label}：{counts}")
        if all_or_none and any(refusals for _, _, refusals in outcomes):
            raise CommandError("有被拒绝的行，按 --all-or-none 未导入任何内容。")


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lineage_and_descendants(rows, code):
    """The rows of `code`, of what is above it (a district needs its parents) and of what is below."""
    parents = {row["code"]: row["parent"] for _, row in rows}

    def ancestry(one):
        while one:
            yield one
            one = parents.get(one)

    above = set(ancestry(code)) if code in parents else set()
    return [(line, row) for line, row in rows if row["code"] in above or code in ancestry(row["code"])]


def import_districts(rows):
    """Counts of outcomes, and the refusals as sentences. `rows` are (line, row), parents before children."""
    districts = {district.code: district for district in District.objects.exclude(code="")}
    slugs = set(District.objects.values_list("slug", flat=True))
    tally, refusals = Counter(), []
    for kind in District.Kind.values:
        newcomers = []
        for line, row in rows:
            if row["kind"] != kind:
                continue
            parent, district = districts.get(row["parent"]), districts.get(row["code"])
            if row["parent"] and parent is None:
                refusals.append(f"第 {line} 行 {row['name']}：上级地区 {row['parent']} 没有导入。")
            elif district:
                tally[update_district(district, row, parent)] += 1
            elif row["slug"] in slugs:
                refusals.append(f"第 {line} 行 {row['name']}：网址名 {row['slug']} 已被其他地区使用。")
            else:
                newcomers.append(new_district(row, parent))
                slugs.add(row["slug"])
        # One kind at a time, so that children find their parents saved.
        districts |= {district.code: district for district in District.objects.bulk_create(newcomers)}
        tally["created"] += len(newcomers)
    tally["refused"] = len(refusals)
    return tally, refusals


def new_district(row, parent):
    return District(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        parent=parent,
        slug=row["slug"],
        path=f"{parent.path if parent else ''}{row['slug']}/",
    )


def update_district(district, row, parent):
    """Follows the official name, kind and parent. The slug stays; the short name, which editors may have
    chosen, changes with the name only.
    """
    values = {"name": row["name"], "kind": row["kind"], "parent_id": parent.pk if parent else None}
    if district.name != row["name"]:
        values["short_name"] = row["short_name"]
    if all(getattr(district, field) == value for field, value in values.items()):
        return "skipped"
    for field, value in values.items():
        setattr(district, field, value)
    district.save()
    return "updated"


def import_industries(rows):
    tally = Counter()
    industries = {}
    for row in rows:  # the letters come first
        industry, outcome = save_if_changed(
            Industry, {"code": row["code"]}, {"name": row["name"], "parent": industries.get(row["parent"])}
        )
        industries[industry.code] = industry
        tally[outcome] += 1
    return tally, []


def save_if_changed(model, key, values):
    found, created = model.objects.get_or_create(**key, defaults=values)
    if created:
        return found, "created"
    if all(getattr(found, field) == value for field, value in values.items()):
        return found, "skipped"
    for field, value in values.items():
        setattr(found, field, value)
    found.save(update_fields=values)
    return found, "updated"


def import_labels(rows):
    tally = Counter()
    for row in rows:
        label, created = IndustryLabel.objects.get_or_create(name=row["name"])
        codes = set(row["codes"].split())
        changed = codes != set(label.industries.values_list("code", flat=True))
        if changed:
            label.industries.set(Industry.objects.filter(code__in=codes))
        tally["created" if created else "updated" if changed else "skipped"] += 1
    return tally, []
