"""arXiv's categories."""

import pytest

from works.importers.arxiv.categories import arxiv_category_name, is_category


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cs.LG", "Machine Learning"),
        ("q-bio.NC", "Neurons and Cognition"),
        ("hep-th", "High Energy Physics - Theory"),
        ("cond-mat.mtrl-sci", "Materials Science"),
        ("cmp-lg", "Computation and Language"),
        ("alg-geom", "Algebraic Geometry"),
        ("q-alg", "Quantum Algebra and Topology"),
        ("cs.ZZ", "cs.ZZ"),
        ("", ""),
    ],
)
def test_a_category_has_a_name(code, name):
    assert arxiv_category_name(code) == name


@pytest.mark.parametrize("code", ["cs.LG", "cs.ZZ", "math-ph", "physics.new-ph", "astro-ph"])
def test_a_category_is_known_by_its_archive(code):
    assert is_category(code)


@pytest.mark.parametrize("code", ["", "68T05", "I.2.6", "law.AA", "cs.", "cs.LG;", "cs.lG1", "cs.LG.AI"])
def test_what_is_no_category_is_known_too(code):
    assert not is_category(code)
