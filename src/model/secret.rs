//! A value that must not be seen by accident: a password, a token, a client's secret.
//!
//! The type answers for it: no `Display`, no `Serialize`, a `Debug` that says nothing (not even the length), and memory that is
//! wiped when the value is dropped. Whoever needs the value writes [`Secret::expose`], and that can be searched for.

use std::fmt;
use std::hint::black_box;

use secrecy::{ExposeSecret as _, SecretString};
use serde::de::{Deserialize, Deserializer, Error as _};
use zeroize::Zeroize as _;

/// A secret text.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The value itself: for a request's header or body, the clipboard, and a label that a person asked to see.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }

    /// Whether both hold the same value, in a time that depends on the lengths only.
    ///
    /// There is no `==` on purpose: comparing secrets should be seen in the code.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.expose().as_bytes(), other.expose().as_bytes());
        let difference = ours.iter().zip(theirs).fold(0, |seen, (a, b)| black_box(seen | (a ^ b)));
        ours.len() == theirs.len() && difference == 0
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(SecretString::from(value))
    }
}

impl From<String> for Secret {
    /// Takes the value over and wipes the buffer it came in, which may be larger than the value.
    fn from(mut value: String) -> Self {
        let secret = Self::from(value.as_str());
        value.zeroize();
        secret
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// A string; anything else is an error that does not repeat what was there (serde's own messages echo values).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer) {
            Ok(value) => Ok(Self::from(value)),
            Err(_) => Err(D::Error::custom("a secret was expected to be a string")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_says_neither_the_value_nor_its_length() {
        assert_eq!(format!("{:?}", Secret::from("MARKER")), "Secret(…)");
        assert_eq!(format!("{:#?}", Some(Secret::from(""))), "Some(\n    Secret(…),\n)");
    }

    #[test]
    fn the_value_is_there_for_who_asks() {
        assert_eq!(Secret::from("тайна".to_owned()).expose(), "тайна");
        assert!(Secret::from("").is_empty());
        assert!(!Secret::from(" ").is_empty());
    }

    #[test]
    fn only_equal_values_are_the_same() {
        let one = Secret::from("abc");
        assert!(one.same_as(&one.clone()));
        // Signs that have changed places, too: their differences must not cancel each other out.
        for other in ["abd", "ab", "abcd", "", "bbc", "bac", "cba"] {
            assert!(!one.same_as(&Secret::from(other)), "{other}");
        }
    }

    #[test]
    fn a_json_string_becomes_a_secret_and_an_error_does_not_echo() {
        let read: Secret = serde_json::from_str("\"MA\\nRKER\"").unwrap();
        assert_eq!(read.expose(), "MA\nRKER");
        for wrong in ["73571973", "[\"MARKER\"]", "{\"MARKER\":1}", "true", "\"MARKER"] {
            let words = serde_json::from_str::<Secret>(wrong).unwrap_err().to_string();
            assert!(!words.contains("MARKER") && !words.contains("73571973"), "{words}");
        }
    }
}
