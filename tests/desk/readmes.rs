//! Holds README.md and README.ru.md beside each other, and both beside the house: the same sections with the same commands, tables
//! and links, no option that the program does not take, no file that is not there.

mod pages;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use pages::{Section, sections};
use tokendesk::app::options::{Options, Stop};

/// What each heading is called in English and in Russian, in the order of the pages. A new heading needs its line here.
const HEADINGS: [(&str, &str); 9] = [
    ("Tokendesk", "Tokendesk"),
    ("Two commands", "Две команды"),
    ("The command line", "Командная строка"),
    ("The map of the house", "План дома"),
    ("What is stored where", "Что где хранится"),
    ("What is promised, and which test holds it", "Что обещано и какой тест за это отвечает"),
    ("Speed", "Скорость"),
    ("What nobody knows about the server", "Чего о сервере не знает никто"),
    ("What is open", "Что ещё не сделано"),
];

/// What stands in a command for a person's own value.
const PLACEHOLDERS: [(&str, &str); 4] =
    [("ADDR", "127.0.0.1:0"), ("URL", "https://romashka.example"), ("DIR", "/tmp/tokendesk"), ("ru|en", "ru")];

/// A path in the text is known by its first part.
const TOP: [&str; 7] = [".ci", ".github", "assets", "benches", "examples", "src", "tests"];

const NAMES: [&str; 2] = ["README.md", "README.ru.md"];

/// Both pages; one that is not there says nothing, which every test minds.
fn readmes() -> [Vec<Section>; 2] {
    NAMES.map(|name| sections(&fs::read_to_string(root().join(name)).unwrap_or_default()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where two pages do not say the same; each line names its section.
fn differences([english, russian]: [&[Section]; 2], headings: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (language, page, paired) in [
        ("English", english, headings.iter().map(|pair| pair.0).collect::<Vec<_>>()),
        ("Russian", russian, headings.iter().map(|pair| pair.1).collect()),
    ] {
        for place in 0..page.len().max(paired.len()) {
            let there = page.get(place).map_or("none", |section| section.heading.as_str());
            let wanted = paired.get(place).copied().unwrap_or("none");
            if there != wanted {
                found.push(format!("{language} heading {}: “{there}”, in the table “{wanted}”", place + 1));
            }
        }
    }
    for (english, russian) in english.iter().zip(russian) {
        let mut unlike = english.differences(russian);
        if english.level != russian.level {
            unlike.push(format!("the heading's level: {} and {}", english.level, russian.level));
        }
        found.extend(unlike.into_iter().map(|what| format!("section “{}” / “{}”: {what}", english.heading, russian.heading)));
    }
    found
}

/// The links at the top by which each page leads to the other, taken out of its first section.
fn take_language_link(page: &mut [Section], other: &str) -> bool {
    let Some(first) = page.first_mut() else { return false };
    let before = first.links.len();
    first.links.retain(|link| link != other);
    before == first.links.len() + 1
}

#[test]
fn both_readmes_say_the_same() {
    let [mut english, mut russian] = readmes();
    assert!(take_language_link(&mut english, NAMES[1]), "README.md leads to the Russian page at its top, once");
    assert!(take_language_link(&mut russian, NAMES[0]), "README.ru.md leads to the English page at its top, once");
    let found = differences([&english, &russian], &HEADINGS);
    assert!(found.is_empty(), "the READMEs differ:\n{}", found.join("\n"));
}

/// The words after the program's name, as a shell would hand them over.
fn arguments_in(command: &str) -> Option<Vec<OsString>> {
    let words = match command.strip_prefix("cargo run") {
        Some(rest) => rest.split_once(" -- ").map(|(_, words)| words)?,
        None if command.starts_with("--") => command,
        None => command.strip_prefix("tokendesk ")?,
    };
    let value = |word| PLACEHOLDERS.iter().find(|(name, _)| *name == word).map_or(word, |(_, value)| *value);
    Some(words.split_whitespace().map(|word| value(word).into()).collect())
}

fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, Stop> {
    Options::read(std::iter::once("tokendesk".into()).chain(arguments))
}

#[test]
fn the_program_takes_every_option_that_is_named_and_every_option_is_named() {
    let Err(Stop::Asked(help)) = read(["--help".into()]) else { panic!("--help is not answered") };
    let options = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
        words.filter(|word| word.len() > 2 && word.starts_with("--")).map(str::to_owned).collect()
    };
    let of_the_program = options(&help);
    for (name, page) in NAMES.into_iter().zip(readmes()) {
        let mut named = BTreeSet::new();
        for command in page.iter().flat_map(|section| &section.code) {
            let Some(arguments) = arguments_in(command) else { continue };
            // In a sentence an option stands without its value.
            let values = PLACEHOLDERS.map(|(_, value)| value).into_iter().filter(|_| arguments.len() == 1);
            let with_value = values.map(|value| read([arguments[0].clone(), value.into()]));
            let refusals: Vec<_> = std::iter::once(read(arguments.clone())).chain(with_value).map(Result::err).collect();
            let is_taken = refusals.iter().any(|refusal| !matches!(refusal, Some(Stop::Wrong(_))));
            assert!(is_taken, "{name}: `{command}` is refused: {:?}", refusals[0]);
            named.extend(options(command.split_once(" -- ").map_or(command.as_str(), |(_, words)| words)));
        }
        assert_eq!(named, of_the_program, "{name}: the options that are named, and those of --help");
    }
}

/// Every path that a page names: in its prose, its commands and its links.
fn paths(page: &[Section]) -> BTreeSet<String> {
    let code = page.iter().flat_map(|section| section.code.iter().chain(&section.blocks)).flat_map(|code| code.split_whitespace());
    let in_code = code.filter(|word| word.split_once('/').is_some_and(|(first, _)| TOP.contains(&first)));
    let links = page.iter().flat_map(|section| &section.links).filter(|link| !link.contains("://")).map(String::as_str);
    in_code.chain(links).map(str::to_owned).collect()
}

/// Whether a path is there: `a/{b,c}/*.d` is when each of its readings has a file.
fn is_there(path: &str) -> bool {
    if let Some((before, (choice, after))) = path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        return choice.split(',').all(|chosen| is_there(&format!("{before}{chosen}{after}")));
    }
    match path.rsplit_once("/*") {
        Some((folder, ending)) => fs::read_dir(root().join(folder))
            .is_ok_and(|mut files| files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().ends_with(ending)))),
        None => root().join(path).exists(),
    }
}

