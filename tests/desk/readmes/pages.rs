//! A page of Markdown as sections, with all that must be the same in another language: what is not prose.

use std::collections::BTreeMap;
use std::mem::take;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What follows one heading, up to the next.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub level: usize,
    pub heading: String,
    /// `code` in the prose, in its order.
    pub code: Vec<String>,
    /// The blocks of code, each with its language; what a shell takes for a comment is prose.
    pub blocks: Vec<String>,
    /// Rows (the head is one) and columns of each table.
    pub tables: Vec<(usize, usize)>,
    /// Where links and pictures lead.
    pub links: Vec<String>,
    /// The points of its lists.
    pub points: usize,
}

impl Section {
    /// What the other one, in another language, does not hold alike.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = unlike("code", &self.code, &other.code);
        found.extend(unlike("link", &self.links, &other.links));
        if self.blocks != other.blocks {
            found.push(format!("blocks of code: {:?} and {:?}", self.blocks, other.blocks));
        }
        if self.tables != other.tables {
            found.push(format!("tables of (rows, columns): {:?} and {:?}", self.tables, other.tables));
        }
        if self.points != other.points {
            found.push(format!("points of a list: {} and {}", self.points, other.points));
        }
        found
    }
}

/// What is here more often than there, and the other way round: languages order their words differently.
fn unlike(what: &str, english: &[String], russian: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for word in english {
        counts.entry(word).or_default().0 += 1;
    }
    for word in russian {
        counts.entry(word).or_default().1 += 1;
    }
    let unlike = counts.iter().filter(|(_, (here, there))| here != there);
    unlike.map(|(word, (here, there))| format!("{what} `{word}`: {here} time(s) in English, {there} in Russian")).collect()
}

/// The sections of a page, the first with what stands before any heading when there is something.
pub fn sections(markdown: &str) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::new();
    let mut now = Section::default();
    let (mut in_heading, mut block) = (false, None::<String>);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                all.push(take(&mut now));
                (now.level, in_heading) = (level as usize, true);
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Code(code) if in_heading => now.heading.push_str(&code),
            Event::Code(code) => now.code.push(code.into_string()),
            Event::Start(Tag::CodeBlock(kind)) => {
                block = Some(if let CodeBlockKind::Fenced(language) = kind { format!("{language}:") } else { String::new() });
            }
            Event::End(TagEnd::CodeBlock) => now.blocks.extend(block.take()),
            Event::Text(text) => match &mut block {
                Some(block) => block.extend(text.lines().map(|line| format!(" {}", without_comment(line)))),
                None if in_heading => now.heading.push_str(&text),
                None => {}
            },
            Event::Start(Tag::Table(columns)) => now.tables.push((0, columns.len())),
            Event::Start(Tag::TableHead | Tag::TableRow) => now.tables.iter_mut().last().into_iter().for_each(|table| table.0 += 1),
            Event::Start(Tag::Item) => now.points += 1,
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => now.links.push(dest_url.into_string()),
            _ => {}
        }
    }
    all.push(now);
    all.retain(|section| *section != Section::default());
    all
}

/// A line of shell, without what is said to its reader.
fn without_comment(line: &str) -> &str {
    let comment = if line.starts_with('#') { Some(0) } else { line.find(" #") };
    line[..comment.unwrap_or(line.len())].trim_end()
}
