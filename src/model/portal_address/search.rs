//! Goes through an address from left to right and collects what may be the id of an app or of a version. The address is taken
//! apart by hand and not by a parser: half a link, a hash route and an address inside a parameter count as well.

use percent_encoding::percent_decode_str;

use super::super::app_version::looks_like_id;

/// An address inside an address inside an address is enough.
const MAX_DEPTH: usize = 3;

/// Longer is no id, in bytes. A guess.
const MAX_ID_LEN: usize = 128;

/// Words that stand in paths where an id could.
const PAGE_WORDS: [&str; 16] = [
    "add",
    "all",
    "create",
    "draft",
    "edit",
    "history",
    "latest",
    "list",
    "new",
    "oauth",
    "oauth-app",
    "oauth-apps",
    "public",
    "search",
    "settings",
    "versions",
];

/// What was found so far, in the order found.
#[derive(Default)]
pub(super) struct Search {
    /// After a name that says so.
    apps: Vec<String>,
    versions: Vec<String>,
    /// Path segments that have the shape of an id or a version number, but no name before them.
    loose: Vec<Loose>,
}

struct Loose {
    id: String,
    after: After,
    before_versions: bool,
}

/// What stands right before a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    App,
    LooseId,
    Anything,
}

impl Search {
    /// Looks through what follows the host: path, query, and a fragment that is a path and a query of its own.
    pub(super) fn address(&mut self, text: &str) {
        self.look(text, 0);
    }

    fn look(&mut self, text: &str, depth: usize) {
        for part in text.split('#') {
            let (path, query) = part.split_once('?').unwrap_or((part, ""));
            // A bare `a=b&c=d` is a query too.
            let (path, query) = if query.is_empty() && path.contains('=') && !path.contains('/') { ("", path) } else { (path, query) };
            self.path(path);
            for parameter in query.split(['&', '?', ';']) {
                self.parameter(parameter, depth);
            }
        }
    }

    fn path(&mut self, path: &str) {
        let segments: Vec<String> = path.split(['/', '\\']).filter(|segment| !segment.is_empty()).map(decoded).collect();
        let mut after = After::Anything;
        let mut within_app = false;
        let mut rest = segments.as_slice();
        while let [name, tail @ ..] = rest {
            let value = tail.first().map(String::as_str).unwrap_or_default();
            let app_has_version = tail.get(1).is_some_and(|next| names_version(next));
            let found = match word(name).as_str() {
                "apps" | "applications" if is_id(value, app_has_version) => Some(&mut self.apps),
                "app" | "application" if looks_like_id(value) || (app_has_version && is_id(value, true)) => Some(&mut self.apps),
                "versions" if is_id(value, within_app) => Some(&mut self.versions),
                "version" if looks_like_id(value) || is_version_number(value) => Some(&mut self.versions),
                _ => None,
            };
            if let Some(list) = found {
                add(list, value);
                within_app |= !names_version(name);
                after = if names_version(name) { After::Anything } else { After::App };
                rest = tail.get(1..).unwrap_or_default();
                continue;
            }
            let is_loose = looks_like_id(name) || (is_version_number(name) && name.contains('.'));
            if is_loose {
                self.loose.push(Loose { id: name.clone(), after, before_versions: names_version(value) });
            }
            after = if looks_like_id(name) { After::LooseId } else { After::Anything };
            rest = tail;
        }
    }

    fn parameter(&mut self, parameter: &str, depth: usize) {
        let Some((name, value)) = parameter.split_once('=') else { return };
        let value = decoded(&value.replace('+', " "));
        match word(name).replace(['-', '_', '.'], "").as_str() {
            "appid" | "applicationid" | "appuuid" if is_id(&value, true) => add(&mut self.apps, &value),
            "app" | "application" if is_id(&value, false) => add(&mut self.apps, &value),
            "versionid" | "appversionid" | "versionuuid" | "versionnumber" if is_id(&value, true) => add(&mut self.versions, &value),
            "version" | "appversion" if is_id(&value, false) => add(&mut self.versions, &value),
            _ if depth < MAX_DEPTH && value.contains('/') => {
                let after_host = value.split_once("://").map_or(value.as_str(), |(_, rest)| rest);
                self.look(after_host, depth + 1);
            }
            _ => {}
        }
    }

    /// Apps and versions. What has no name fills what is missing, by where it stands: an app right before `versions`, a version
    /// right after its app.
    pub(super) fn finish(self) -> (Vec<String>, Vec<String>) {
        let Self { mut apps, mut versions, loose } = self;
        let (no_app, no_version) = (apps.is_empty(), versions.is_empty());
        for Loose { id, after, before_versions } in loose {
            let is_version = if no_app { after == After::LooseId } else { after == After::App };
            if no_version && is_version {
                add(&mut versions, &id);
            } else if no_app && looks_like_id(&id) && (no_version || before_versions) {
                add(&mut apps, &id);
            }
        }
        (apps, versions)
    }
}

/// Digits and dots, with a suffix at most: `2.4.0`, `0.1`, `1.0.12-beta`, `7`.
pub(super) fn is_version_number(text: &str) -> bool {
    let (numbers, suffix) = text.split_once(['-', '+']).unwrap_or((text, "0"));
    numbers.split('.').all(|part| !part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && !suffix.is_empty()
        && suffix.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && text.len() <= 32
}

/// Ids are opaque. Where the path says for certain that one stands here, anything is one that is no word of a page; elsewhere it
/// has to have a digit.
fn is_id(text: &str, certain: bool) -> bool {
    let has_only_signs_of_ids = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "{}<>\"'`…|".contains(c) || is_invisible(c));
    (1..=MAX_ID_LEN).contains(&text.len())
        && has_only_signs_of_ids
        && !PAGE_WORDS.contains(&word(text).as_str())
        && (certain || looks_like_id(text) || text.chars().any(|c| c.is_ascii_digit()))
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

fn names_version(segment: &str) -> bool {
    matches!(word(segment).as_str(), "versions" | "version")
}

fn word(segment: &str) -> String {
    segment.trim_start_matches('!').to_ascii_lowercase()
}

fn decoded(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

fn add(list: &mut Vec<String>, id: &str) {
    if !list.iter().any(|known| known.eq_ignore_ascii_case(id)) {
        list.push(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_numbers_are_digits_and_dots_with_a_suffix_at_most() {
        for number in ["2.4.0", "0.1", "7", "1.0.12-beta.2", "1.0+3"] {
            assert!(is_version_number(number), "{number}");
        }
        for other in ["", ".", "1.", "v1", "1.0-", "1.0 ", "1..0", "1.0-б", "12345678901.0", "1.0-01234567890123456789012345678901"] {
            assert!(!is_version_number(other), "{other}");
        }
    }

    #[test]
    fn words_of_pages_and_placeholders_are_no_ids() {
        for word in ["new", "OAuth-Apps", "{app-id}", "<app-id>", "3f9d27c0…b2e5", "a b", "", "id\u{200b}7"] {
            assert!(!is_id(word, true), "{word}");
        }
        assert!(!is_id("dashboard", false));
        assert!(is_id("dashboard", true) && is_id("app7", false));
        assert!(is_id(&"7".repeat(MAX_ID_LEN), false) && !is_id(&"7".repeat(MAX_ID_LEN + 1), false));
    }
}
