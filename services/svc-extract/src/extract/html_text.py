"""The text of a page as a reader sees it."""

import re
from html.parser import HTMLParser

_HIDDEN = {"script", "style", "template", "noscript", "head"}
_BLOCKS = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "hr", "dt", "dd"}


class _Text(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attributes):
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_endtag(self, tag):
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of(page: str) -> str:
    """Blocks become lines, cells are kept apart by tabs, scripts and styles are left out."""
    reader = _Text()
    reader.feed(page)
    reader.close()
    lines = (re.sub(r" *\t *", "\t", re.sub(r" +", " ", line)).strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)
