//! Which field of the form a server means when it names one in a refusal: it is not documented how it spells them.

use crate::i18n::Lang;
use crate::net::Violation;
use crate::tr;

/// A field of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Subject {
    /// The redirect addresses; this one of those that were sent, counted from zero, when it says which.
    Address(Option<usize>),
    /// The rights.
    Rights,
}

/// The field that a violation is about: `registered_redirect_uri[2]` (Evotor's documents show the subject of v2's errors as a name
/// only; the brackets are a guess), and the neighbours `redirectUris.2`, `/scope/0`.
pub(super) fn field(violation: &Violation) -> Option<Subject> {
    let subject = violation.subject.as_ref()?.to_ascii_lowercase().replace(['_', '-'], "");
    if subject.contains("redirect") {
        let digits: String = subject.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        return Some(Subject::Address(digits.parse().ok()));
    }
    subject.contains("scope").then_some(Subject::Rights)
}

/// Adds what is said to what was said of the same field before.
pub(super) fn add(said: &mut String, reason: &str) {
    if !said.is_empty() && !reason.is_empty() {
        said.push_str("; ");
    }
    said.push_str(reason);
}

/// What stands beside the field; a server may name a field and give no reason.
pub(super) fn words(lang: Lang, said: &str) -> String {
    if said.is_empty() { tr!(lang, "create-refused-here") } else { tr!(lang, "server-said", words = said) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_in_every_likely_spelling() {
        for (subject, expected) in [
            ("registered_redirect_uri[1]", Some(Subject::Address(Some(1)))),
            ("registered_redirect_uri", Some(Subject::Address(None))),
            ("redirectUris.12", Some(Subject::Address(Some(12)))),
            ("/registered-redirect-uri/0", Some(Subject::Address(Some(0)))),
            ("registered_redirect_uri[99999999999999999999999]", Some(Subject::Address(None))),
            ("scope", Some(Subject::Rights)),
            ("/scopes/3", Some(Subject::Rights)),
            ("cursor", None),
            ("", None),
        ] {
            let violation = Violation { subject: Some(subject.to_owned()), reason: String::new() };
            assert_eq!(field(&violation), expected, "{subject}");
        }
        assert_eq!(field(&Violation { subject: None, reason: "scope".to_owned() }), None);
    }

    #[test]
    fn two_reasons_for_one_field_are_both_said() {
        let mut said = String::new();
        for reason in ["is taken", "", "is too long"] {
            add(&mut said, reason);
        }
        assert_eq!(said, "is taken; is too long");
    }
}
