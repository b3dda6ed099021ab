"""Cuts Tokendesk's fonts from their packages: Debian fonts-inter-variable and fonts-jetbrains-mono, and the crate egui_material_icons.

    python3 assets/fonts/cut.py [--icons path/to/MaterialSymbolsRounded-Regular.ttf]      needs: pip install fonttools

What is changed besides the cut, and why:
- Inter keeps its weight axis from 400 to 600 only. Its tabular digits become a font of their own (egui has no OpenType switches): a family that asks
  it first has digits of one width, so that clocks and columns do not dance.
- calt is dropped from both text fonts: shaping applies it always, and ids and addresses must not grow ligatures (-> and 0x1 and ://).
- Icons are cut to those that src/theme/icon.rs names; a test there compares the two.
"""
import glob
import os
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

here = os.path.dirname(os.path.abspath(__file__))
# Latin with its first extension, Cyrillic, punctuation, currencies, arrows, a few signs.
TEXT = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x400, 0x530), *range(0x2010, 0x2028), 0x202F, 0x2009, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A,
        0x20AC, 0x20B4, 0x20B8, 0x20BD, 0x2116, 0x2122, *range(0x2190, 0x219A), 0x21B5, 0x2212, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265, 0x2318, 0x21E7,
        0x25CF, 0x25CB, 0x2713, 0x2715, 0xFFFD]
WEIGHTS = {"wght": (400, 400, 600)}
INTER = "/usr/share/fonts/truetype/inter-vf/Inter-roman.var.ttf"
MONO = "/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf"


def cut(font, unicodes, features):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    options.hinting = True
    options.glyph_names = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return font


def bake_digits(font, feature):
    """Maps the digits straight to the glyphs that a single-substitution feature would give."""
    gsub = font["GSUB"].table
    swap = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == feature:
            for index in record.Feature.LookupListIndex:
                for subtable in gsub.LookupList.Lookup[index].SubTable:
                    swap.update(getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {}))
    for table in font["cmap"].tables:
        for code, glyph in list(table.cmap.items()):
            if code in range(0x30, 0x3A) and glyph in swap:
                table.cmap[code] = swap[glyph]


def save(font, name):
    path = os.path.join(here, name)
    # The date of the package, not of the cut: the same input gives the same bytes.
    font.recalcTimestamp = False
    font.save(path)
    print(f"{name}: {os.path.getsize(path):,} bytes")


save(instancer.instantiateVariableFont(cut(TTFont(INTER), TEXT, ["kern", "mark", "mkmk", "ccmp", "locl"]), WEIGHTS), "Inter.var.ttf")
digits = TTFont(INTER)
bake_digits(digits, "tnum")
save(instancer.instantiateVariableFont(cut(digits, range(0x30, 0x3A), []), WEIGHTS), "InterDigits.var.ttf")
save(cut(TTFont(MONO), TEXT, ["ccmp", "locl"]), "JetBrainsMono-Regular.ttf")

CRATE = "~/.cargo/registry/src/*/egui_material_icons-0.9.0/MaterialSymbolsRounded-Regular.ttf"
icons = sys.argv[2] if "--icons" in sys.argv else glob.glob(os.path.expanduser(CRATE))[0]
with open(os.path.join(here, "../../src/theme/icon.rs"), encoding="utf-8") as source:
    names = sorted(set(re.findall(r"= ICON_(\w+)", source.read())))
with open(icons.replace(".ttf", ".codepoints"), encoding="utf-8") as listing:
    points = dict(line.split() for line in listing)
save(cut(TTFont(icons), [int(points[name.lower()], 16) for name in names], []), "icons.ttf")
