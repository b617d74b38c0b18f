from pictures.models import PictureField as BasePictureField


class PictureField(BasePictureField):
    pass
