from django.core.files.base import ContentFile

from zhaoshang.storage import StaticStorage

SHEET = "/* why */\n@layer parts {\n  .card:hover { color: var(--blue); margin: calc(1px + 2px) }\n}\n"
PACKED = "@layer parts{.card:hover{color:var(--blue);margin:calc(1px + 2px)}}"


def test_style_sheets_are_served_whole_but_without_white_space(tmp_path):
    storage = StaticStorage(location=tmp_path)
    storage.save("css/card.css", ContentFile(SHEET.encode()))
    list(storage.post_process({"css/card.css": (storage, "css/card.css")}))
    served = storage.stored_name("css/card.css")
    assert served != "css/card.css"
    assert (tmp_path / served).read_text() == PACKED
