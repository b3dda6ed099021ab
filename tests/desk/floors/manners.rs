//! Holds the manners of a file: no colour or font outside the theme, no wait in the window's code, no silenced lint, no long file.
//!
//! These are the rules that clippy cannot scope to a folder. Each is a function from a file to what is wrong with it, and
//! each is tried on code that breaks it.

use super::source::{self, File};

/// The floors whose code runs on the window's thread.
const WINDOW: &[&str] = &["app", "screens", "widgets"];

/// Longer is two ideas; its own tests are not counted. A giant match or a table may be longer: it stands here with its reason.
const LINES: usize = 400;
const LONGER: &[(&str, usize, &str)] = &[];

type Rule = fn(&File) -> Vec<String>;

/// What is held of every file of `src`, but for what exists in tests only.
const RULES: &[(&str, Rule)] = &[
    ("a colour outside the theme", colours),
    ("a font or a type size in a screen", fonts),
    ("a wait on the window's thread", waits),
    ("a main that does more than start", long_main),
    ("a file of more than one idea", long_file),
];

/// `TRANSPARENT` is the absence of a colour.
fn colours(file: &File) -> Vec<String> {
    if file.floor() == "theme" {
        return Vec::new();
    }
    let facts = file.facts();
    let names = facts.names.iter().filter(|name| {
        name.windows(2).any(|pair| match (pair[0].as_str(), pair[1].as_str()) {
            ("Color32" | "Rgba", made) => made.starts_with("from_") || made != "TRANSPARENT" && made == made.to_uppercase(),
            ("Hsva" | "HsvaGamma" | "hex_color", _) => true,
            _ => false,
        }) || name.last().is_some_and(|last| matches!(last.as_str(), "hex_color" | "Hsva" | "HsvaGamma"))
    });
    let in_window = WINDOW.contains(&file.floor().as_str());
    let strings = facts.strings.iter().filter(|text| in_window && is_hex_colour(text));
    let numbers = facts.numbers.iter().filter(|number| in_window && is_hex_number(number));
    names.map(|name| name.join("::")).chain(strings.cloned()).chain(numbers.cloned()).collect()
}

fn is_hex_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| matches!(digits.len(), 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

fn is_hex_number(number: &str) -> bool {
    number.strip_prefix("0x").is_some_and(|digits| matches!(digits.replace('_', "").len(), 6 | 8))
}

/// Type comes from the theme's scale by its role, in screens and in what they share.
fn fonts(file: &File) -> Vec<String> {
    if !matches!(file.floor().as_str(), "screens" | "widgets" | "app") {
        return Vec::new();
    }
    let facts = file.facts();
    let names = facts
        .names
        .iter()
        .filter(|name| name.iter().any(|part| matches!(part.as_str(), "FontId" | "FontFamily" | "FontTweak" | "FontData")));
    let sizes = facts
        .calls
        .iter()
        .filter(|call| call.bare_number && matches!(call.method.as_str(), "size" | "line_height" | "extra_letter_spacing"));
    names.map(|name| name.join("::")).chain(sizes.map(|call| format!(".{}(a number)", call.method))).collect()
}

/// What waits for a disk, a network, a thread or another program; a job of the worker does it instead.
const WAITING: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net", "TcpListener"],
    &["std", "net", "TcpStream"],
    &["std", "net", "ToSocketAddrs"],
    &["std", "net", "UdpSocket"],
    &["std", "thread"],
    &["std", "process", "Command"],
    &["std", "io", "stdin"],
    &["std", "sync", "Condvar"],
    &["std", "sync", "Barrier"],
    &["tokio", "fs"],
    &["tokio", "runtime"],
    &["tokio", "task", "block_in_place"],
    &["futures", "executor"],
    &["reqwest"],
    &["arboard"],
    &["keyring"],
    &["rfd"],
];

/// Methods that wait, with how many arguments they are given (`path.join(name)` does not wait, `thread.join()` does).
const WAITING_METHODS: &[(&str, usize)] = &[
    ("block_on", 1),
    ("block_until_ready", 0),
    ("block_until_ready_mut", 0),
    ("block_and_take", 0),
    ("blocking_recv", 0),
    ("blocking_send", 1),
    ("blocking_lock", 0),
    ("blocking_read", 0),
    ("blocking_write", 0),
    ("recv", 0),
    ("recv_timeout", 1),
    ("join", 0),
    ("wait", 0),
];

