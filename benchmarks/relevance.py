"""Whether what is meant is found: questions with known answers, made from the record by a written rule.

Run as `python -m benchmarks.relevance` with DATABASE_URL naming a site with a record in it; prints one line a kind
of question with the shares found in the first 1, 3 and 10. The same record gives the same questions.

A kind is a function that makes what somebody types from the words of a name, a title or an abstract, or an empty text
where they do not fit it. An answer is right when it is the one that the question was made from, or has that very name
too (one of theirs, as printed) or that title: a name cannot tell namesakes apart. What was made and is the exact name
or title of something else is left out: who types that means it.
"""

import hashlib
import os
import random
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import django

from works.record.addresses import fold
from works.record.titles import title_key

# About names; of titles and of abstracts as many as of each kind of these.
QUESTIONS = 200
# Titles and abstracts are those of so many works.
WORKS = 20_000
PLACES = (1, 3, 10)
# What is found in a second on a machine that does nothing else; a slow one must not count as not found.
PATIENCE_MS = 10_000
VOWELS_IN_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss"})
# The usual English spelling back into Cyrillic, the longest first.
CYRILLIC = (
    "shch щ|zh ж|kh х|ts ц|ch ч|sh ш|yu ю|ya я|iy ий|a а|b б|v в|g г|d д|e е|z з|i и|y ы|k к|l л|m м|n н|o о|p п|r р|"
    "s с|t т|u у|f ф"
)
RUSSIAN_ENDINGS = ("ov", "ova", "ev", "eva", "sky", "skiy", "enko", "shvili")
PARTICLES = {"van", "von", "de", "den", "der", "di", "la", "del", "da", "dos"}

# Gives what each thing found is called, best first.
Answers = Callable[[str], Sequence[Collection[str]]]
Rule = Callable[[Sequence[str], random.Random], str]


@dataclass(frozen=True)
class Question:
    """What is typed, made by the rule `kind`, and the answer."""

    kind: str
    typed: str
    answer: str


def mistyped(word: str, chance: random.Random) -> str:
    """The word with one letter put in, taken out, changed, or swapped with its neighbour; never the same."""
    place = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    head, one, two, rest = word[:place], word[place], word[place + 1], word[place + 2 :]
    wrong = chance.choice([head + letter + one + two + rest, head + two + rest, head + letter + two + rest])
    wrong = chance.choice([wrong, head + two + one + rest])
    return wrong if wrong != word else mistyped(word, chance)


def exact(words: Sequence[str], _: random.Random) -> str:
    """As printed."""
    return " ".join(words)


def typing_error(words: Sequence[str], chance: random.Random) -> str:
    """One error in the longest word."""
    longest = max(words, key=len)
    return " ".join(mistyped(word, chance) if word == longest and len(word) > 3 else word for word in words)


def two_errors(words: Sequence[str], chance: random.Random) -> str:
    """One error in the first and one in the last word, each of five letters or more."""
    if min(len(words[0]), len(words[-1])) < 5:
        return ""
    return " ".join([mistyped(words[0], chance), *words[1:-1], mistyped(words[-1], chance)])


def initial(words: Sequence[str], _: random.Random) -> str:
    """`G. Lajoie` of a given name that is spelled out."""
    return f"{words[0][0]}. {words[-1]}" if len(words[0].strip(".")) > 1 else ""


def turned(words: Sequence[str], _: random.Random) -> str:
    """Family name first, with a comma."""
    return f"{words[-1]}, {' '.join(words[:-1])}"


def without_accents(words: Sequence[str], _: random.Random) -> str:
    """A name with accents, without them."""
    name = " ".join(words)
    return "" if name.isascii() else fold(name)


def spelled_out(words: Sequence[str], _: random.Random) -> str:
    """Umlauts as two letters."""
    name = " ".join(words)
    spelled = name.lower().translate(VOWELS_IN_TWO)
    return spelled if spelled != name.lower() else ""


def in_cyrillic(words: Sequence[str], _: random.Random) -> str:
    """A name that ends as Russian ones do, in Cyrillic."""
    name = " ".join(words).lower()
    if not name.endswith(RUSSIAN_ENDINGS) or not name.isascii():
        return ""
    for pair in CYRILLIC.split("|"):
        name = name.replace(*pair.split())
    return name if not any(letter.isascii() and letter.isalpha() for letter in name) else ""


def without_middle(words: Sequence[str], _: random.Random) -> str:
    """First and last of three words or more, without particles among them."""
    middle = {word.lower() for word in words[1:-1]}
    return f"{words[0]} {words[-1]}" if middle and middle.isdisjoint(PARTICLES) else ""


def without_particle(words: Sequence[str], _: random.Random) -> str:
    """Only what comes after the last particle, with the given name."""
    return f"{words[0]} {words[-1]}" if any(word.lower() in PARTICLES for word in words[1:-1]) else ""


def begun(words: Sequence[str], _: random.Random) -> str:
    """The given name, and the first letters of the family name."""
    return f"{words[0]} {words[-1][:4]}" if len(words[-1]) > 5 and len(words[0]) > 2 else ""


def title_fragment(words: Sequence[str], _: random.Random) -> str:
    """The five words in the middle of a title of seven or more: of fewer, three may say as little as `in the case`."""
    start = (len(words) - 5) // 2
    return " ".join(words[start : start + 5]) if len(words) >= 7 else ""


