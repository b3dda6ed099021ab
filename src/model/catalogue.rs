//! The rights that are known: Evotor's table of resources, kept as data in `assets/resources.toml`, so that a new right is a
//! line there and not a change of code.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::scope::{Action, Scope};

const TABLE: &str = include_str!("../../assets/resources.toml");

/// A table that does not parse is an empty one: every right can still be typed by hand. A test keeps that from happening.
static EVOTOR: LazyLock<Catalogue> = LazyLock::new(|| toml::from_str(TABLE).unwrap_or_default());

/// The known resources, in the order of Evotor's table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    #[serde(rename = "resource")]
    resources: Vec<Resource>,
}

/// Something of the user's that a right opens.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    name: String,
    rights: HashSet<Right>,
    text: String,
    object: String,
    source: Source,
}

/// How something about Evotor is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Source {
    /// Evotor's own documentation says so.
    #[serde(rename = "doc")]
    Documentation,
    /// Seen in public client code.
    #[serde(rename = "code")]
    ClientCode,
    /// Computed from a documented sample.
    #[serde(rename = "derived")]
    Derived,
    /// Nobody says.
    #[serde(rename = "guess")]
    Guess,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Right {
    Read,
    Write,
}

impl Catalogue {
    /// The table of what an OAuth client may ask a user of Evotor for.
    #[must_use]
    pub fn evotor() -> &'static Self {
        &EVOTOR
    }

    /// All resources, in the table's order.
    #[must_use]
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The resource of this name.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    /// Whether the table holds exactly this right.
    #[must_use]
    pub fn knows(&self, scope: &Scope) -> bool {
        self.resource(scope.resource()).is_some_and(|resource| resource.scope(scope.action()).is_some())
    }
}

impl Resource {
    /// Its name in a right, such as `product.quantity`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The i18n key of its short words ("магазины").
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The i18n key of its words after "видеть …" and "изменять …" ("сотрудников").
    #[must_use]
    pub fn object(&self) -> &str {
        &self.object
    }

    /// Whether there is a right to read it.
    #[must_use]
    pub fn readable(&self) -> bool {
        self.rights.contains(&Right::Read)
    }

    /// Whether there is a right to change it.
    #[must_use]
    pub fn writable(&self) -> bool {
        self.rights.contains(&Right::Write)
    }

    /// The right to do this with it; none where the table has no such right.
    #[must_use]
    pub fn scope(&self, action: Action) -> Option<Scope> {
        match action {
            Action::Read if self.readable() => Some(Scope::verbatim(format!("{}:read", self.name))),
            Action::Write if self.writable() => Some(Scope::verbatim(format!("{}:write", self.name))),
            _ => None,
        }
    }

    /// How the resource is known.
    #[must_use]
    pub const fn source(&self) -> Source {
        self.source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RU: &str = include_str!("../../assets/i18n/ru/resources.ftl");
    const EN: &str = include_str!("../../assets/i18n/en/resources.ftl");

    /// The words of a key in a file of plain `key = words` lines.
    fn words<'a>(texts: &'a str, key: &str) -> Option<&'a str> {
        texts.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
    }

    fn knows(scope: &str) -> bool {
        Catalogue::evotor().knows(&Scope::verbatim(scope.to_owned()))
    }

    #[test]
    fn the_table_parses_and_is_the_documented_one() {
        let parsed: Result<Catalogue, _> = toml::from_str(TABLE);
        assert!(parsed.is_ok(), "{parsed:?}");
        let table: Vec<(&str, bool, bool)> =
            Catalogue::evotor().resources().iter().map(|r| (r.name(), r.readable(), r.writable())).collect();
        let documented = [
            ("store", true, false),
            ("employee", true, false),
            ("device", true, false),
            ("device.imei", true, false),
            ("device.location", true, false),
            ("device.firmware", true, false),
            ("product", true, true),
            ("product.quantity", true, true),
            ("document", true, false),
            ("product-group", true, true),
            ("product-image", true, true),
        ];
        assert_eq!(table, documented);
        assert!(Catalogue::evotor().resources().iter().all(|resource| resource.source() == Source::Documentation));
    }

    #[test]
    fn every_resource_has_words_in_both_languages() {
        for resource in Catalogue::evotor().resources() {
            for key in [resource.text(), resource.object()] {
                for (language, texts) in [("ru", RU), ("en", EN)] {
                    assert!(words(texts, key).is_some_and(|words| !words.trim().is_empty()), "{key} has no words in {language}");
                }
            }
        }
    }

    #[test]
    fn the_words_stand_right_in_the_table_and_in_a_sentence() {
        let said = |texts, name| {
            let resource = Catalogue::evotor().resource(name).unwrap();
            (words(texts, resource.text()).unwrap(), words(texts, resource.object()).unwrap())
        };
        assert_eq!(said(RU, "employee"), ("сотрудники", "сотрудников"));
        assert_eq!(said(RU, "device.firmware"), ("прошивка терминала", "прошивку терминала"));
        assert_eq!(said(RU, "product"), ("товары", "товары"));
        assert_eq!(said(EN, "device.location"), ("a terminal's location", "a terminal's location"));
    }

    #[test]
    fn only_rights_of_the_table_are_known() {
        for known in ["store:read", "product.quantity:write", "product-image:read"] {
            assert!(knows(known), "{known}");
        }
        for unknown in ["store:write", "store:READ", "store", "store:", "profile:read", "supplier:write", "product.image:read", ""] {
            assert!(!knows(unknown), "{unknown}");
        }
    }

    #[test]
    fn a_resource_gives_the_rights_that_exist() {
        let product = Catalogue::evotor().resource("product").unwrap();
        assert_eq!(product.scope(Action::Write).unwrap().as_str(), "product:write");
        let store = Catalogue::evotor().resource("store").unwrap();
        assert_eq!((store.scope(Action::Write), store.scope(Action::Other)), (None, None));
        assert_eq!(store.scope(Action::Read).unwrap().as_str(), "store:read");
    }
}
