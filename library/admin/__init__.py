from . import pictures
from .choosing import ChoosesPictures

__all__ = ["ChoosesPictures", "pictures"]