def two_words(words: Sequence[str], _: random.Random) -> str:
    """The two longest words of an abstract that are letters only, in the order they stand there."""
    plain = list(dict.fromkeys(bare for word in words if (bare := word.strip(".,;:()").lower()).isalpha()))
    longest = sorted(plain, key=len, reverse=True)[:2]
    return " ".join(word for word in plain if word in longest) if len(longest) == 2 else ""


NAMES: dict[str, Rule] = {
    "name as printed": exact,
    "typing error": typing_error,
    "two typing errors": two_errors,
    "initial": initial,
    "family name first": turned,
    "accents left out": without_accents,
    "umlauts as two letters": spelled_out,
    "in Cyrillic": in_cyrillic,
    "middle name left out": without_middle,
    "particle left out": without_particle,
    "begun": begun,
}
TITLES: dict[str, Rule] = {"title fragment": title_fragment}
ABSTRACTS: dict[str, Rule] = {"two words of an abstract": two_words}


def questions(
    answers: Mapping[str, str], rules: dict[str, Rule], number: int, *, is_taken: Callable[[str], bool]
) -> list[Question]:
    """So many questions, as many of each kind as of the next; `answers` are names and titles by the text that a
    question is made from, taken in an order that nobody chose.

    `is_taken` says of what is typed whether it is the exact name or title of something.
    """
    shuffled = sorted(answers, key=lambda text: hashlib.sha256(text.encode()).digest())
    made: list[Question] = []
    for place, (kind, rule) in enumerate(rules.items()):
        wanted = number // len(rules) + (place < number % len(rules))
        asked = (Question(kind, rule(text.split(), _chance(kind, text)), answers[text]) for text in shuffled)
        fitting = (
            one for one in asked if one.typed and (fold(one.typed) == fold(one.answer) or not is_taken(one.typed))
        )
        made += islice(fitting, wanted)
    return made


def table(found: Mapping[Question, Sequence[Collection[str]]]) -> list[tuple[str, int, list[float]]]:
    """For each kind, and for all, how many questions there were and the share found in the first 1, 3 and 10."""
    ranks = [(one.kind, _rank(one.answer, answered)) for one, answered in found.items()]
    kinds = dict.fromkeys(kind for kind, _ in ranks)
    lines = [(kind, [rank for other, rank in ranks if other == kind]) for kind in kinds]
    lines.append(("all", [rank for _, rank in ranks]))
    return [
        (kind, len(theirs), [sum(rank <= place for rank in theirs) / len(theirs) for place in PLACES])
        for kind, theirs in lines
        if theirs
    ]


def researchers(typed: str) -> list[set[str]]:
    """The names, as printed, of each of the first ten who are found."""
    from works.models import AuthorName
    from works.search.names.queries import people_named

    ids = people_named(typed, patience_ms=PATIENCE_MS).ids[: max(PLACES)]
    names: dict[int, set[str]] = {pk: set() for pk in ids}
    for pk, name in AuthorName.objects.filter(author__in=ids).values_list("author_id", "printed"):
        names[pk].add(name)
    return list(names.values())


def works(typed: str) -> list[set[str]]:
    """The titles of the first ten that are found."""
    from works.models import Work
    from works.search.texts.queries import ranked
    from works.search.words import asked_for

    found = ranked(asked_for(typed, "works"), patience_ms=PATIENCE_MS).works[: max(PLACES)]
    titles = dict(Work.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "title"))
    return [{titles[one.pk]} for one in found]


def _rank(answer: str, found: Sequence[Collection[str]]) -> int:
    return next((place for place, names in enumerate(found, start=1) if answer in names), sys.maxsize)


def _chance(kind: str, name: str) -> random.Random:
    return random.Random(f"{kind} {name}")


def main() -> None:
    """Asks, and prints the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    asked = [*_of_people(), *_of_works()]
    answers: dict[str, Answers] = dict.fromkeys((*TITLES, *ABSTRACTS), works)
    found = {one: answers.get(one.kind, researchers)(one.typed) for one in asked}
    print(f"{'':<24}  questions  first 1  first 3  first 10")
    for kind, number, shares in table(found):
        print(f"{kind:<24}  {number:>9}  " + "  ".join(f"{share:>7.2f}" for share in shares))
    if "--missed" in sys.argv:
        for one, answered in found.items():
            if _rank(one.answer, answered) > 1:
                others = "; ".join(min(names) for names in answered[:3]) or "nothing"
                print(f"{one.kind}: {one.typed} → {one.answer}, not {others}")


def _of_people() -> list[Question]:
    from works.models import Author, AuthorName

    public = Author.objects.public().filter(works_count__gt=0, name__contains=" ")
    names = {name: name for name in public.values_list("name", flat=True)}
    printed = AuthorName.objects.all()
    return questions(names, NAMES, QUESTIONS, is_taken=lambda typed: printed.filter(folded=fold(typed)).exists())


def _of_works() -> list[Question]:
    """Of the first works alone: an order that nobody chose would read every abstract there is."""
    from works.models import Work

    def is_taken(typed: str) -> bool:
        return Work.objects.filter(title_key=title_key(typed)).exists()

    rows = list(Work.objects.order_by("pk").values_list("title", "abstract")[:WORKS])
    number = QUESTIONS // len(NAMES)
    titles = {title: title for title, _ in rows}
    abstracts = {abstract: title for title, abstract in rows if abstract}
    of_titles = questions(titles, TITLES, number, is_taken=is_taken)
    return [*of_titles, *questions(abstracts, ABSTRACTS, number, is_taken=is_taken)]


if __name__ == "__main__":
    main()