fn waits(file: &File) -> Vec<String> {
    if !WINDOW.contains(&file.floor().as_str()) {
        return Vec::new();
    }
    let facts = file.facts();
    let names = facts.names.iter().filter(|name| {
        let waiting = WAITING.iter().any(|waiting| name.iter().map(String::as_str).take(waiting.len()).eq(waiting.iter().copied()));
        waiting || name.last().is_some_and(|last| last == "block_on")
    });
    let calls = facts.calls.iter().filter(|call| WAITING_METHODS.contains(&(call.method.as_str(), call.arguments)));
    names.map(|name| name.join("::")).chain(calls.map(|call| format!(".{}(…)", call.method))).collect()
}

fn long_main(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if file.floor() == "main" && lines >= 100 { vec![format!("{lines} lines, at most 99")] } else { Vec::new() }
}

fn long_file(file: &File) -> Vec<String> {
    let lines = file.text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().lines().count();
    let allowed = LONGER.iter().find(|(path, ..)| *path == file.path).map_or(LINES, |(_, allowed, _)| *allowed);
    if lines > allowed { vec![format!("{lines} lines, at most {allowed}")] } else { Vec::new() }
}

/// The first line is the beginning of a sentence that says why the file exists.
fn opening(file: &File) -> Vec<String> {
    let opening: Vec<&str> = file.text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
    let sentence = opening.join(" ");
    if sentence.split_whitespace().count() >= 4 && sentence.contains(['.', ':', ';']) {
        Vec::new()
    } else {
        vec!["no opening `//!` sentence".to_owned()]
    }
}

/// A lint is expected with a reason (`#[expect(…, reason = …)]`, which says when it is no longer needed), never allowed.
fn silenced_lints(file: &File) -> Vec<String> {
    let silences = |attribute: &String| {
        let mut words = attribute.split(' ');
        match words.next() {
            Some("allow") => true,
            Some("cfg_attr") => words.any(|word| word == "allow"),
            Some("expect") => !words.any(|word| word == "reason"),
            _ => false,
        }
    };
    file.attributes().into_iter().filter(silences).map(|attribute| format!("#[{attribute}]")).collect()
}

/// Runs a rule over files and says all that is wrong, a line each.
fn said_of(files: &[File], rule: Rule) -> Vec<String> {
    files.iter().flat_map(|file| rule(file).into_iter().map(|wrong| format!("{}: {wrong}", file.path))).collect()
}

