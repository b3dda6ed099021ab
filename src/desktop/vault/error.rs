//! What can be the matter with a keychain, in kinds that a person can do something about, with the system's words and no secret.

use thiserror::Error;

/// The keychain of this system, as its people call it.
const SERVICE: &str = if cfg!(windows) {
    "Credential Manager"
} else if cfg!(target_os = "macos") {
    "Keychain"
} else {
    "Secret Service"
};

/// The most that is kept of the system's words, in characters.
const LONGEST_WORDS: usize = 300;

/// Why an order to the keychain was not carried out. It never holds anything that was read or written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{service}: {kind}{}{words}", if words.is_empty() { "" } else { ": " })]
pub struct VaultError {
    /// What can be done about it depends on this.
    pub kind: VaultErrorKind,
    /// The system's own words, on one line; may be empty.
    pub words: String,
    /// Which keychain: Secret Service, Credential Manager, Keychain.
    pub service: &'static str,
}

/// The kinds of trouble with a keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum VaultErrorKind {
    /// There is none: nothing provides it, or it has no place to keep anything in.
    #[error("there is no keychain")]
    NoService,
    /// It is locked and asked nobody to unlock it.
    #[error("it is locked")]
    Locked,
    /// It asked the person to unlock it, and was refused.
    #[error("unlocking was refused")]
    Dismissed,
    /// It did not answer (an unlock prompt may still be open) and was not waited for any longer.
    #[error("it did not answer")]
    Stuck,
    /// There is more to keep than it takes: Windows holds 2,560 bytes an item.
    #[error("this is more than it takes")]
    TooLong,
    /// Anything else.
    #[error("it failed")]
    Failed,
}

impl VaultError {
    /// An error with the system's words, cut and brought on one line: they may come from anybody who provides a keychain.
    #[must_use]
    pub fn new(kind: VaultErrorKind, words: &str) -> Self {
        let is_space = |c: char| c.is_control() || c.is_whitespace();
        let line = words.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        Self { kind, words: line.chars().take(LONGEST_WORDS).collect(), service: SERVICE }
    }

    /// What kind of trouble it is.
    #[must_use]
    pub const fn kind(&self) -> VaultErrorKind {
        self.kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_on_one_line_which_keychain_fails_and_why() {
        let error = VaultError::new(VaultErrorKind::Failed, "no\r\n\tspace\u{0} left");
        assert_eq!(error.to_string(), format!("{SERVICE}: it failed: no space left"));
        assert_eq!(VaultError::new(VaultErrorKind::Stuck, "").to_string(), format!("{SERVICE}: it did not answer"));
        assert_eq!(VaultError::new(VaultErrorKind::Failed, &"ж".repeat(9_000)).words.chars().count(), LONGEST_WORDS);
    }
}
