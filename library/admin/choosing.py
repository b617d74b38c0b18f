"""The field in which a picture is chosen: from the library, or by a file that comes into it at once."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import Script
from django.template.loader import render_to_string

from library.intake import take
from library.models import Picture
from publishing import pictures
from publishing.admin.odd_input import is_number


class PictureChoice(forms.Widget):
    """A number and a file under one name. The script shows the picture, and buttons instead of the number."""

    needs_multipart_form = True

    def render(self, name, value, attrs=None, renderer=None):
        if isinstance(value, UploadedFile):
            value = getattr(value, "taken_as", None)
        number = str(value) if value is not None and is_number(str(value)) else ""
        context = {
            "name": name,
            "number": number,
            "chosen": Picture.objects.filter(pk=number).first() if number else None,
            "attrs": {**(attrs or {}), "id": (attrs or {}).get("id", f"id_{name}")},
            "accept": pictures.ACCEPT,
        }
        return render_to_string("admin/library/choice.html", context)

    def value_from_datadict(self, data, files, name):
        """Of a file nobody chose browsers send an empty value, under the same name as the number."""
        numbers = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return files.get(name) or next(filter(None, numbers), None)

    @property
    def media(self):
        return forms.Media(
            css={"all": ["css/admin-pictures.css"]}, js=[Script("js/admin-pictures.js", defer=True)]
        )


class PictureChoiceField(forms.ModelChoiceField):
    """A file is taken into the library as soon as it is read: a form that comes back has kept its picture."""

    widget = PictureChoice
    default_error_messages = {
        "invalid_choice": "图库里没有这张图片。",
        "no_upload": "您没有上传图片的权限，请从图库里选一张。",
    }
    person = None

    def to_python(self, value):
        if isinstance(value, UploadedFile):
            if self.person is None or not self.person.has_perm("library.add_picture"):
                raise forms.ValidationError(self.error_messages["no_upload"], code="no_upload")
            picture, _ = take(value, self.person)
            value.taken_as = picture.pk  # for the form that comes back
            return picture
        if value not in self.empty_values and not is_number(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ChoosesPictures:
    """For screens of what points at pictures."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.remote_field.model is not Picture:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        field = db_field.formfield(form_class=PictureChoiceField, widget=PictureChoice)
        field.person = request.user
        return field
