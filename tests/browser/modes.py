"""How a page is opened: with scripts, and with scripts switched off."""

import pytest

in_both_modes = pytest.mark.parametrize("page", ["scripted", "plain"], indirect=True)
