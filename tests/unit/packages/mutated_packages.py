"""Packages made hostile or broken by a seed, and what reading each of them costs.

``python -m tests.unit.packages.mutated_packages --count 5000`` reads as many, one process each,
names those that need more than two seconds of a processor or 200 MB, and fails if there are any.
"""

import argparse
import io
import os
import random
import re
import resource
import struct
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from scormcloud_cli.packages import InvalidPackage, read_package
from scormcloud_cli.packages.check import check
from scormcloud_cli.packages.inspection import inspect
from tests.unit.packages.course_zips import ITEM, RESOURCE, manifest, scorm
from tests.unit.packages.golden_packages import sources

SECONDS = 2.0
MEGABYTES = 200
_RUNAWAY_SECONDS = 20
_RUNAWAY_BYTES = 4 * 1024**3
_DESCRIPTORS = (".xml", ".crs", ".au", ".des", ".cst", ".pre")
# Looking for elements takes time that grows with the square of the text.
_SEARCHED = 50_000
# The longest that a text is made: somewhat more than a descriptor may have.
_LONGEST = 17 * 1024**2

_PIECES = [
    *(b"<item>", b"</item>", b"<resource ", b"<manifest>", b"</manifest>", b"<title/>", b"<!--"),
    *(b"<![CDATA[", b"]]>", b"&lt;", b"&#0;", b"&nbsp;", b"\0", b'"', b"'", b"\xff\xfe", b"\r"),
    *(b'href="../../x"', b'href="a%2F..%2F..%2Fx"', b"%2e%2e/", b'xml:base="/"', b'default="O"'),
    *(b'identifierref="I"', b"1e999", b"-1", b'encoding="utf-7"', b"<au id='x'>", b"<block>"),
]
_TEXTS = [
    b"x",
    b"ab\n",
    b"&lt;",
    b"&#x1F600;",
    "\U0001f600".encode(),
    "\u00e9".encode(),
    b"</",
    b",",
]
_TEXTS += [
    b"<!---->",
    b"<?a b?>",
    b"<x/>",
    b"<item/>",
    b'<file href="a"/>',
    b"A1,",
    b"A1,x\n",
    b"\n",
]
_ELEMENT = re.compile(rb"<([\w:]+)\b[^<>]*(?:/>|>((?:(?!<\1\b).)*?)</\1>)", re.DOTALL)
_LINE = re.compile(rb"[^\n]+")
_IDENTIFIER = re.compile(rb'identifier="|(?<= )id="|^"?')
_NAMES = [
    "{}.png",
    "../{}",
    "/{}",
    "a\\{}",
    "{}/" * 20 + "x",
    "u\u0308{}",
    "{}" + "n" * 200,
    "con.{}",
]
_NAMES += ["same.js", "{}.crs", "{}/imsmanifest.xml", "__MACOSX/{}", "C:{}", "{} .", "{}.zip"]


def mutated(seed: int) -> bytes:
    """Return a package that the seed decides: one of those kept, changed in one to four ways."""
    chance = random.Random(seed)
    content = _grown(chance) if chance.random() < 0.2 else chance.choice(_originals())
    for _ in range(chance.randint(1, 3)):
        with suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, OSError):
            content = _with_descriptor(content, chance)
    if chance.random() < 0.2:
        with suppress(zipfile.BadZipFile, ValueError, OSError):
            content = _with_many_files(content, chance)
    if chance.random() < 0.2:
        content = _with_lying_sizes(content, chance)
    if chance.random() < 0.2:
        content = chance.choice([_with_changed_bytes, _cut])(content, chance)
    return content


