"""Nothing moves on a page while it loads, also where its scripts come late."""

import pytest

from tests.site.addresses import fill_in
from tests.site.conftest import fill

SCREENS = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
PAGES = [
    "/",
    "/news/",
    "/news/{article.pk}/",
    "/districts/{district.slug}/",
    "/parks/",
    "/parks/{park.slug}/",
    "/siting/?kind=factory",
    "/search/?q=园",
    "/inquiries/settle/",
]
NOTE_SHIFTS = """
globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    shifts.push(...shift.sources.map(({ node }) => `${node?.nodeName} ${node?.className ?? ""}`));
  }
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = """() => new Promise((painted) => {
  new PerformanceObserver(painted).observe({ type: "paint", buffered: true });
})"""


class LateScripts:
    """Holds back every script but the blocking one until `come`."""

    def __init__(self, page):
        self.held, self.late = [], True
        page.route("**/*.js", self.meet)

    def meet(self, route):
        if self.late and not route.request.url.endswith("first.js"):
            self.held.append(route)
        else:
            route.continue_()

    def come(self):
        self.late = False
        for route in self.held:
            route.continue_()


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves(visitor, screen):
    site, moved = fill(rows=3), {}
    for address in PAGES:
        page = visitor(**SCREENS[screen])
        page.add_init_script(NOTE_SHIFTS)
        scripts = LateScripts(page)
        page.goto(fill_in(address, site), wait_until="commit")
        page.evaluate(PAINTED)
        scripts.come()
        page.wait_for_load_state("networkidle")
        if shifts := page.evaluate("shifts"):
            moved[address] = shifts
    assert moved == {}