#[test]
fn no_file_of_the_house_forgets_its_manners() {
    let house = source::house().unwrap();
    let mut wrong = Vec::new();
    for (what, rule) in RULES {
        wrong.extend(said_of(&house, *rule).into_iter().map(|line| format!("{what}: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_why_it_exists_and_silences_no_lint() {
    let files = source::everything().unwrap();
    assert!(files.iter().any(|file| file.path.starts_with("tests/desk/")), "the tests were not found");
    let wrong = [said_of(&files, opening), said_of(&files, silenced_lints)].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a rule says of a snippet that stands in this file.
fn said(rule: Rule, path: &str, text: &str) -> Vec<String> {
    let Ok(file) = File::read(path, text) else { unreachable!("the snippet is not Rust: {text}") };
    rule(&file)
}

#[test]
fn a_colour_is_seen_however_it_is_written() {
    for colour in [
        "fn f() { Color32::from_rgb(1, 2, 3); }",
        "use egui::Color32 as Ink; fn f() { Ink::from_gray(9); }",
        "fn f() { eframe::egui::Color32::WHITE; }",
        "const INK: Color32 = Color32::LIGHT_BLUE;",
        "fn f() { painter.text(format!(\"{:?}\", Color32::RED)); }",
        "use egui::ecolor::Hsva; fn f() { Hsva::new(0.1, 0.2, 0.3, 1.0); }",
        "fn f() { egui::hex_color!(\"#2f5bd6\"); }",
        "const INK: &str = \"#2f5bd6\";",
        "fn f() -> u32 { 0x2F5B_D6FF }",
    ] {
        assert!(!said(colours, "src/screens/clients.rs", colour).is_empty(), "not seen: {colour}");
        assert_eq!(said(colours, "src/theme/palette.rs", colour), [""; 0]);
    }
    assert_eq!(
        said(colours, "src/widgets/chip.rs", "fn f(ink: Color32) { ink.gamma_multiply(0.5); Color32::TRANSPARENT; \"#12\"; 0xFF; }"),
        [""; 0]
    );
}

#[test]
fn a_font_or_a_type_size_is_seen() {
    for font in [
        "fn f() { FontId::new(13.0, family); }",
        "use egui::FontId; fn f() { FontId::proportional(size); }",
        "fn f() { egui::FontFamily::Monospace; }",
        "fn f() { RichText::new(\"x\").size(13.0); }",
        "fn f() { ui.label(RichText::new(\"x\").line_height(20)); }",
    ] {
        assert!(!said(fonts, "src/screens/clients.rs", font).is_empty(), "not seen: {font}");
        assert_eq!(said(fonts, "src/theme/type_scale.rs", font), [""; 0]);
    }
    assert_eq!(said(fonts, "src/screens/clients.rs", "fn f() { button.size(size::FIELD); }"), [""; 0]);
}

#[test]
fn a_wait_is_seen_however_it_is_written() {
    for wait in [
        "fn f() { std::fs::read(path); }",
        "use std::{fs, time::Duration}; fn f() { fs::write(path, text); }",
        "use std::thread; fn f() { thread::sleep(second); }",
        "fn f() { runtime.block_on(future); }",
        "use futures::executor::block_on; fn f() { block_on(future); }",
        "fn f(client: reqwest::blocking::Client) {}",
        "use arboard::Clipboard;",
        "fn f() { assert!(receiver.recv().is_ok()); }",
        "fn f() { thread.join(); }",
        "fn f() { std::net::TcpStream::connect(address); }",
    ] {
        assert!(!said(waits, "src/app/logic.rs", wait).is_empty(), "not seen: {wait}");
        assert_eq!(said(waits, "src/desktop/journal.rs", wait), [""; 0]);
    }
    assert_eq!(said(waits, "src/app/logic.rs", "fn f() { folder.join(name); news.try_recv(); words.join(\", \"); }"), [""; 0]);
}

#[test]
fn length_and_opening_are_measured() {
    assert_eq!(said(long_main, "src/main.rs", &"\n".repeat(100)).len(), 1);
    assert_eq!(said(long_main, "src/main.rs", &"\n".repeat(99)).len(), 0);
    assert_eq!(said(long_file, "src/net/mod.rs", &"\n".repeat(LINES + 1)).len(), 1);
    let with_tests = format!("{}\n#[cfg(test)]\nmod tests {{}}\n", "\n".repeat(LINES));
    assert_eq!(said(long_file, "src/net/mod.rs", &with_tests).len(), 0);
    for bad in ["", "use std::fs;", "// A comment only, with a sentence.", "//! Net.", "\n//! A sentence that comes a line too late."] {
        assert_eq!(said(opening, "src/net/mod.rs", bad).len(), 1, "not seen: {bad}");
    }
    assert_eq!(said(opening, "src/net/mod.rs", "//! One hardened transport, so that no request\n//! goes another way.\nuse x;"), [""; 0]);
}

#[test]
fn a_silenced_lint_is_seen() {
    for silence in [
        "#[allow(dead_code)] fn f() {}",
        "#![allow(clippy::all)]",
        "#[cfg_attr(windows, allow(unused))] fn f() {}",
        "#[cfg(test)] mod tests { #[test] #[allow(unused)] fn f() {} }",
        "fn f() { #[allow(unused)] let x = 1; }",
        "#[expect(clippy::too_many_lines)] fn f() {}",
    ] {
        assert_eq!(said(silenced_lints, "src/net/mod.rs", silence).len(), 1, "not seen: {silence}");
    }
    assert_eq!(said(silenced_lints, "src/net/mod.rs", "#[expect(dead_code, reason = \"x\")] fn allow() { \"#[allow(x)]\"; }"), [""; 0]);
}
