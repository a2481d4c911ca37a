"""The public register as files that any web server, or none, can show: no script, no request, relative links only.

Addresses stay the same for ever: `LANGUAGE/index.html` and `LANGUAGE/uses/ID.html`; `index.html` is the first language.
Frames and the sentences made from records exist in several languages; what people wrote stays as it is, and is marked.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard.domain.plain_text import escaped
from dashboard.domain.public_entry import Entry, Published
from dashboard.domain.public_register import PublicRegister
from dashboard.reports import look
from dashboard.reports.register_data import page_name, register_csv, register_json
from dashboard.reports.register_layouts import layouts
from dashboard.reports.register_sentences import TEMPLATES, Pieces, frame, pieces, said_day

_PARTS: Mapping[str, tuple[str, ...]] = {
    "about": ("purpose", "channels", "decisions", "data"),
    "choose": ("opt_out", "handoff", "complaint"),
    "checked": ("tier", "fairness", "not_tested", "assessments", "incidents", "review"),
    "responsible": ("contact", "supplier", "status"),
}
_GROUPS = ("production", "development", "retired", "unknown")
_FILES = (
    ("register.json", "JSON"), ("register.csv", "CSV"),
    ("layouts/uk-atrs.json", "UK ATRS, JSON"), ("layouts/uk-atrs.csv", "UK ATRS, CSV"),
    ("layouts/nl-algoritmeregister.json", "Algoritmeregister, JSON"),
    ("layouts/nl-algoritmeregister.csv", "Algoritmeregister, CSV"),
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)


def site(register: PublicRegister, languages: Sequence[str]) -> dict[str, bytes]:
    """Relative path to bytes of every file; the same entries give the same bytes.

    Args:
        register: what is public.
        languages: of the frames, the first one also at the root.
    """
    made = {"register.json": register_json(register, languages[0]), "register.csv": register_csv(register)}
    made |= layouts(register)
    made["index.html"] = _index(register, languages[0], languages, at="")
    for tag in languages:
        made[f"{tag}/index.html"] = _index(register, tag, languages, at=tag)
        for one in register.published:
            made[f"{tag}/uses/{page_name(one.entry.use_case)}"] = _entry(register, one, tag, languages)
    return made


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The same files as one ZIP in the folder `public-register`."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"public-register/{path}", _EPOCH), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _index(register: PublicRegister, tag: str, languages: Sequence[str], *, at: str) -> bytes:
    to_uses = "uses" if at else f"{tag}/uses"
    held: dict[str, list[dict[str, str]]] = {}
    for one in register.published:
        held.setdefault(_group(one.entry), []).append(_line(one.entry, to_uses))
    newest = register.newest_day
    page = {
        "newest": said_day(tag, newest) if newest else "",
        "groups": [{"id": name, "entries": held[name]} for name in _GROUPS if name in held],
        "back": "",
    }
    return _page("register_index.html", register, tag, page | _around(languages, "../" if at else "", "index.html"))


def _entry(register: PublicRegister, one: Published, tag: str, languages: Sequence[str]) -> bytes:
    entry = one.entry
    page = {
        "name": escaped(entry.name), "language": entry.language, "published": said_day(tag, one.on),
        "back": "../index.html",
        "parts": [
            {"id": part, "fields": [_field(entry, name, tag) for name in names]}
            for part, names in _PARTS.items()
        ],
    }  # fmt: skip
    around = _around(languages, "../../", f"uses/{page_name(entry.use_case)}")
    return _page("register_entry.html", register, tag, page | around)


def _field(entry: Entry, name: str, tag: str) -> dict[str, Any]:
    lines = [_paragraph(pieces(entry, name, place, tag), tag) for place in range(len(entry.lines.get(name, ())))]
    return {"title": frame(tag)["fields"][name], "state": entry.state(name), "lines": lines}


def _paragraph(found: Pieces, tag: str) -> dict[str, Any]:
    """The language of the whole, and its pieces; a piece names its own only where that is another one."""
    whole = found[0][1] or tag if len(found) == 1 else tag
    told = [
        {"text": escaped(text), "language": None if of == whole else of, "ours": of == tag and len(found) > 1}
        for text, of in found
    ]
    return {"language": whole, "pieces": told}


def _line(entry: Entry, to_uses: str) -> dict[str, str]:
    purpose = entry.lines.get("purpose", ())
    return {
        "name": escaped(entry.name), "href": f"{to_uses}/{page_name(entry.use_case)}", "language": entry.language,
        "purpose": escaped(purpose[0]) if purpose else "",
    }  # fmt: skip


def _group(entry: Entry) -> str:
    phase = entry.facts.get("phase", "unknown")
    return phase if phase in _GROUPS else "unknown"


def _around(languages: Sequence[str], root: str, path: str) -> dict[str, Any]:
    """Links to the same page in other languages, and to what machines read."""
    others = [{"tag": one, "href": f"{root}{one}/{path}", "words": frame(one)["language"]} for one in languages]
    files = [{"path": name, "words": words} for name, words in _FILES]
    return {"others": others if len(languages) > 1 else [], "root": root, "files": files}


def _page(template: str, register: PublicRegister, tag: str, page: Mapping[str, Any]) -> bytes:
    whole = {"tag": tag, "frame": frame(tag), "look": look, "organisation": escaped(register.organisation), **page}
    return _environment().get_template(template).render(whole).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
