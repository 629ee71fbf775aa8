from dataclasses import replace

from tests.works.exports.examples import ARTICLE, BARE, PREPRINT, PROCEEDINGS, names
from works.exports.formatted import formatted


def test_names_stand_as_printed_and_in_order():
    assert formatted(PREPRINT) == (
        "Elif Çağlar, Jean-Luc de la Mare and Ørjan Ødegård (2023). "
        "Beyond accuracy: generalisation of bio-plausible rules. arXiv:2206.99999. https://arxiv.org/abs/2206.99999"
    )


def test_a_doi_is_the_link_when_there_is_one():
    assert formatted(ARTICLE).endswith("Journal of Signs & Wonders. https://doi.org/10.1000/a_b(1)")


def test_many_authors_are_counted():
    many = replace(PREPRINT, authors=names(*(f"Person Number{i}" for i in range(25))), more=4975)
    assert ", Person Number19 and 4,980 more (2023). " in formatted(many)
    assert formatted(replace(PREPRINT, authors=(), more=4980)).startswith("4,980 authors (2023). ")


def test_a_work_of_which_only_the_title_is_known_is_its_title():
    assert formatted(BARE) == "無題."


def test_a_title_that_ends_with_a_sign_gets_no_second_one():
    assert "On lanterns. Proceedings" in formatted(PROCEEDINGS)
    assert "Why? Proceedings" in formatted(replace(PROCEEDINGS, title="Why?"))
