"""Bars, drawn so that a code host shows them on a light page and on a dark one."""

from dataclasses import dataclass
from html import escape

BAR, GAP, LEFT, WIDTH, TOP = 9, 10, 300, 780, 34
# An image does not learn which theme its page has, only what the reader's system prefers: it brings its own paper.
STYLE = """
.paper { fill: #fff } text { fill: #1f2328 } .of0 { fill: #9cc2dd } .of1 { fill: #0a5a94 } .of2 { fill: #b5463c }
@media (prefers-color-scheme: dark) {
  .paper { fill: #151b23 } text { fill: #e6edf3 } .of0 { fill: #35607f } .of1 { fill: #5cb2ef } .of2 { fill: #ef8b80 }
}
"""


@dataclass
class Chart:
    """A group of bars for each of `bars`, (name, one value for each of `series`), at most three."""

    file: str
    title: str
    series: tuple
    bars: list

    def drawn(self):
        """The SVG."""
        longest = max(value for _, values in self.bars for value in values)
        group = BAR * len(self.series) + GAP
        height = TOP + group * len(self.bars)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            'font-family="sans-serif" font-size="11">',
            f"<title>{escape(self.title)}</title><style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
            *self.legend(),
        ]
        for number, (name, values) in enumerate(self.bars):
            top = TOP + group * number
            middle = top + BAR * len(values) / 2 + 4
            parts.append(f'<text x="{LEFT - 8}" y="{middle:g}" text-anchor="end">{escape(name)}</text>')
            for place, value in enumerate(values):
                parts.append(self.bar(place, value, (WIDTH - LEFT - 70) * value / longest, top + place * BAR))
        return "\n".join([*parts, "</svg>\n"])

    def legend(self):
        left = LEFT
        for place, name in enumerate(self.series):
            yield f'<rect class="of{place}" x="{left}" y="10" width="10" height="10"/>'
            yield f'<text x="{left + 15}" y="19">{escape(name)}</text>'
            left += 35 + 7 * len(name)

    def bar(self, place, value, width, top):
        words = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
        return (
            f'<rect class="of{place}" x="{LEFT}" y="{top}" width="{max(width, 1):.1f}" height="{BAR - 1}"/>'
            f'<text x="{LEFT + width + 5:.1f}" y="{top + BAR - 1}" font-size="9">{words}</text>'
        )
