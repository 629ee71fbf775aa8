"""Many files of fictional works whose authors write with one another, and two bad records in each."""

from pathlib import Path
from random import Random

from tests.works.importers.feeds import entry, feed

GIVEN = ("Ada", "Basil", "Clio", "Dov", "Esme", "Ferit", "Greta", "Hadi", "Ines", "Joss")
FAMILY = ("Quillfeather", "Marrowby", "Tindlemoor", "Oakhollow", "Vantressen", "Brackwater", "Sollengard", "Üxküll")
SUBJECTS = ("looms", "kilns", "engines", "lenses", "tides", "bells")
CATEGORIES = ("cs.AR", "cs.LG cs.AI", "math.DS", "q-bio.NC cs.NE")
WITHOUT_TITLE = "<entry><id>http://arxiv.org/abs/2402.{:05}v1</id><title> </title></entry>\n"
BROKEN = "<entry><id>http://arxiv.org/abs/2403.{:05}v1</id><title>a & b</title></entry>\n"


def write_files(folder: Path, *, files: int, works: int) -> list[str]:
    """So many feeds of so many works each; always the same ones. Gives their paths in order."""
    chance = Random("fictional works")
    people = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    folder.mkdir()
    paths = []
    for file in range(files):
        entries = [_entry(chance, people, file * works + number + 1) for number in range(works)]
        entries[works // 3 : works // 3] = [WITHOUT_TITLE.format(file + 1), BROKEN.format(file + 1)]
        path = folder / f"part-{file:02}.xml"
        path.write_text(feed(*entries), encoding="utf-8")
        paths.append(str(path))
    return paths


def _entry(chance: Random, people: list[str], number: int) -> str:
    title = f"On {chance.choice(SUBJECTS)} and {chance.choice(SUBJECTS)}, note {number}"
    names = chance.sample(people, chance.randint(1, 5))
    date = f"20{chance.randint(10, 24)}-0{chance.randint(1, 9)}-11"
    return entry(f"2401.{number:05}v1", title, names, updated=date, categories=chance.choice(CATEGORIES))
