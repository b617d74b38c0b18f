import pytest

from tests import builders

BUILDERS = ["tianjin", "district", "industry", "channel", "park", "listing", "article", "policy"]
BUILDERS += ["inquiry", "submission", "park_photo"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", BUILDERS)
def test_makes_what_the_models_accept(name):
    getattr(builders, name)().full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("state", builders.HIDDEN)
@pytest.mark.parametrize("name", ["park", "listing", "article", "policy"])
def test_makes_what_the_public_may_not_see(name, state):
    shown, hidden = getattr(builders, name)(), getattr(builders, name)(**builders.HIDDEN[state])
    assert hidden.state == state
    assert [*type(shown).objects.published()] == [shown]
