//! Every word a person reads, in Russian and English: for the window, for pages in a browser and for stderr, so without egui.
//!
//! The words live in `assets/i18n/{ru,en}/*.ftl` (Fluent, for its plurals); a test compares the two folders and finds
//! keys that nobody uses. Isolation marks are off, because accessible names must match what is printed.

use std::borrow::Cow;
use std::collections::HashMap;

pub use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{Loader as _, static_loader};
use serde::{Deserialize, Serialize};
use unic_langid::{LanguageIdentifier, langid};

static_loader! {
    static TEXTS = {
        locales: "./assets/i18n",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static RU: LanguageIdentifier = langid!("ru");
static EN: LanguageIdentifier = langid!("en");

/// A language of the window. The order of the variants is the order in which they are offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// The system's language if we speak it, else English.
    #[must_use]
    pub fn of_system() -> Self {
        sys_locale::get_locale().map_or(Self::En, |locale| Self::of_tag(&locale))
    }

    /// The language of a BCP 47 tag or of an `Accept-Language` list: Russian when its first entry is Russian, else English.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let first = tag.trim_start().get(..2).unwrap_or_default();
        if first.eq_ignore_ascii_case("ru") { Self::Ru } else { Self::En }
    }

    /// Its BCP 47 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Ru => &RU,
            Self::En => &EN,
        }
    }

    /// The text of a key. A key that nobody wrote comes back as itself: ugly, but no panic (a test keeps that from happening).
    #[must_use]
    pub fn t(self, key: &str) -> String {
        TEXTS.try_lookup(self.id(), key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with values put in; a number chooses the plural.
    #[must_use]
    pub fn t_with<'a>(self, key: &str, values: &[(&'static str, FluentValue<'a>)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'a>> =
            values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        TEXTS.try_lookup_with_args(self.id(), key, &values).unwrap_or_else(|| key.to_owned())
    }
}

/// `tr!(lang, "key")`, or with values `tr!(lang, "key", count = 3, name = "x")`.
#[macro_export]
macro_rules! tr {
    ($lang:expr, $key:expr $(,)?) => { $lang.t($key) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $lang.t_with($key, &[$((stringify!($name), $crate::i18n::FluentValue::from($value))),+])
    };
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_foreign_system_gets_english() {
        assert_eq!(Lang::of_tag("ru-RU"), Lang::Ru);
        assert_eq!(Lang::of_tag("de-DE,ru;q=0.5"), Lang::En);
        assert_eq!(Lang::of_tag(""), Lang::En);
    }

    #[test]
    fn russian_plurals_are_right() {
        let say = |n: i64| crate::tr!(Lang::Ru, "clients-count", count = n);
        assert_eq!([say(1), say(2), say(5), say(21)], ["1 клиент", "2 клиента", "5 клиентов", "21 клиент"]);
    }
}
