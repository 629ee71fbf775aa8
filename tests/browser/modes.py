"""How a page is opened: with scripts, and with scripts switched off."""

import pytest

in_both_modes = pytest.mark.parametrize("page", ["scripted", "plain"], indirect=True)
by_people_in_both_modes = pytest.mark.parametrize("enter", ["scripted", "plain"], indirect=True)
