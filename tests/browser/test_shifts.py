"""Nothing moves on a page while it loads, also where its scripts come late."""

import pytest

from tests.site.addresses import fill_in
from tests.site.conftest import fill

SCREENS = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "tablet": {"viewport": {"width": 768, "height": 1024}, "has_touch": True},
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

# The page comes once more in two pieces, cut after every tag of its frame in turn; in between it is painted.
IN_TWO_PIECES = """async (address) => {
  const page = await (await fetch(address)).text();
  const html = page.replace(/<script.*?<\\/script>/gs, "").replace("<html", '<html data-script="on"');
  const frame = /<header class="masthead">.*?<\\/header>|<nav class="action-bar".*?<\\/nav>/gs;
  const cuts = [...html.matchAll(frame)].flatMap(
    ({ 0: part, index }) => [...part.matchAll(/>/g)].map((tag) => index + tag.index + 1),
  );
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
  const moved = [];
  for (const cut of cuts) {
    document.open();
    document.write(html.slice(0, cut));
    while (!document.styleSheets.length) await painted();
    await painted();
    shifts.length = 0;
    document.write(html.slice(cut));
    document.close();
    await painted();
    await painted();
    moved.push(...shifts.map((shift) => `${html.slice(cut - 20, cut)} ${shift}`));
  }
  return [cuts.length, moved];
}"""


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


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_moves_where_half_of_the_frame_has_come(visitor, screen):
    fill(rows=1)
    page = visitor(**SCREENS[screen])
    page.add_init_script(NOTE_SHIFTS)
    page.goto("/siting/")
    tags, moved = page.evaluate(IN_TWO_PIECES, "/siting/")
    assert tags > 50
    assert moved == []
