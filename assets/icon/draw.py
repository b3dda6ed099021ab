"""Draws Tokendesk's icon: the mark that the sidebar paints (`screens::shell::mark`), a key on a card in the accent colour.

    python3 assets/icon/draw.py      needs: pip install fonttools; writes tokendesk.svg and tokendesk.png beside itself

The key is the outline of our icon font's; the PNG is drawn here as well, so that it needs no renderer.
"""
import os
import re
import struct
import zlib

from fontTools.misc.bezierTools import splitQuadraticAtT
from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

here = os.path.dirname(os.path.abspath(__file__))
fonts = os.path.join(here, "..", "fonts")
SIDE = 256
# As the sidebar's mark: corners of 6 in 24. The key is a little larger than there, to be one at 16 pixels too.
CORNER, KEY = SIDE * 6 / 24, SIDE * 0.76
CARD, INK = "#2f5bd6", "#ffffff"
# Material's "key": egui_material_icons::icons::ICON_KEY.
KEY_SIGN = 0xE73C
# Rows in a pixel; across, coverage is exact.
ROWS = 16


def key(pen):
    """Draws the key into `pen`, in the icon's own coordinates (y down)."""
    font = TTFont(os.path.join(fonts, "icons.ttf"))
    glyphs = font.getGlyphSet()
    glyph = glyphs[font.getBestCmap()[KEY_SIGN]]
    bounds = BoundsPen(glyphs)
    glyph.draw(bounds)
    left, low, right, high = bounds.bounds
    scale = KEY / (right - left)
    middle = SIDE / 2
    glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, middle - scale * (left + right) / 2, middle + scale * (low + high) / 2)))


def card(pen):
    """The rounded square; its corners are quadratic, two to a quarter, as near a circle as eyes can tell."""
    r, s = CORNER, SIDE
    a, b = r * 0.4142, r * 0.2929
    pen.moveTo((r, 0))
    pen.lineTo((s - r, 0))
    pen.qCurveTo((s - r + a, 0), (s - b, b))
    pen.qCurveTo((s, r - a), (s, r))
    pen.lineTo((s, s - r))
    pen.qCurveTo((s, s - r + a), (s - b, s - b))
    pen.qCurveTo((s - r + a, s), (s - r, s))
    pen.lineTo((r, s))
    pen.qCurveTo((r - a, s), (b, s - b))
    pen.qCurveTo((0, s - r + a), (0, s - r))
    pen.lineTo((0, r))
    pen.qCurveTo((0, r - a), (b, b))
    pen.qCurveTo((r - a, 0), (r, 0))
    pen.closePath()


class Edges(BasePen):
    """A shape as straight edges."""

    def __init__(self):
        super().__init__(None)
        self.edges = []

    def _moveTo(self, point):
        self.first = self.last = point

    def _lineTo(self, point):
        self.edges.append((self.last, point))
        self.last = point

    def _qCurveToOne(self, control, point):
        for piece in splitQuadraticAtT(self.last, control, point, *(n / 12 for n in range(1, 12))):
            self._lineTo(piece[-1])

    def _closePath(self):
        if self.last != self.first:
            self._lineTo(self.first)


def coverage(shape):
    """How much of each pixel the shape covers, from 0 to 1, row by row."""
    pen = Edges()
    shape(pen)
    rows = [[0.0] * SIDE for _ in range(SIDE)]
    for number in range(SIDE * ROWS):
        y = (number + 0.5) / ROWS
        crossings = []
        for (x1, y1), (x2, y2) in pen.edges:
            if (y1 <= y) != (y2 <= y):
                crossings.append((x1 + (y - y1) * (x2 - x1) / (y2 - y1), 1 if y2 > y1 else -1))
        winding, row = 0, rows[number // ROWS]
        for (x, turn), (until, _) in zip(sorted(crossings), sorted(crossings)[1:]):
            winding += turn
            if winding:
                for column in range(max(0, int(x)), min(SIDE, int(until) + 1)):
                    row[column] += max(0.0, min(until, column + 1) - max(x, column)) / ROWS
    return rows


def png(pixels):
    """A PNG of RGBA rows."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    raw = b"".join(b"\0" + bytes(row) for row in pixels)
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")


def rgb(colour):
    return [int(part, 16) for part in re.findall("..", colour[1:])]


def path(shape):
    pen = SVGPathPen(None, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
    shape(pen)
    return pen.getCommands()


cards, keys = coverage(card), coverage(key)
pixels = [
    [
        value
        for on_card, on_key in zip(card_row, key_row)
        for value in [*(round(a + (b - a) * min(on_key, 1)) for a, b in zip(rgb(CARD), rgb(INK))), round(255 * min(on_card, 1))]
    ]
    for card_row, key_row in zip(cards, keys)
]
with open(os.path.join(here, "tokendesk.png"), "wb") as file:
    file.write(png(pixels))
with open(os.path.join(here, "tokendesk.svg"), "w", encoding="utf-8") as file:
    file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">\n')
    file.write(f'  <path stroke="none" fill="{CARD}" d="{path(card)}"/>\n  <path stroke="none" fill="{INK}" d="{path(key)}"/>\n</svg>\n')
