from django.core.files.base import ContentFile
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, packed once, and style sheets without their white space and comments."""

    def _save(self, name, content):
        if name.endswith(".css"):
            content.seek(0)  # read to its end when its hash was made
            content = ContentFile(cssmin(content.read().decode()).encode())
        return super()._save(name, content)
