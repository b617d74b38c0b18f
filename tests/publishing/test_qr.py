def test_draws_the_address_of_a_page(client, db):
    response = client.get("/qr/news/12/")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert response.content != client.get("/qr/news/13/").content


def test_draws_no_endless_address(client, db):
    assert client.get(f"/qr/{'x' * 201}").status_code == 404


def test_never_leaves_the_site(client, db, monkeypatch):
    asked = []
    monkeypatch.setattr("publishing.qr.segno.make", lambda url, **options: asked.append(url) or FakeCode())
    client.get("/qr//evil.example/")
    assert asked == ["http://testserver/evil.example/"]


class FakeCode:
    def save(self, *args, **options):
        pass
