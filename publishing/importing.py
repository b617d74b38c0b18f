"""What an import says of itself: four counts, and a sentence for each thing a person has to know."""

from collections import Counter
from dataclasses import dataclass, field

from django.core.management.base import CommandError

COUNTS = {"created": "新增", "updated": "更新", "skipped": "跳过", "refused": "拒绝"}


@dataclass
class Report:
    """What became of one file."""

    name: str
    counts: Counter = field(default_factory=Counter)
    messages: list = field(default_factory=list)

    def refuse(self, refusal, line=None):
        self.counts["refused"] += 1
        self._say(refusal.line or line, refusal.reason)

    def notice(self, line, text):
        self._say(line, f"提示：{text}")

    def _say(self, line, text):
        place = f"{self.name}:{line}" if line else self.name
        self.messages.append((line or 0, f"{place} {text.rstrip('。')}。"))

    def sentences(self):
        return [sentence for _, sentence in sorted(self.messages, key=lambda message: message[0])]


def tell(write, reports, noun, dry_run, all_or_none):
    """Write (a line a call) what the reports of a run say. Raises CommandError where something was refused.

    `noun` counts what was imported: 行, 条. A report has a name, counts and sentences().
    """
    total = Counter()
    for report in reports:
        total += report.counts
        for sentence in report.sentences():
            write(sentence)
        write(f"{report.name}：{_counted(report.counts)}")
    write(f"合计：{_counted(total)}")
    if dry_run or (all_or_none and total["refused"]):
        write("没有写入数据库。")
    if total["refused"]:
        raise CommandError(f"有 {total['refused']} {noun}没有导入，原因见上。")


def _counted(counts):
    return "，".join(f"{word} {counts[name]}" for name, word in COUNTS.items())
