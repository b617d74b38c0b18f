"""Walking through the staff pages as a person of a role does."""

from bs4 import BeautifulSoup
from django.urls import reverse

from tests import builders
from zhaoshang.roles import ensure_roles


def enter(client, role):
    """Logs in somebody of that role (`站长`, `编辑`, …) and returns the account."""
    user = builders.staff(username=role)
    user.groups.set([ensure_roles()[role]])
    client.force_login(user)
    return user


def screen(model, kind="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def form_of(client, address):
    """What a browser would send of the form at `address` if nobody touched it."""
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one(
        "#content-main form[method=post]"
    )
    values = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.has_attr("disabled") or field.get("type") in ("submit", "file"):
            continue
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = [option["value"] for option in field.select("option[selected]")]
            if not field.has_attr("multiple"):
                chosen = chosen or [option["value"] for option in field.select("option")[:1]]
            values.setdefault(field["name"], []).extend(chosen)
        else:
            empty = "on" if field.get("type") == "checkbox" else ""
            value = field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", empty)
            values.setdefault(field["name"], []).append(value)
    return {name: chosen for name, chosen in values.items() if "__prefix__" not in name}


def save(client, address, **changes):
    """Opens the form, changes what is named and sends it."""
    return client.post(address, form_of(client, address) | changes)


def errors_on(response):
    """The red sentences of a form that came back."""
    return [li.text for li in BeautifulSoup(response.content, "html.parser").select(".errorlist li")]


def act(client, model, action, *rows, **more):
    """Ticks `rows` in the list, runs `action` and returns the messages shown then. `more` is what it asks for."""
    data = {"action": action, "_selected_action": [row.pk for row in rows]} | more
    return told(client.post(screen(model), data, follow=True))


def told(response):
    return [str(message) for message in response.context["messages"]]


def cells(response):
    """The list's rows, each a list of what its cells say (the tick box left out)."""
    page = BeautifulSoup(response.content, "html.parser")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("td:not(.action-checkbox), th")]
        for row in page.select("#result_list tbody tr")
    ]
