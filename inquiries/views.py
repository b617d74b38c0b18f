from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from parks.calling import whom_to_call
from publishing.caching import private_page
from publishing.private import download
from publishing.qr import qr_image

from . import attachments, progress, reviewing
from .desk import chains
from .forms import (
    AmendingForm,
    ContactForm,
    LookupForm,
    NeedsForm,
    PolicyPackForm,
    SettleForm,
    SubmissionForm,
)
from .forms.needs import Meanwhile, Over, labels
from .marks import mark, said_in, see_other
from .models import Inquiry, Submission
from .packs import links
from .packs.choosing import Wanted, beforehand
from .proof import new_challenge
from .protection import limit_lookups, limit_posts, limit_unproven

# How long the same content from the same browser is the same inquiry.
SAME_FOR_SECONDS = 10 * 60
# How it came to: sent just now, number and phone named, needs written down.
SENT, NAMED, ADDED = "sent", "named", "added"


def private_form(view):
    return require_http_methods(["GET", "HEAD", "POST"])(private_page(view))


def limited_form(view):
    """For the forms that ask for number and telephone, and store nothing."""
    return private_form(limit_lookups(view))


def sent_form(view):
    return private_form(limit_posts(view))


def public_form(view):
    """For the forms that store something: they also ask for a proof of work."""
    return sent_form(limit_unproven(view))


@public_form
def settle(request):
    return inquire(request, SettleForm, "inquiries/settle.html")


@public_form
def policy_pack(request):
    return inquire(request, PolicyPackForm, "inquiries/policy_pack.html")


@public_form
def contact(request):
    return inquire(request, ContactForm, "inquiries/contact.html")


def inquire(request, form_class, template):
    if request.method != "POST":
        return render_inquiry(request, template, form_class(query=request.GET))
    form = form_class(request.POST)
    if form.is_valid():
        return stored(request, form)
    return render_inquiry(request, template, form, status=422)


def stored(request, form):
    """To the receipt. Back and the button once more, nothing changed, is no second sending though its token is new.

    The browser says what it has sent, no search by content: nobody is led to a receipt that is not his own.
    """
    said = said_in(request, "sent", "sent", SAME_FOR_SECONDS)
    row = (said and form.sent_before(said)) or form.save()
    return mark(to_receipt(row, SENT), request.path, "sent", row.reference, "sent", SAME_FOR_SECONDS)


def render_inquiry(request, template, form, status=200):
    """Beside the form stands the number of the page the visitor comes from, else the site's."""
    call = form.origin.call if form.origin else whom_to_call()
    context = {"form": form, "first_call": progress.first_call_if_sent_now(), **call}
    return render(request, template, context, status=status)


@public_form
def submission_new(request):
    template = "inquiries/submission_form.html"
    if request.method != "POST":
        return render(request, template, {"form": SubmissionForm(query=request.GET)})
    form = SubmissionForm(request.POST, request.FILES)
    if form.is_valid():
        return stored(request, form)
    return render(request, template, {"form": form}, status=422)


@limited_form
def receipt(request, reference):
    inquiry = seen_by(request, Inquiry, reference)
    if request.method == "POST" or inquiry is None:
        return lookup(request, reference)
    how, *stays = proof(request, reference)
    handled = chains.handled_as(inquiry)
    address = request.build_absolute_uri(inquiry.get_absolute_url())
    context = {
        "row": inquiry,
        "just_sent": how == SENT,
        "how": how,
        "stays": labels(stays),
        "handled": handled,
        "standing": progress.standing(handled),
        "agreed": progress.agreed(handled, inquiry),
        "steps": progress.steps(handled),
        "ahead": progress.ahead(handled),
        "said": progress.what_was_asked(inquiry),
        "asks_for_needs": not (inquiry.is_closed or how == ADDED or progress.stated(inquiry)),
        "stated": progress.stated(inquiry),
        "address": address,
        "qr": qr_image(address),
        "pack": pack_offered(inquiry),
    }
    return render(request, "inquiries/inquiry_receipt.html", context | call_about(inquiry))


def call_about(inquiry):
    """The number of whoever handles it now."""
    place = chains.handled_as(inquiry).place
    return whom_to_call(place or inquiry.wanted_place, inquiry.park)


def pack_offered(inquiry):
    """Where whoever asked for a pack finds it now, and what it holds; None for anybody else."""
    if inquiry.kind != Inquiry.Kind.POLICY_PACK:
        return None
    wanted = Wanted.by(inquiry)
    count, _ = beforehand(wanted)
    return {"address": links.address(inquiry), "days": links.DAYS, "wanted": wanted, "count": count}


