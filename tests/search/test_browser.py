from tests import builders


def test_completes_while_one_types_and_goes_there_by_keyboard(visitor):
    park = builders.park(name="京滨工业园", slug="jingbin")
    builders.article(title="走进京滨工业园")
    page = visitor(viewport={"width": 1280, "height": 800})
    page.goto("/search/")
    field = page.locator("#search-words")
    field.press_sequentially("京滨")
    options = page.locator("#search-words-suggestions [role=option]")
    options.first.wait_for()
    assert options.all_inner_texts() == ["京滨工业园\n园区", "走进京滨工业园\n新闻"]
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    assert options.count() == 0
    field.press_sequentially("工")
    options.first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(f"**{park.get_absolute_url()}")


def test_searches_without_choosing_a_suggestion(visitor):
    builders.park(name="京滨工业园", slug="jingbin")
    page = visitor(viewport={"width": 1280, "height": 800})
    page.goto("/news/")
    page.locator("#site-search").fill("京滨")
    page.locator("#site-search-suggestions [role=option]").first.wait_for()
    page.locator("#site-search").press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("h1").inner_text() == "搜索“京滨”"
