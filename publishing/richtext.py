from django.db import models


def summarise(text, limit=120):
    return text[:limit]


class RichTextField(models.TextField):
    pass
