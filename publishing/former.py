"""Addresses that things had before: what was printed, bookmarked or found by an engine leads to where it is now.

A page that exists costs nothing more: only what is not found is looked up here.
"""

import re
from contextlib import suppress

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.encoding import iri_to_uri

from .caching import public

READ = 8  # so many values of one name are looked up


class FormerAddress(models.Model):
    """What a district, park or channel was called in addresses. Points to its present name, never to another row."""

    noun = models.CharField(max_length=20)
    old = models.CharField(max_length=80)
    new = models.CharField(max_length=80)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["noun", "old"], name="publishing_one_former_address")]

    def __str__(self):
        return f"{self.noun} {self.old} → {self.new}"


class Moving(models.Model):
    """A thing with a `slug` that may change. `former_noun` names it as query strings do, `former_segment` is what stands
    before its slug in a path ("" where its slug has a name of its own there, the noun).
    """

    former_noun = former_segment = ""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        with transaction.atomic(using=kwargs.get("using")):
            before = self.slug_before(kwargs.get("update_fields"))
            super().save(**kwargs)
            if before != self.slug:
                remember(self.former_noun, before, self.slug)

    def clean(self):
        """Beside the pages of things stand pages with a name of their own: /parks/compare/."""
        super().clean()
        with suppress(NoReverseMatch):  # no slug at all: its field says so
            address = self.get_absolute_url() if hasattr(self, "get_absolute_url") else None
            if address and resolve(address).kwargs.get("slug") != self.slug:
                raise ValidationError({"slug": f"“{self.slug}”是本站另一个页面的网址名，请换一个。"})

    def slug_before(self, update_fields):
        if update_fields is not None and "slug" not in update_fields:
            return self.slug
        return type(self)._default_manager.filter(pk=self.pk).values_list("slug", flat=True).first()


def remember(noun, before, now):
    """`before` (None: it is new) leads to `now`, as does all that led to `before`; nothing leads away from `now`."""
    rows = FormerAddress.objects.filter(noun=noun)
    rows.filter(old=now).delete()
    if before:
        rows.filter(new=before).update(new=now)
        FormerAddress.objects.update_or_create(noun=noun, old=before, defaults={"new": now})


class Moved(Http404):
    """Found under another name: the middleware makes it a redirect."""


def refuse_if_moved(noun, slug):
    if moved_to(noun, slug):
        raise Moved


def moved_to(noun, slug):
    """The present slug of what was called that; None if there is no such thing, or it isn't public."""
    if "\x00" in slug:
        return None
    new = FormerAddress.objects.filter(noun=noun, old=slug).values_list("new", flat=True).first()
    rows = movable()[noun]._default_manager
    rows = rows.published() if hasattr(rows, "published") else rows
    return new if new and rows.filter(slug=new).exists() else None


def movable():
    return {model.former_noun: model for model in apps.get_models() if issubclass(model, Moving)}


def former_addresses(get_response):
    """Answers what is not found with where it is now."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 404 and request.method in ("GET", "HEAD") and is_for_all(request):
            return redirected(request) or response
        return response

    return middleware


def is_for_all(request):
    """A redirect is kept by every cache on the way: never one of a staff screen."""
    match = request.resolver_match
    return match is not None and "admin" not in match.app_names


def redirected(request):
    match = request.resolver_match
    path, query = present_path(match), present_query(request.GET)
    if path is None and query is None:
        return None
    path = path or request.path
    query = query or request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(path + (f"?{iri_to_uri(query)}" if query else ""))
    response["Cache-Control"] = public()
    return response


def present_path(match):
    """The address with former slugs replaced; None where there are none."""
    kwargs = dict(match.kwargs)
    for noun, model in movable().items():
        if model.former_segment:
            name = "slug" if re.search(rf"\b{model.former_segment}/<slug:slug>", match.route) else None
        else:
            name = noun
        if name in kwargs and (new := moved_to(noun, kwargs[name])):
            kwargs[name] = new
    return reverse(match.view_name, kwargs=kwargs) if kwargs != match.kwargs else None


def present_query(asked):
    """The query string with former slugs replaced; None where there are none."""
    kept = asked.copy()
    for noun in movable().keys() & asked.keys():
        slugs = asked.getlist(noun)
        new = {slug: moved_to(noun, slug) for slug in slugs[:READ]}
        kept.setlist(noun, [new.get(slug) or slug for slug in slugs])
    return kept.urlencode() if kept != asked else None
