//! The table is whole: every row of each page in its order, every scenario in it once, and what is open is in README.

use std::collections::BTreeSet;

use syn::{FnArg, Item, ItemFn, Type};

use super::row::{Play, Row};
use super::table;
use crate::computer;
use crate::floors::source;

const FOLDER: &str = "tests/faults";

/// A section of FAULTS.md.
struct Section {
    page: &'static str,
    count: usize,
    rows: &'static [Row],
    played: &'static [&'static str],
}

/// In the order of FAULTS.md: README numbers their rows through.
const SECTIONS: [Section; 2] = [
    Section { page: "server_and_network.md", count: 34, rows: table::ROWS, played: table::PLAYED },
    Section { page: "this_computer.md", count: 17, rows: computer::table::ROWS, played: computer::table::PLAYED },
];

fn all_rows() -> impl Iterator<Item = &'static Row> {
    SECTIONS.iter().flat_map(|section| section.rows)
}

/// The first cells of the table's rows.
fn faults(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| fault |"));
    rows.filter_map(|row| row.split('|').nth(1)).map(str::trim).collect()
}

#[test]
fn every_row_is_there_in_its_order() {
    for section in &SECTIONS {
        let page = source::text_of(&format!("{FOLDER}/{}", section.page)).unwrap();
        let rows: Vec<&str> = section.rows.iter().map(|row| row.fault).collect();
        assert_eq!(rows, faults(&page));
        assert_eq!(rows.len(), section.count, "{}", section.page);
    }
    for row in all_rows() {
        assert!(!row.held_by.is_empty() || !row.open.is_empty(), "“{}” is neither held nor open", row.fault);
        assert!(row.right.split_whitespace().count() > 1, "“{}” does not say what is right", row.fault);
    }
}

#[test]
fn every_row_with_scenarios_is_a_test() {
    let is_played = |row: &&Row| row.held_by.iter().any(|scenario| matches!(scenario.play, Play::Twice(_)));
    for section in &SECTIONS {
        let rows: Vec<&str> = section.rows.iter().filter(is_played).map(|row| row.test).collect();
        assert_eq!(section.played, rows, "{}", section.page);
    }
}

/// The functions of a file that are played on a bench, by file and name.
fn scenarios(path: &str) -> Vec<String> {
    let text = source::text_of(path).unwrap();
    let file = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    let is_bench = |argument: &FnArg| match argument {
        FnArg::Typed(typed) => match &*typed.ty {
            Type::Reference(reference) => matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("Bench")),
            _ => false,
        },
        FnArg::Receiver(_) => false,
    };
    let parsed = syn::parse_file(&text).unwrap();
    let functions = parsed.items.into_iter().filter_map(|item| match item {
        Item::Fn(function) if matches!(function.vis, syn::Visibility::Public(_)) => Some(function.sig),
        _ => None,
    });
    let played = functions.filter(|sig| sig.inputs.len() == 1 && sig.inputs.iter().all(is_bench));
    played.map(|sig| format!("{file}::{}", sig.ident)).collect()
}

/// The public tests of the files that play by themselves, as the table names them.
fn tests_by_themselves(folder: &str, path: &str) -> Vec<String> {
    let file = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    let has = |function: &ItemFn, name: &str| function.attrs.iter().any(|attribute| attribute.path().is_ident(name));
    // What is ignored is run by another test, in a process of its own.
    let is_test = |function: &ItemFn| has(function, "test") && !has(function, "ignore");
    let functions = syn::parse_file(&source::text_of(path).unwrap()).unwrap().items.into_iter().filter_map(|item| match item {
        Item::Fn(function) if is_test(&function) => Some(function.sig.ident),
        _ => None,
    });
    functions.map(|name| format!("{folder}::{file}::{name}")).collect()
}

#[test]
fn every_test_by_itself_is_in_the_table_and_everything_named_is_a_test() {
    let mut written = BTreeSet::new();
    for folder in ["network", "computer"] {
        let paths = source::paths_below(&format!("{FOLDER}/{folder}"), "rs").unwrap();
        written.extend(paths.iter().flat_map(|path| tests_by_themselves(folder, path)));
    }
    let by_itself = all_rows().flat_map(|row| row.held_by).filter(|scenario| matches!(scenario.play, Play::ByItself));
    let named: BTreeSet<String> = by_itself.map(|scenario| scenario.name.to_owned()).collect();
    assert_eq!(named, written);
}

#[test]
fn every_scenario_is_played_and_none_twice() {
    let named: Vec<&str> = all_rows().flat_map(|row| row.held_by).map(|scenario| scenario.name).collect();
    let once: BTreeSet<&str> = named.iter().copied().collect();
    assert_eq!(once.len(), named.len(), "a scenario stands in the table twice");
    let paths = source::paths_below(FOLDER, "rs").unwrap();
    let written: Vec<String> = paths.iter().flat_map(|path| scenarios(path)).collect();
    assert!(written.len() > 50, "the scenarios were not found: {}", written.len());
    let forgotten: Vec<&String> = written.iter().filter(|name| !once.contains(name.as_str())).collect();
    assert!(forgotten.is_empty(), "in no row: {forgotten:?}");
}

/// The numbers of the rows that a README lists as open: `- Row 34 (…): …`, or `- Строка 34 (…): …`.
fn listed_as_open(page: &str, heading: &str, word: &str) -> Vec<usize> {
    let section = page.split("\n## ").find(|section| section.starts_with(heading)).expect("the section of what is open");
    let items = section.lines().filter_map(|line| line.trim_start().strip_prefix("- ")?.strip_prefix(word)?.strip_prefix(' '));
    items.filter_map(|item| item.split_whitespace().next()?.parse().ok()).collect()
}

#[test]
fn what_is_open_is_listed_in_readme_and_nothing_else_is() {
    let open: Vec<usize> = all_rows().zip(1..).filter(|(row, _)| !row.open.is_empty()).map(|(_, number)| number).collect();
    let page = source::text_of("README.md").unwrap();
    assert_eq!(listed_as_open(&page, "What is open", "Row"), open);
    for number in &open {
        let Some(fault) = all_rows().nth(number - 1).map(|row| row.fault) else { panic!("no row {number}") };
        assert!(page.contains(fault), "README does not name row {number} by its words: {fault}");
    }
    if let Ok(page) = source::text_of("README.ru.md") {
        assert_eq!(listed_as_open(&page, "Что ещё не сделано", "Строка"), open);
    }
}