def _grown(chance: random.Random) -> bytes:
    """Return a course in which many things refer to one, and that one may be as long as a book."""
    name = "y" * min(_times(chance), 900_000)
    times = min(_times(chance), 90_000, 40_000_000 // len(name) + 3)
    numbers = range(times)
    shared = (
        '<x:sequencingCollection xmlns:x="http://www.imsglobal.org/xsd/imsss"><x:sequencing ID="s">'
        f"<x:sequencingRules>{'<x:preConditionRule/>' * min(times, 30_000)}</x:sequencingRules>"
        "</x:sequencing></x:sequencingCollection>"
    )
    sequenced = (
        '<item identifierref="page"><sequencing:sequencing IDRef="s"/></item>',
        f'<item identifier="{name}" identifierref="page" parameters="{name}"/>',
    )
    resource = '<resource identifier="{}" href="{}"/>'
    text = chance.choice(
        [
            manifest(ITEM * times, RESOURCE.replace("index.html", name)),
            manifest(chance.choice(sequenced) * min(times, 30_000), more=shared),
            manifest("".join(f'<item identifierref="{n}{name[:150]}"/>' for n in numbers)),
            manifest(resources="".join(resource.format(n or "page", n) for n in numbers)).replace(
                "<resources>", f'<resources xml:base="{name}">'
            ),
            manifest(
                resources='<resource identifier="page" href="index.html">'
                + "".join(f'<file href="{n}{name[:150]}"/>' for n in numbers)
                + "</resource>"
            ),
            manifest("<lom:item/>" * times).replace("ltsc.ieee.org", name),
            manifest(title="ab\n" * times * 50, metadata=f"<lom:lom>{name}</lom:lom>" * times),
        ]
    )
    return scorm(text[:_LONGEST]).getvalue()


@cache
def _originals() -> list[bytes]:
    return [package.getvalue() for package in sources().values()]


def _with_descriptor(content: bytes, chance: random.Random) -> bytes:
    """Return a package one descriptor of which is changed in one way."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as original:
        names = [name for name in original.namelist() if name.lower().endswith(_DESCRIPTORS)]
        chosen = chance.choice(names) if names else ""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name in original.namelist():
                text = original.read(name)
                if name == chosen:
                    text = chance.choice(_CHANGES)(text, chance)[:_LONGEST]
                archive.writestr(name, text)
    return stream.getvalue()


def _with_changed_bytes(text: bytes, chance: random.Random) -> bytes:
    result = bytearray(text)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(result) + 1)
        result[place : place + chance.randint(0, 8)] = chance.randbytes(chance.randint(0, 8))
    return bytes(result)


def _cut(text: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[end:]


def _with_pieces(text: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(text) + 1)
        text = text[:place] + chance.choice(_PIECES) + text[place:]
    return text


def _span(text: bytes, chance: random.Random) -> tuple[int, int]:
    """Return the start and end of an element, or of a line of a table, or of all the text."""
    text = text[:_SEARCHED]
    spans = [match.span() for match in (_ELEMENT if b"<" in text else _LINE).finditer(text)]
    # Those inside others too.
    spans += [(match.start(2), match.end(2)) for match in _ELEMENT.finditer(text) if match[2]]
    return chance.choice(spans or [(0, len(text))])


def _place_in_tag(text: bytes, chance: random.Random) -> int:
    """Return the place in a tag where an attribute can follow."""
    places = [match.end() for match in re.finditer(rb"<[\w:]+", text)]
    return chance.choice(places or [0])


def _repeated(text: bytes, chance: random.Random) -> bytes:
    """Repeat an element or a line, with numbers in the place of every other identifier."""
    start, end = _span(text, chance)
    piece = text[start:end] + b"\n"
    times = min(_times(chance), _LONGEST // len(piece))
    if chance.random() < 0.5:
        pieces = (_IDENTIFIER.sub(rb"\g<0>%d" % n, piece) for n in range(min(times, 200_000)))
        return text[:start] + b"".join(pieces) + text[end:]
    return text[:start] + piece * times + text[end:]


def _times(chance: random.Random) -> int:
    return int(10 ** chance.uniform(0.5, 7))


def _with_long_text(text: bytes, chance: random.Random) -> bytes:
    """Put a text, an attribute or a cell of any length between two tags, or into one."""
    place = chance.choice([*_span(text, chance), text.rfind(b"</"), text.find(b"</")])
    piece = chance.choice(_TEXTS)
    return text[:place] + piece * min(_times(chance), _LONGEST // len(piece)) + text[place:]


def _with_long_value(text: bytes, chance: random.Random) -> bytes:
    """Lengthen the value of an attribute that others refer to, or that holds for many."""
    name = chance.choice([b'href="', b'xml:base="', b'identifier="', b'identifierref="', b'id="'])
    value = name + b"y" * min(_times(chance), 1_000_000)
    if name in text and chance.random() < 0.7:
        return text.replace(name, value, chance.choice([1, _LONGEST // len(value)]))
    place = _place_in_tag(text, chance)
    return text[:place] + b" " + value + b'"' + text[place:]


def _with_many_names(text: bytes, chance: random.Random) -> bytes:
    """Add attributes or namespaces to a tag, or a namespace as long as a book."""
    end = _place_in_tag(text, chance)
    times = min(_times(chance), 200_000)
    attribute = chance.choice([b' a%d=""', b' xmlns:a%d="u"', b' xmlns:a%d="urn:%%d"'])
    names = b"".join(attribute % n for n in range(times))
    if chance.random() < 0.5:
        names = b' xmlns:long="' + b"u" * min(_times(chance), 900_000) + b'"'
        text = text.replace(b"<item", b"<long:item").replace(b"</item", b"</long:item")
    return text[:end] + names + text[end:]


def _with_document_type(text: bytes, chance: random.Random) -> bytes:
    value = b"v" * min(_times(chance), 100_000)
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    inside = chance.choice(
        [b'<!ATTLIST item a CDATA "%s">' % value, b'<!ENTITY e0 "ha">' + entities, b""]
    )
    start = text.find(b"?>") + 2 if b"?>" in text else 0
    return text[:start] + b"<!DOCTYPE manifest [" + inside + b"]>" + text[start:]


def _in_another_encoding(text: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-16", "utf-8-sig", "cp1252", "shift_jis", "gb18030", "utf-32"])
    return text.decode("latin-1").encode(encoding, "replace")


def _nested(text: bytes, chance: random.Random) -> bytes:
    start, end = _span(text, chance)
    tag = chance.choice([b"item", b"block", b"manifest", b"resources", b"metadata"])
    depth = min(_times(chance), 100_000)
    base = b' xml:base="%s"' % (b"b" * chance.choice([1, 1000, 30_000]))
    opening = b"<" + tag + (base if chance.random() < 0.5 else b"") + b">"
    depth = min(depth, _LONGEST // len(opening))
    return text[:start] + opening * depth + text[start:end] + b"</%s>" % tag * depth + text[end:]


_CHANGES: list[Callable[[bytes, random.Random], bytes]] = [
    *(_with_changed_bytes, _cut, _with_pieces, _repeated, _with_long_text, _with_long_value),
    *(_with_many_names, _with_document_type, _in_another_encoding, _nested),
]


def _with_many_files(content: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO(content)
    names = chance.sample(_NAMES, 2)
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")  # of names that are there twice, as they are meant to be
        for number in range(min(_times(chance), 30_000)):
            entry = zipfile.ZipInfo(chance.choice(names).format(*[number] * 20))
            if chance.random() < 0.1:
                entry.external_attr = 0o120777 << 16
            archive.writestr(entry, "/etc/passwd" if entry.external_attr else "")
    return stream.getvalue()


def _with_lying_sizes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    place = content.rfind(b"PK\1\2", 0, chance.randrange(len(content) + 1) + 1)
    if place >= 0 and place + 46 < len(changed):
        size = chance.choice([0, 100, 10**8, 2 * 10**8, 2**31, 2**32 - 1])
        struct.pack_into("<L", changed, place + chance.choice([20, 24, 42]), size)
    return bytes(changed)


class Cost(NamedTuple):
    """What a package cost: processor seconds, the peak of resident memory, and how it ended."""

    seed: int
    verb: str
    seconds: float
    megabytes: float
    exit_code: int

    @property
    def is_too_high(self) -> bool:
        """Whether it is over a limit, or something else than a result came of it."""
        return self.seconds > SECONDS or self.megabytes > MEGABYTES or self.exit_code != 0


def costs(seeds: range) -> Iterator[Cost]:
    """Make the packages of some seeds, and yield what checking and inspecting each costs."""
    _originals()  # once, for all the processes that are forked off
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package.zip"
        for seed in seeds:
            if _in_child(partial(_make, package, seed))[2]:
                raise RuntimeError(f"the package of seed {seed} could not be made")
            yield Cost(seed, "check", *_in_child(partial(check, package)))
            yield Cost(seed, "inspect", *_in_child(partial(_inspect, package)))


def _make(path: Path, seed: int) -> None:
    path.write_bytes(mutated(seed))


def _inspect(path: Path) -> None:
    with suppress(InvalidPackage):
        inspect(read_package(path))


def _in_child(work: Callable[[], object]) -> tuple[float, float, int]:
    """Do something in a process of its own, and return the seconds, megabytes and exit code."""
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_CPU, (_RUNAWAY_SECONDS, _RUNAWAY_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_RUNAWAY_BYTES, _RUNAWAY_BYTES))
        try:
            work()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    scale = 1 if sys.platform == "darwin" else 1024
    seconds = usage.ru_utime + usage.ru_stime
    return seconds, usage.ru_maxrss * scale / 1024**2, os.waitstatus_to_exitcode(status)


def main() -> int:
    """Print the costs that are too high and the highest; return 1 if there are any too high."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=100, help="how many packages")
    options = parser.parse_args()
    every = list(costs(range(options.first, options.first + options.count)))
    bad = [cost for cost in every if cost.is_too_high]
    for cost in bad:
        print(cost)
    print(f"{options.count} packages: {len(bad)} over {SECONDS:.0f} s or {MEGABYTES} MB or failed")
    print("longest:", max(every, key=lambda cost: cost.seconds))
    print("largest:", max(every, key=lambda cost: cost.megabytes))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
