from xml.etree import ElementTree

from bench.charts import Chart
from bench.report import Median, Ratio, Section, Table, figure, ratios, write


def test_a_claim_says_whether_its_goal_is_reached():
    section = Section(
        "Pages",
        ratios=[
            Ratio("met", 0.25, 0.25),
            Ratio("missed", 0.249, 0.25),
            Ratio("within", 1.9, 2, at_most=True),
            Ratio("past", 2.01, 2, at_most=True),
            Ratio("said only", 1234.5),
            Ratio("in turns", Median([3, 1, 2.5]), 2),
        ],
    )
    assert ratios([section]).splitlines()[2:] == [
        "| met | 0.25 |  | ≥ 0.25 | yes |",
        "| missed | 0.249 |  | ≥ 0.25 | **no** |",
        "| within | 1.9 |  | ≤ 2 | yes |",
        "| past | 2.01 |  | ≤ 2 | **no** |",
        "| said only | 1,234 |  |  |  |",
        "| in turns | 2.5 | 1 – 3 | ≥ 2 | yes |",
    ]


def test_figures_have_three_digits_that_count():
    written = [figure(value) for value in (0, 0.0512, 0.5, 1, 3.14159, 99.96, 100_000)]
    assert written == ["0", "0.051", "0.5", "1", "3.14", "100", "100,000"]


def test_the_report_holds_claims_first_then_every_section(tmp_path, db):
    chart = Chart("pages.svg", "Pages < others", ("a", "b"), [("one", (2, 1)), ("two", (0, 4))])
    section = Section(
        "Pages", "As asked.", [Table(("page", "ms"), [("one", 2)])], [Ratio("fast", 2, 1)], [chart]
    )
    claims = write(tmp_path, [section, Section("Others", "Left out of this run: no nginx.")])
    text = (tmp_path / "report.md").read_text("utf-8")
    assert claims in text
    assert text[text.index("## Pages") :] == (
        "## Pages\n\nAs asked.\n\n![Pages < others](pages.svg)\n\n| page | ms |\n| --- | --: |\n| one | 2 |\n\n"
        "## Others\n\nLeft out of this run: no nginx.\n"
    )
    drawn = ElementTree.fromstring((tmp_path / "pages.svg").read_text("utf-8"))
    bars = drawn.findall("{http://www.w3.org/2000/svg}rect[@height='8']")
    assert [float(bar.get("width")) for bar in bars] == [205, 102.5, 1, 410]
