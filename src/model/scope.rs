//! A right, in OAuth's word a scope: a free string, because the table of rights is known to be incomplete and the server may
//! invent more; what nobody here knows is shown as it came and never dropped.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A right, such as `product.quantity:write`. Compared, kept and sent exactly as it is written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(String);

/// What a right allows, by the part after its last colon.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// `…:read`
    Read,
    /// `…:write`
    Write,
    /// Anything else, or no colon at all: other providers' rights look so.
    Other,
}

/// Why what was typed is no right. Positions count characters from 1, in the text without the white space around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum ScopeError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// White space inside: probably several rights at once. They are added one by one.
    #[error("white space at position {at}")]
    WhiteSpace {
        /// Where.
        at: usize,
    },
    /// A character that no scope may hold (RFC 6749, section 3.3: printable ASCII without `"` and `\`), such as a Russian
    /// letter that looks like a Latin one.
    #[error("the character {character:?} at position {at} is not allowed")]
    Character {
        /// Which.
        character: char,
        /// Where.
        at: usize,
    },
    /// Longer than [`Scope::MAX_LEN`].
    #[error("longer than {} characters", Scope::MAX_LEN)]
    TooLong,
}

impl Scope {
    /// How long a typed right may be, in characters. A guess: no limit is documented, the known rights have two dozen.
    pub const MAX_LEN: usize = 256;

    /// What a person types: white space around it is cut, the rest must be a scope of RFC 6749, section 3.3.
    ///
    /// # Errors
    /// [`ScopeError`] with the place of the first character that cannot be.
    pub fn parse(typed: &str) -> Result<Self, ScopeError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(ScopeError::Empty);
        }
        for (before, character) in typed.chars().enumerate() {
            let at = before + 1;
            if character.is_whitespace() {
                return Err(ScopeError::WhiteSpace { at });
            }
            if !character.is_ascii_graphic() || matches!(character, '"' | '\\') {
                return Err(ScopeError::Character { character, at });
            }
        }
        if typed.len() > Self::MAX_LEN {
            return Err(ScopeError::TooLong);
        }
        Ok(Self(typed.to_owned()))
    }

    /// What a server sent, whatever it is.
    #[must_use]
    pub const fn verbatim(sent: String) -> Self {
        Self(sent)
    }

    /// The right as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the last colon: `product.quantity` of `product.quantity:write`; the whole right when there is none.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.0.rsplit_once(':').map_or(&self.0, |(resource, _)| resource)
    }

    /// What it allows.
    #[must_use]
    pub fn action(&self) -> Action {
        match self.0.rsplit_once(':') {
            Some((_, "read")) => Action::Read,
            Some((_, "write")) => Action::Write,
            _ => Action::Other,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_right_has_a_resource_and_an_action() {
        let cases = [
            ("store:read", "store", Action::Read),
            ("product.quantity:write", "product.quantity", Action::Write),
            ("urn:x:read", "urn:x", Action::Read),
            ("chat:purge", "chat", Action::Other),
            ("store:READ", "store", Action::Other),
            ("openid", "openid", Action::Other),
            ("store:", "store", Action::Other),
        ];
        for (typed, resource, action) in cases {
            let scope = Scope::parse(typed).unwrap();
            assert_eq!((scope.resource(), scope.action()), (resource, action), "{typed}");
        }
    }

    #[test]
    fn white_space_around_is_cut_and_nothing_else_is_changed() {
        assert_eq!(Scope::parse(" Store:Read\n").unwrap().as_str(), "Store:Read");
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        assert_eq!(Scope::parse(" \t"), Err(ScopeError::Empty));
        assert_eq!(Scope::parse("store:read product:read"), Err(ScopeError::WhiteSpace { at: 11 }));
        assert_eq!(Scope::parse("stоre:read"), Err(ScopeError::Character { character: 'о', at: 3 }));
        assert_eq!(Scope::parse("\"store:read\""), Err(ScopeError::Character { character: '"', at: 1 }));
        assert_eq!(Scope::parse("store\u{200b}:read"), Err(ScopeError::Character { character: '\u{200b}', at: 6 }));
        assert_eq!(Scope::parse(&"x".repeat(257)), Err(ScopeError::TooLong));
        assert!(Scope::parse(&"x".repeat(256)).is_ok());
    }

    #[test]
    fn what_a_server_sent_is_kept_whatever_it_is() {
        for sent in ["", " a b ", "магазин:read", "store:read\u{202e}"] {
            assert_eq!(Scope::verbatim(sent.to_owned()).as_str(), sent);
        }
        let read: Vec<Scope> = serde_json::from_str(r#"["store:read","что угодно"]"#).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"["store:read","что угодно"]"#);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_taken_or_refused_without_a_panic(typed in any::<String>()) {
            if let Ok(scope) = Scope::parse(&typed) {
                prop_assert_eq!(scope.as_str(), typed.trim());
                prop_assert_eq!(Scope::parse(scope.as_str()), Ok(scope));
            }
            let sent = Scope::verbatim(typed.clone());
            prop_assert!(typed.starts_with(sent.resource()));
            prop_assert_eq!(sent.action() == Action::Read, typed.ends_with(":read"));
        }

        #[test]
        fn every_scope_of_the_standard_is_taken_as_it_is(typed in "[!#-\\[\\]-~]{1,256}") {
            prop_assert_eq!(Scope::parse(&typed), Ok(Scope::verbatim(typed)));
        }
    }
}
