//! Secrets that nobody here has sent and that a server says all the same: a client that is there already, with its secret, in a
//! refusal; somebody's token in an error of a gateway. They are known by their shape and by the names before them.

use super::text::HOLE;

/// Shorter is no token.
const SHORTEST: usize = 8;
/// From here on a run of letters is no word of any language.
const LONGER_THAN_WORDS: usize = 24;

/// Words with a hole in place of every JWT, of what stands after `Bearer` and `Basic`, and of what a name such as `client_secret`
/// or `access_token` gives, in JSON, a form or a sentence. Ids, numbers and what a server says about such a field stay.
pub(super) fn without_foreign_secrets(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    let (mut before, mut gap_start, mut was_hidden) = ("", 0, false);
    for (start, run) in runs(words) {
        let gap = words.get(gap_start..start).unwrap_or_default();
        let is_named = names_a_secret(before) && gap.contains([':', '=']) && gap.chars().all(|c| ":= \"'\\[{".contains(c));
        let is_next_in_list = was_hidden && gap.contains(',') && gap.chars().all(|c| ", \"'\\".contains(c));
        let is_of_header = gap.trim().is_empty() && ["bearer", "basic"].iter().any(|scheme| before.eq_ignore_ascii_case(scheme));
        was_hidden = is_jwt(run) || ((is_named || is_next_in_list || is_of_header) && is_made_up(run));
        kept.push_str(gap);
        kept.push_str(if was_hidden { HOLE } else { run });
        (before, gap_start) = (run, start + run.len());
    }
    kept.push_str(words.get(gap_start..).unwrap_or_default());
    kept
}

/// The pieces of a text that tokens and names are made of, each with its place.
fn runs(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_inside = |c: char| c.is_alphanumeric() || "-_.~+/%".contains(c);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + words.get(rest..)?.find(is_inside)?;
        let run = words.get(start..)?.split(|c| !is_inside(c)).next()?;
        rest = start + run.len();
        Some((start, run))
    })
}

fn names_a_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    ["secret", "token", "passw", "credential", "api_key", "apikey", "api-key", "cookie", "authorization"]
        .iter()
        .any(|part| name.ends_with(part))
}

/// Whether nobody would write it as a word: long, with digits in it, and no number.
fn is_made_up(run: &str) -> bool {
    let has_digit = run.chars().any(|c| c.is_ascii_digit());
    let is_number = run.chars().all(|c| c.is_ascii_digit() || c == '.');
    let length = run.chars().count();
    length >= SHORTEST && ((has_digit && !is_number) || length >= LONGER_THAN_WORDS)
}

/// The header of every JWT begins with `{"` in base64.
fn is_jwt(run: &str) -> bool {
    run.starts_with("eyJ") && run.len() >= LONGER_THAN_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_its_name_betrays_leaves_a_hole() {
        for (said, expected) in [
            (
                r#"{"client_id":"c-1234567","client_secret":"0d5f7d0e6f0a4c39","scope":[]}"#,
                r#"{"client_id":"c-1234567","client_secret":"•••","scope":[]}"#,
            ),
            (r#"{"refreshToken": ["0d5f7d0e", "6f0a4c39"], "n": 1}"#, r#"{"refreshToken": ["•••", "•••"], "n": 1}"#),
            (r#"{\"access_token\":\"0d5f7d0e\"}"#, r#"{\"access_token\":\"•••\"}"#),
            ("access_token=0d5f7d0e-6f0a&state=12345678", "access_token=•••&state=12345678"),
            ("Invalid access token: 0d5f7d0e-6f0a-4c39", "Invalid access token: •••"),
            ("no right with Authorization: bearer qwertyuiopasdfghjklzxcvbnm", "no right with Authorization: bearer •••"),
            ("Basic YW5uYTpyb21hc2hrYQ==", "Basic •••=="),
            ("the token eyJhbGciOiJIUzI1NiJ9.e30.c2ln has ended", "the token ••• has ended"),
        ] {
            assert_eq!(without_foreign_secrets(said), expected);
        }
    }

    #[test]
    fn what_a_server_says_about_a_secret_stays() {
        for said in [
            "",
            "client_secret: must not be null",
            r#"{"errors":[{"client_secret":"must not be empty","code":2002}]}"#,
            r#"{"access_token_validity":604800,"refresh_token":null,"token":31536000}"#,
            "Bearer authentication is required",
            "token expired at 2031-05-06T12:00:00Z for client 7ca0c524-73b6-49b0-887c-93d076f7f4a7",
            "Неверный пароль: повторите через 15 минут",
            "password: неверный",
            "eyJ is how it begins",
        ] {
            assert_eq!(without_foreign_secrets(said), said);
        }
    }
}
