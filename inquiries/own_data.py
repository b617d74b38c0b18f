"""What a sender may ask of us with number and phone: to see all that is held about him, and to have it cleared.

The receipt also opens for whoever just sent the form; this doesn't: the number is typed once more, for half an hour.
"""

from contextlib import suppress
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from audit.models import Entry
from audit.recording import note

from .access import as_plain_data, as_text, held_about
from .forms import LookupForm
from .marks import mark, said_in, see_other
from .models import Inquiry, Submission
from .retention import erase_on_request, hindrance, sent_with
from .views import limited_form

PROVEN, ERASED = "proven", "erased"


def by_the_sender(view):
    """Whoever of the office is logged in in this browser: it is the sender who asks, and the trail says so."""

    @wraps(view)
    def asked(request, reference):
        request.user = AnonymousUser()
        return view(request, reference)

    return limited_form(asked)


@by_the_sender
def inquiry_data(request, reference):
    return _data(request, Inquiry, reference)


@by_the_sender
def inquiry_erase(request, reference):
    return _erase(request, Inquiry, reference)


@by_the_sender
def submission_data(request, reference):
    return _data(request, Submission, reference)


@by_the_sender
def submission_erase(request, reference):
    return _erase(request, Submission, reference)


def _data(request, model, reference):
    row = _own(request, model, reference)
    if row is None:
        return _ask(request, model, reference, "data")
    asked = request.GET.get("format")
    write = FILES.get(asked)
    # Without the request: what is noted of a sender says nothing of him, not even from where he asked.
    note(Entry.Action.ACCESS, row, words="下载" if write else "网页")
    parts = held_about(row)
    if not write:
        return render(request, "inquiries/own_data.html", {"row": row, "parts": parts})
    response = write(parts)
    response["Content-Disposition"] = f'attachment; filename="{row.reference}.{asked}"'
    return response


def _as_json(parts):
    return JsonResponse(as_plain_data(parts), json_dumps_params={"ensure_ascii": False, "indent": 2})


def _as_text(parts):
    """With the mark by which old editors know UTF-8, and their ends of lines."""
    text = "\ufeff" + as_text(parts)
    return HttpResponse(text.replace("\n", "\r\n"), content_type="text/plain; charset=utf-8")


FILES = {"txt": _as_text, "json": _as_json}


def _erase(request, model, reference):
    if request.method != "POST" and _proof(request, reference) == ERASED:
        return render(request, "inquiries/own_data_erased.html", {"reference": reference})
    row = _own(request, model, reference)
    if row is None:
        return _erased_just_now(request, model, reference) or _ask(request, model, reference, "erase")
    if request.method == "POST" and request.POST.get("sure"):
        with suppress(ValidationError):  # under contract: the page says so
            erase_on_request(row)
            return _marked(see_other(request.path), row, ERASED)
    rows = sent_with(row) if model is Inquiry else [row]
    # What was agreed by contract is not cleared by a click; who still wants it cleared talks to the office.
    is_bound = model is Inquiry and bool(hindrance(rows))
    unsure = request.method == "POST" and not is_bound
    context = {"row": row, "others": rows[1:], "is_bound": is_bound, "unsure": unsure}
    return render(request, "inquiries/own_data_erase.html", context, status=422 if unsure else 200)


def _erased_just_now(request, model, reference):
    """The answer to the second of two clicks, the first of which has cleared it."""
    row = model.objects.exclude(erased_at=None).filter(reference=reference).first()
    if row and request.method == "POST" and _proof(request, reference):
        return _marked(see_other(request.path), row, ERASED)
    return None


def _ask(request, model, reference, what):
    """The same page and the same words whether there is such a number or not."""
    is_sent = request.method == "POST"
    said = {"reference": reference, "phone": request.POST.get("phone", "")}
    form = LookupForm(said if is_sent else None)
    if is_sent and form.is_valid():
        return _marked(see_other(request.path), form.row, PROVEN)
    context = {"form": form, "reference": reference, "what": what}
    return render(request, "inquiries/own_data_phone.html", context, status=422 if is_sent else 200)


def _own(request, model, reference):
    if _proof(request, reference) != PROVEN:
        return None
    return model.objects.kept().filter(reference=reference).first()


def _proof(request, reference):
    return said_in(request, "own", f"own {reference}")


def _marked(response, row, how):
    return mark(response, row.get_absolute_url(), "own", how, f"own {row.reference}")
