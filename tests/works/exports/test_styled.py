"""References in five styles: as their handbooks say, and never an error, whatever a source says."""

from hypothesis import given, settings

from tests.works.exports.examples import ARTICLE, BARE, PREPRINT, PROCEEDINGS
from tests.works.exports.test_any_text import works
from works.exports.names import in_parts
from works.exports.styled import STYLES, references


def test_a_preprint_in_each_style():
    assert dict(references(PREPRINT)) == {
        "APA": "Çağlar, E., de la Mare, J.-L., & Ødegård, Ø. (2023). Beyond accuracy: generalisation of bio-plausible "
        "rules (arXiv:2206.99999). arXiv. https://arxiv.org/abs/2206.99999",
        "MLA": "Çağlar, Elif, et al. “Beyond Accuracy: Generalisation of Bio-plausible Rules.” arXiv:2206.99999, "
        "arXiv, 9 Jan. 2023, https://arxiv.org/abs/2206.99999.",
        "Chicago": "Çağlar, Elif, Jean-Luc de la Mare, and Ørjan Ødegård. 2023. “Beyond Accuracy: Generalisation of "
        "Bio-plausible Rules.” arXiv:2206.99999. Preprint, arXiv, January 9. https://arxiv.org/abs/2206.99999.",
        "IEEE": "E. Çağlar, J.-L. de la Mare, and Ø. Ødegård, “Beyond accuracy: generalisation of bio-plausible "
        "rules,” Jan. 09, 2023, arXiv: arXiv:2206.99999. [Online]. Available: https://arxiv.org/abs/2206.99999",
        "Vancouver": "Çağlar E, de la Mare JL, Ødegård Ø. Beyond accuracy: generalisation of bio-plausible rules "
        "[Internet]. arXiv; 2023. Available from: https://arxiv.org/abs/2206.99999",
    }


def test_an_article_names_its_journal_and_doi_and_claims_nothing_about_its_pages():
    for _, reference in references(ARTICLE):
        assert "Journal of Signs & Wonders" in reference
        assert "10.1000/a_b(1)" in reference
        assert "ahead of print" not in reference


def test_a_crowd_is_read_to_its_twentieth_and_its_last():
    names = tuple(in_parts(f"Given{n} Family{n:04}") for n in range(5_000))
    apa, *others = [reference for _, reference in references(type(PREPRINT)("article", "T", authors=names))]
    assert "Family0018, G. , … Family4999" in apa.replace("., …", ". , …")
    assert all("et al." in reference for reference in others)


def test_a_work_without_names_has_no_styled_reference():
    assert references(BARE) == []
    assert len(references(PROCEEDINGS)) == len(STYLES)


@settings(max_examples=40)
@given(works)
def test_no_text_of_a_source_stops_a_style(work):
    assert all(isinstance(reference, str) for _, reference in references(work))
