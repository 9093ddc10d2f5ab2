"""Words of a text by their stems, so that one form of a Russian or English word finds the others; no database."""

import re
import threading
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
PAGE = re.compile(r"https?://\S+")
# Stemmers keep the word that they work on: each thread of the server needs its own.
_local = threading.local()


def _stemmer(language):
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(language)
    return stemmers[language]


def plain(text):
    """Lower case, ё as е: the spelling in which texts are compared."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=50_000)
def stem(word):
    """Stem of one word in its plain spelling."""
    return _stemmer("english" if word.isascii() else "russian").stemWord(word)


class Text:
    """A text that phrases are searched in; it is taken apart once, however many phrases there are."""

    def __init__(self, text):
        self.words = WORD.findall(text or "")
        self.plain = [plain(word) for word in self.words]
        self.stems = [stem(word) for word in self.plain]
        self.known = set(self.stems)

    def find(self, phrase):
        """Words of the text in which a phrase appears, as they are written there; empty when it does not.

        :param phrase: a `Phrase`
        """
        if not phrase.parts or not (phrase.fuzzy or phrase.parts[0][0] in self.known):
            return ""
        size = len(phrase.parts)
        for start in range(len(self.words) - size + 1):
            if all(self._fits(start + shift, part) for shift, part in enumerate(phrase.parts)):
                return " ".join(self.words[start : start + size])
        return ""

    def _fits(self, position, part):
        value, beginning = part
        return self.plain[position].startswith(value) if beginning else self.stems[position] == value


class Phrase:
    """One or several words that follow each other; a star after one of them stands for any ending."""

    def __init__(self, text):
        self.parts = [self._read(word) for word in text.split() if WORD.search(word)]
        self.fuzzy = bool(self.parts) and self.parts[0][1]

    @staticmethod
    def _read(word):
        letters = plain("".join(WORD.findall(word)))
        beginning = word.endswith("*")
        return (letters if beginning else stem(letters), beginning)


def split_phrases(text):
    """Phrases of a list that people wrote with commas, semicolons or line ends between them."""
    return [part.strip() for part in re.split(r"[,;\n]", text or "") if part.strip()]


def find_pages(text):
    """Addresses of pages in a text: forms tell which page they were filled in on."""
    return PAGE.findall(text or "")