@sent_form
def needs(request, reference):
    """The second step: what would help, for whoever has the receipt; nothing more once the inquiry is closed."""
    inquiry = seen_by(request, Inquiry, reference)
    if inquiry is None:
        return lookup(request, reference)
    if request.method == "POST":
        return add_needs(request, inquiry)
    return redirect(inquiry) if inquiry.is_closed else render_needs(request, NeedsForm(inquiry), 200)


def add_needs(request, inquiry):
    form = NeedsForm(inquiry, request.POST)
    if not form.is_valid():
        return render_needs(request, form, 422)
    try:
        added, stays = form.save()
    except Over:
        inquiry.refresh_from_db()
        return render_needs(request, NeedsForm(inquiry, request.POST), 409)
    except Meanwhile:
        return render_needs(request, form, 409)
    return to_receipt(inquiry, ADDED if added else NAMED, stays)


def render_needs(request, form, status):
    row = form.inquiry
    context = {"row": row, "form": form, "settled": progress.needs_in_words(row, form.settled)}
    response = render(request, "inquiries/needs.html", context | call_about(row), status=status)
    how, *stays = proof(request, row.reference)
    return marked(response, row, how, stays)  # half an hour more to fill it in


@limited_form
def submission_receipt(request, reference):
    submission = seen_by(request, Submission, reference)
    if request.method == "POST" or submission is None:
        return lookup(request, reference)
    context = {
        "row": submission,
        "published": published_from(submission),
        "standing": reviewing.standing(submission),
        "just_sent": proof(request, reference)[0] == SENT,
        "said": progress.what_was_offered(submission),
    }
    return render(request, "inquiries/submission_receipt.html", context)


@public_form
def submission_amend(request, reference):
    """The text that was sent back, to be written anew under the same number."""
    submission = seen_by(request, Submission, reference)
    if submission is None:
        return lookup(request, reference)
    if submission.state != Submission.State.RETURNED:
        return redirect(submission)
    is_sent = request.method == "POST"
    form = AmendingForm(submission, *([request.POST, request.FILES] if is_sent else []))
    if is_sent and form.is_valid():
        return to_receipt(form.save(), SENT)
    reason = Submission.objects.values_list("reason", flat=True).get(pk=submission.pk)
    context = {"form": form, "reason": reason, "reference": reference}
    return render(request, "inquiries/submission_form.html", context, status=422 if is_sent else 200)


def published_from(submission):
    article = submission.article
    return article if article and article.is_published else None


@limited_form
def progress_page(request):
    return lookup(request)


def lookup(request, reference=""):
    """Asks for reference and phone. The same page for a number that exists and for one that does not."""
    template = "inquiries/lookup.html"
    if request.method != "POST":
        return render(request, template, {"form": LookupForm(initial={"reference": reference})})
    form = LookupForm({"reference": reference, **request.POST.dict()})
    if form.is_valid():
        return to_receipt(form.row, NAMED)
    return render(request, template, {"form": form}, status=422)


def to_receipt(row, how, stays=()):
    return marked(see_other(row), row, how, stays)


def marked(response, row, how, stays=()):
    """Marks this browser, for this one address and half an hour, as one that may see the receipt.

    `stays` are the names of the needs that were sent and not written down.
    """
    return mark(response, row.get_absolute_url(), "receipt", ".".join([how, *stays]), row.reference)


def proof(request, reference):
    """[how, *stays] as `marked` was told; nothing for whoever may not see the receipt."""
    said = said_in(request, "receipt", reference)
    return said.split(".") if said else []


def seen_by(request, model, reference):
    return model.objects.kept().filter(reference=reference).first() if proof(request, reference) else None


@require_safe
@private_page
def challenge(request):
    if not settings.FORM_PROOF:
        raise Http404("没有开启工作量证明。")
    return JsonResponse(new_challenge())


@require_safe
@private_page
@staff_member_required
@permission_required("inquiries.view_submission", raise_exception=True)
def attachment(request, name):
    submissions = Submission.objects.visible_to(request.user)
    stored = f"{attachments.FOLDER}/{name}"
    submission = get_object_or_404(
        submissions.filter(Q(attachment=stored) | Q(earlier_texts__attachment=stored)).distinct()
    )
    kind = attachments.kind_of(name)
    texts = [submission, *submission.earlier_texts.all()]
    kept = next(one.attachment for one in texts if one.attachment.name == stored)
    return download(kept, f"{submission.reference}.{kind}")
