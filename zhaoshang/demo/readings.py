"""How often the demo's pages were read in the last quarter: a few pages much, most a little."""

from datetime import timedelta

from django.utils import timezone

from readership.models import Reading

DAYS, EVERY = 90, 5  # a row every few days is enough to draw from


def seed_readings(pages, now, rng):
    """`pages` as {kind: things}; only what is public has readers, and only from its first day on."""
    today, rows = timezone.localdate(now), []
    for kind, things in pages.items():
        for thing in things:
            if not thing.is_published:
                continue
            first = max(timezone.localdate(thing.published_at), today - timedelta(days=DAYS))
            liked = rng.choice([2, 3, 5, 8, 13, 40])
            for day in range(0, (today - first).days + 1, EVERY):
                rows.append(
                    Reading(
                        kind=kind,
                        number=thing.pk,
                        day=today - timedelta(days=day),
                        count=rng.randint(1, 3) * liked,
                    )
                )
    Reading.objects.bulk_create(rows, batch_size=2_000)
