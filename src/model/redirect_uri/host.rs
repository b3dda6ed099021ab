//! Hosts that are not what they seem: a Russian «а» in a Latin name, a whole Russian word that reads like a Latin one, and names
//! in their ASCII form (xn--…).

use unicode_security::{MixedScript as _, skeleton};
use url::{Url, quirks};

use super::RedirectProblem;

/// The address of the host that browsers ask for: small letters, xn--…, IP addresses in their plain form; none when it cannot be
/// read as a host and nothing else.
pub(super) fn real(host: &str) -> Option<Url> {
    let is_in_brackets = host.starts_with('[') && host.ends_with(']');
    let is_more_than_host = host.contains(['/', '?', '#', '@', '\\']) || (host.contains(':') && !is_in_brackets);
    Url::parse(&format!("https://{host}/")).ok().filter(|_| !is_more_than_host && !host.is_empty())
}

/// What is to be said about the letters of a host that browsers know as `real`.
pub(super) fn problem(typed: &str, real: &str) -> Option<RedirectProblem> {
    if !real.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    let shown = quirks::domain_to_unicode(real);
    let real = real.to_owned();
    Some(if is_look_alike(&shown) {
        RedirectProblem::LookAlikeHost { real, shown }
    } else if typed.is_ascii() {
        RedirectProblem::PunycodeHost { shown }
    } else {
        RedirectProblem::NationalHost { real }
    })
}

/// A label that mixes alphabets, or one wholly of letters that look Latin; the latter is honest under a national top domain
/// («сахар.рф»).
fn is_look_alike(shown: &str) -> bool {
    let is_national = shown.rsplit('.').next().is_some_and(|top| !top.is_ascii());
    let mut labels = shown.split('.').filter(|label| !label.is_ascii());
    labels.any(|label| !label.is_single_script() || (!is_national && skeleton(label).all(|c| c.is_ascii())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &str) -> Option<RedirectProblem> {
        problem(typed, real(typed)?.host_str()?)
    }

    #[test]
    fn plain_names_and_addresses_are_what_they_seem() {
        for host in ["kassa.romashka.example", "KASSA.example", "127.0.0.1", "[::1]", "localhost"] {
            assert_eq!(told(host), None, "{host}");
        }
    }

    #[test]
    fn one_foreign_letter_in_a_latin_name_is_a_look_alike() {
        let shown = "k\u{430}ssa.example";
        let look_alike = RedirectProblem::LookAlikeHost { real: "xn--kssa-53d.example".into(), shown: shown.into() };
        assert_eq!(told(shown), Some(look_alike.clone()));
        assert_eq!(told("xn--kssa-53d.example"), Some(look_alike));
    }

    #[test]
    fn two_alphabets_in_one_label_are_a_look_alike_under_any_top_domain() {
        for shown in ["c\u{430}х\u{430}р.рф", "банкbank.рф", "щsса.example"] {
            assert!(matches!(told(shown), Some(RedirectProblem::LookAlikeHost { .. })), "{shown}");
        }
        assert!(matches!(told("касса7.рф"), Some(RedirectProblem::NationalHost { .. })));
    }

    #[test]
    fn a_russian_word_that_reads_like_a_latin_one_is_a_look_alike_under_a_latin_top_domain() {
        assert!(matches!(told("с\u{430}х\u{430}р.example"), Some(RedirectProblem::LookAlikeHost { .. })));
        assert!(matches!(told("с\u{430}х\u{430}р.рф"), Some(RedirectProblem::NationalHost { .. })));
    }

    #[test]
    fn an_honest_national_name_is_told_in_its_other_spelling() {
        assert_eq!(told("кассы.example"), Some(RedirectProblem::NationalHost { real: "xn--80atwa4c.example".into() }));
        assert_eq!(told("xn--80atwa4c.example"), Some(RedirectProblem::PunycodeHost { shown: "кассы.example".into() }));
    }

    #[test]
    fn what_is_no_host_is_none() {
        for host in ["", "a b", "a/b", "a:1", "a:443", "a?b", "a#b", "[::1", "[::1]:80", "256.256.256.256", "xn--a", "a@b@"] {
            assert_eq!(real(host), None, "{host}");
        }
    }
}
