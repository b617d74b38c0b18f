"""Drawn scenes for galleries and covers, taken in like any editor's upload."""

from collections import Counter
from io import BytesIO

from django.core.files.base import ContentFile

from articles.models import Article
from library.models import Picture
from parks.models import Park, ParkPhoto

from .scenery import draw

# What a scene shows, and the kinds of park it suits.
SHOWS = {
    "skyline": ("暮色中的商务区楼群", {"innovation"}),
    "tower": ("夜里亮着灯的写字楼", {"innovation"}),
    "brick": ("由老厂房改造的院落", {"innovation"}),
    "halls": ("清晨的锯齿形屋顶厂房", {"industrial", "demonstration", "economic"}),
    "interior": ("带行车的单层厂房内部", {"industrial", "demonstration", "economic"}),
    "solar": ("厂房屋顶的光伏板", {"industrial", "economic", "hightech"}),
    "docks": ("高台仓库的卸货月台", {"customs", "logistics"}),
    "port": ("港口岸桥与集装箱堆场", {"customs", "logistics"}),
    "parcels": ("傍晚的工业用地与道路", {"industrial", "hightech", "demonstration", "economic"}),
    "coast": ("海岸边的风机与滩涂", {"customs", "industrial", "economic"}),
}
SCENES_FOR = {
    "land": ["parcels", "coast"],
    "build": ["parcels", "halls"],
    "office-rent": ["tower", "skyline", "brick"],
    "factory-rent": ["interior", "halls", "solar"],
    "factory-price": ["interior", "halls"],
    "register": ["skyline", "tower"],
}
ARTICLES_WITH_COVERS = 30


def seed_pictures(parks, articles, rng):
    """Each scene is stored once and shown by several rows."""
    stored, photos, led = {}, [], Counter()
    for park in parks_to_show(parks, rng):
        fitting = [name for name, (_, kinds) in SHOWS.items() if park.kind in kinds]
        fitting.sort(key=lambda name: (led[name], name in stored, rng.random()))
        led[fitting[0]] += 1
        for position, name in enumerate(fitting[: rng.choice([1, 2, 2, 3])]):
            photo = ParkPhoto(
                park=park, caption=f"{park.name}：{SHOWS[name][0]}（示意图）", position=position
            )
            if name in stored:
                photo.image = stored[name].image.name
                photo.width, photo.height = stored[name].width, stored[name].height
                photos.append(photo)
            else:
                photo.image = picture_file(name)
                photo.save()
                stored[name] = photo
    ParkPhoto.objects.bulk_create(photos)
    cover_articles(articles, sorted(stored), rng)


def parks_to_show(parks, rng):
    """The national ones and about half of the others, as they stand in lists: neighbours get different pictures."""
    shown = [park for park in parks.values() if park.level == Park.Level.NATIONAL or rng.random() < 0.5]
    return sorted(shown, key=lambda park: (Park.Level.values.index(park.level), park.name))


def picture_file(name):
    buffer = BytesIO()
    draw(name).save(buffer, "JPEG", quality=90)
    return ContentFile(buffer.getvalue(), name=f"{name}.jpg")


def cover_articles(articles, scenes, rng):
    """Newest first, so that the pages people open first have pictures."""
    covered, library = [], {}
    recent = [article for article in reversed(articles) if article.published_at]
    for article in rng.sample(recent[:90], ARTICLES_WITH_COVERS):
        name = rng.choice(SCENES_FOR.get(article.channel.slug, scenes))
        if name not in library:
            library[name] = Picture.objects.create(
                image=picture_file(name), alt=f"{SHOWS[name][0]}（示意图）"
            )
        article.cover = library[name]
        covered.append(article)
    Article.objects.bulk_update(covered, ["cover"])
