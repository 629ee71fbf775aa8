import pytest

from works.exports.names import in_parts


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Ada Vale", ("Vale", "Ada")),
        ("Vale, Ada", ("Vale", "Ada")),
        ("Ada B. Vale", ("Vale", "Ada B.")),
        ("Saskia van der Rijn", ("van der Rijn", "Saskia")),
        # A particle that opens the name is a given name of one: somebody must remain to be given.
        ("van Rijn", ("Rijn", "van")),
        ("Juan De Luz", ("Luz", "Juan De")),
        ("Martin Vale Jr.", ("Vale", "Martin", "Jr.")),
        ("Vale, Jr., Martin", ("Vale", "Martin", "Jr.")),
        ("Vale, Martin, III", ("Vale", "Martin", "III")),
        ("Plato", ("Plato",)),
        ("李小明", ("李小明",)),
        ("The Lantern Collaboration", ("The Lantern Collaboration",)),
        ("", ()),
        (" , ", ()),
    ],
)
def test_a_printed_name_falls_into_family_and_given(printed, expected):
    name = in_parts(printed)
    assert tuple(part for part in (name.family, name.given, name.suffix) if part) == expected


def test_the_printed_form_stays_beside_the_parts():
    assert in_parts("Vale,  Ada").printed == "Vale, Ada"


@pytest.mark.parametrize(
    ("printed", "is_body"),
    [
        ("The Lantern Collaboration", True),
        ("Working Group (Lanterns)", True),
        ("Ada Vale", False),
        ("Teamo Vale", False),
    ],
)
def test_a_collaboration_is_told_from_a_person(printed, is_body):
    assert in_parts(printed).is_body is is_body
