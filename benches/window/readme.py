"""Writes what was measured as tables, in both languages, into the READMEs."""

import os
import platform
import re
import time
from collections import namedtuple

# Medians of criterion in nanoseconds; of the window in milliseconds and MiB, with ratios to the bare one; sizes in bytes.
Figures = namedtuple("Figures", "benches window sizes rounds")

FRAME = "frame of the clients screen"
FINDING = "finding in 100000"

ENGLISH = {
    "thousands": ",",
    "point": ".",
    "units": ("ns", "µs", "ms", "s"),
    "mib": "MiB",
    "mb": "MB",
    "on": "Measured on {day}: {processor}, {cores} processors, {system}; OpenGL in software, medians of {rounds} starts in turn.",
    "frame": "one frame of the clients screen",
    "rows": "{n} clients",
    "at rest": "nothing has changed",
    "scrolling": "while it is scrolled",
    "last selected": "with the last client of the list selected",
    "what": "what",
    "time": "time",
    "reading": "reading 10,000 clients from the bytes of an answer",
    "search": "among 100,000 clients: searching a text",
    "filter": "filtering by type and right",
    "sort by id": "sorting by id",
    "sort by rights": "sorting by rights",
    "sort by address": "sorting by address",
    "sort by first seen": "sorting by the day they were first seen",
    "window": "the real window",
    "bare": "a bare eframe window",
    "out": "Tokendesk, nobody signed in",
    "in": "Tokendesk, signed in from the keychain, 10,000 clients",
    "painted": "from the start to the first picture",
    "cpu": "processor time until it rests",
    "rss": "memory at rest (RSS)",
    "pss": "the same, with what is shared counted in part (PSS)",
    "size": "size of the program",
}

RUSSIAN = {
    "thousands": "\u00a0",
    "point": ",",
    "units": ("нс", "мкс", "мс", "с"),
    "mib": "МиБ",
    "mb": "МБ",
    "on": "Измерено {day}: {processor}, процессоров: {cores}, {system}; OpenGL программный, медианы {rounds} запусков по очереди.",
    "frame": "один кадр экрана клиентов",
    "rows": "клиентов: {n}",
    "at rest": "ничего не изменилось",
    "scrolling": "во время прокрутки",
    "last selected": "когда выбран последний клиент списка",
    "what": "что",
    "time": "время",
    "reading": "чтение 10\u00a0000 клиентов из байтов ответа",
    "search": "среди 100\u00a0000 клиентов: поиск текста",
    "filter": "отбор по типу и праву",
    "sort by id": "сортировка по id",
    "sort by rights": "сортировка по правам",
    "sort by address": "сортировка по адресу",
    "sort by first seen": "сортировка по дню, когда их впервые увидели",
    "window": "настоящее окно",
    "bare": "пустое окно eframe",
    "out": "Tokendesk, никто не вошёл",
    "in": "Tokendesk, вход из хранилища ключей, 10\u00a0000 клиентов",
    "painted": "от запуска до первой картинки",
    "cpu": "процессорное время до покоя",
    "rss": "память в покое (RSS)",
    "pss": "она же, общее с другими учтено долей (PSS)",
    "size": "размер программы",
}

LANGUAGES = {"README.md": ENGLISH, "README.ru.md": RUSSIAN}


def number(words, value):
    """Three figures that count."""
    digits = max(0, 2 - len(str(int(value))) + 1) if value >= 1 else 2
    return f"{value:,.{digits}f}".translate({ord(","): words["thousands"], ord("."): words["point"]})


def duration(words, nanoseconds):
    """In the largest unit that leaves something before the point."""
    unit = 0
    while nanoseconds >= 1000 and unit < 3:
        nanoseconds, unit = nanoseconds / 1000, unit + 1
    return f"{number(words, nanoseconds)} {words['units'][unit]}"


def table(head, rows):
    """As Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def block(figures, words):
    """All of it, in one language."""
    sizes = [100, 10_000, 100_000]
    counts = [words["rows"].format(n=f"{size:,}".replace(",", words["thousands"])) for size in sizes]
    frames = [
        [words[what], *(duration(words, figures.benches[FRAME, what, str(size)]) for size in sizes)]
        for what in ("at rest", "scrolling", "last selected")
    ]
    finding = [[words["reading"], duration(words, figures.benches["reading", "10000 clients", None])]]
    for what in ("search", "filter", "sort by id", "sort by rights", "sort by address", "sort by first seen"):
        finding.append([words[what], duration(words, figures.benches[FINDING, what, None])])
    on = words["on"].format(day=time.strftime("%Y-%m-%d"), processor=processor(), cores=os.cpu_count(), system=system(), rounds=figures.rounds)
    window = [row(figures, words, what) for what in ("painted", "cpu", "rss", "pss")]
    of_bytes = {kind: f"{number(words, size / 1e6)} {words['mb']}" for kind, size in figures.sizes.items()}
    window.append([words["size"], of_bytes["bare"], of_bytes["out"], ""])
    parts = [
        on,
        table([words["window"], words["bare"], words["out"], words["in"]], window),
        table([words["frame"], *counts], frames),
        table([words["what"], words["time"]], finding),
    ]
    return "\n\n".join(parts)


def row(figures, words, what):
    """One line about the window: the bare one, and ours with how many times as much that is."""
    unit = words["mib"] if what in ("rss", "pss") else words["units"][2]
    cells = [f"{number(words, figures.window['bare', what])} {unit}"]
    for kind in ("out", "in"):
        ratio = f"{figures.window[kind, what, 'ratio']:.2f}".replace(".", words["point"])
        cells.append(f"{number(words, figures.window[kind, what])} {unit} (×{ratio})")
    return [words[what], *cells]


def processor():
    """What the kernel calls it."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        named = re.search(r"^model name\s*: (.*)$", info.read(), re.MULTILINE)
    return named.group(1) if named else platform.machine()


def system():
    """The system's own name for itself."""
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def write(path, text):
    """Between the two marks, which stand there already."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    marks = re.compile(r"(<!-- figures\b[^>]*-->\n).*?(<!-- /figures -->)", re.DOTALL)
    page, times = marks.subn(lambda found: f"{found.group(1)}\n{text}\n\n{found.group(2)}", page)
    if times != 1:
        raise RuntimeError(f"{path}: the marks stand there {times} times")
    with open(path, "w", encoding="utf-8") as file:
        file.write(page)