#[test]
fn every_file_that_is_named_is_there() {
    for (name, page) in NAMES.into_iter().zip(readmes()) {
        let named = paths(&page);
        assert!(named.len() > 20, "{name}: only {named:?}");
        let missing: Vec<_> = named.iter().filter(|path| !is_there(path)).collect();
        assert!(missing.is_empty(), "{name} names what is not there: {missing:?}");
    }
    for absent in ["src/attic/", "assets/i18n/{ru,fr}/*.ftl", "assets/i18n/{ru,en}/*.po"] {
        assert!(!is_there(absent), "{absent}");
    }
}

#[test]
fn each_kind_of_difference_is_found() {
    let page = "# Desk\n\n[x](a.md) `run`\n\n## Shelf\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nls  # all\n```\n\n- one\n- two\n";
    let headings = [("Desk", "Desk"), ("Shelf", "Shelf")];
    let found = |changed: &str| differences([&sections(page), &sections(changed)], &headings).join("\n");
    assert_eq!(found(page), "");
    assert_eq!(found(&page.replace("# all", "# tutti")), "", "a comment is prose");
    for (part, instead, named) in [
        ("## Shelf", "## Shelf\n\n## More", "More"),
        ("## Shelf", "### Shelf", "level: 2 and 3"),
        ("## Shelf", "## Board", "Board"),
        ("`run`", "`walk`", "`walk`: 0 time(s)"),
        ("`run`", "`run` `run`", "`run`: 1 time(s)"),
        ("a.md", "b.md", "link `b.md`"),
        ("| 1 | 2 |", "| 1 | 2 |\n| 3 | 4 |", "[(2, 2)] and [(3, 2)]"),
        ("ls ", "ls -l ", "ls -l"),
        ("- two\n", "", "points of a list: 2 and 1"),
    ] {
        let found = found(&page.replace(part, instead));
        assert!(found.contains(named), "{part:?} as {instead:?} is told as: {found:?}");
    }
}
