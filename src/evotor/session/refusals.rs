//! What a refused sign-in means. Evotor publishes no errors of this call, so everything here is a guess, kept in one table; what
//! nobody understands opens the code field and says both.

use crate::net::{ApiError, ErrorKind};

/// What a refused sign-in means for the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInRefusal {
    /// E-mail or password are wrong.
    WrongPassword,
    /// The cloud has mailed a code and wants it.
    CodeWanted,
    /// The code that was sent is not the one.
    WrongCode,
    /// The code that was sent is worth nothing any more: its time is over, or it was tried too often.
    CodeExpired,
    /// The account is locked; only its owner or support can change that.
    Blocked,
    /// A refusal that nobody here understands: the password may be wrong, or a code is wanted or wrong.
    Unclear,
    /// Not about password and code: no answer, a failing server, a changed API.
    Api,
}

/// What words can speak of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Lock,
    Attempts,
    Code,
    End,
    Password,
    Client,
}

/// Words that sound like something else than they mean here, and what is read in their place.
const MISLEADING: [(&str, &str); 14] = [
    ("status code", ""),
    ("error code", ""),
    ("response code", ""),
    ("код ошибки", ""),
    ("код ответа", ""),
    ("код состояния", ""),
    ("кодировк", ""),
    ("one-time password", "otp"),
    ("one time password", "otp"),
    ("одноразовый пароль", "otp"),
    ("одноразового пароля", "otp"),
    ("одноразовым паролем", "otp"),
    ("временный пароль", "otp"),
    ("временного пароля", "otp"),
];

/// The table: how the words begin that speak of a topic, in small letters and with `ё` as `е`. Among them are the messages of
/// Spring Security, which the server very probably is.
const STEMS: [(Topic, &[&str]); 6] = [
    (
        Topic::Lock,
        &[
            "locked",
            "blocked",
            "is disabled",
            "suspended",
            "banned",
            "deactivated",
            "account has expired",
            "credentials have expired",
            "заблокир",
            "отключен",
            "приостановлен",
        ],
    ),
    (Topic::Attempts, &["too many attempts", "too many failed", "слишком много попыток", "количество попыток", "число попыток"]),
    (
        Topic::Code,
        &[
            "2fa",
            "mfa",
            "otp",
            "two-factor",
            "two factor",
            "twofactor",
            "second factor",
            "one-time",
            "one time",
            "confirm",
            "verification",
            "verify",
            "code",
            "код",
            "подтвержд",
            "двухфактор",
            "двухэтап",
            "одноразов",
        ],
    ),
    (Topic::End, &["expired", "expire", "outdated", "no longer valid", "истек", "просроч", "устарел"]),
    (
        Topic::Password,
        &[
            "bad credentials",
            "invalid credentials",
            "wrong credentials",
            "invalid_credentials",
            "bad_credentials",
            "password",
            "username",
            "invalid login",
            "wrong login",
            "incorrect login",
            "user not found",
            "unknown user",
            "парол",
            "неверный логин",
            "неправильный логин",
            "учетные данные",
            "учетных данных",
            "пользователь не найден",
        ],
    ),
    (Topic::Client, &["invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope"]),
];

/// What an attempt's error means, by what it says and by whether a code was sent.
pub(super) fn recognise(error: &ApiError, code_was_sent: bool) -> SignInRefusal {
    match *error.kind() {
        // These say what they are: the call is gone or has changed, or too many came.
        ErrorKind::Refused(404 | 405 | 406 | 408 | 410 | 413 | 415 | 429) => SignInRefusal::Api,
        ErrorKind::Refused(423) => SignInRefusal::Blocked,
        ErrorKind::Refused(400..=499) => by_words(&words_of(error), code_was_sent),
        _ => SignInRefusal::Api,
    }
}

fn by_words(words: &str, code_was_sent: bool) -> SignInRefusal {
    let speak_of = |topic| STEMS.iter().filter(|(t, _)| *t == topic).flat_map(|(_, stems)| *stems).any(|stem| has(words, stem));
    if speak_of(Topic::Lock) {
        return SignInRefusal::Blocked;
    }
    match (speak_of(Topic::Code), speak_of(Topic::Password), code_was_sent) {
        (true, _, true) if speak_of(Topic::End) || speak_of(Topic::Attempts) => SignInRefusal::CodeExpired,
        // Tries of what was not a code: the account is locked for it.
        _ if speak_of(Topic::Attempts) => SignInRefusal::Blocked,
        (true, _, true) => SignInRefusal::WrongCode,
        (true, false, false) => SignInRefusal::CodeWanted,
        (false, true, _) => SignInRefusal::WrongPassword,
        (false, false, _) if speak_of(Topic::Client) => SignInRefusal::Api,
        (true, true, false) | (false, false, _) => SignInRefusal::Unclear,
    }
}

/// All that the server said, in one line, in small letters.
fn words_of(error: &ApiError) -> String {
    let violations = error.violations().iter().flat_map(|v| [v.subject.as_deref(), Some(v.reason.as_str())]);
    let all = [error.server_code(), error.server_message()].into_iter().chain(violations).flatten();
    let all = all.collect::<Vec<_>>().join(" | ").to_lowercase().replace('ё', "е");
    MISLEADING.iter().fold(all, |words, (misleading, meant)| words.replace(misleading, meant))
}

/// Whether a word of the text begins with this stem.
fn has(words: &str, stem: &str) -> bool {
    words.match_indices(stem).any(|(at, _)| !words.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Words of the table, misleading ones and noise, in any order.
    fn any_words() -> impl Strategy<Value = Vec<String>> {
        let stems: Vec<&str> =
            STEMS.iter().flat_map(|(_, stems)| stems.iter().copied()).chain(MISLEADING.map(|(words, _)| words)).collect();
        prop::collection::vec(
            prop_oneof![2 => prop::sample::select(stems).prop_map(str::to_owned), 1 => "[0-9;,!]{1,5}", 1 => "\\PC{0,8}"],
            0..6,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_code_is_wanted_only_when_none_was_sent_and_wrong_only_when_one_was(words in any_words(), code_was_sent in any::<bool>()) {
            let refusal = by_words(&words.join(" ").to_lowercase(), code_was_sent);
            let of_a_sent_code = matches!(refusal, SignInRefusal::WrongCode | SignInRefusal::CodeExpired);
            prop_assert!(if code_was_sent { refusal != SignInRefusal::CodeWanted } else { !of_a_sent_code }, "{:?}", refusal);
        }

        #[test]
        fn a_locked_account_is_told_whatever_else_is_said_and_numbers_change_nothing(
            before in any_words(), after in any_words(), lock in prop::sample::select(STEMS[0].1), code_was_sent in any::<bool>(), noise in "[0-9]{1,5}",
        ) {
            let told = |words: &[String]| by_words(&words.join(" | ").to_lowercase(), code_was_sent);
            prop_assert_eq!(told(&[before.join(" "), lock.to_owned(), after.join(" ")]), SignInRefusal::Blocked);
            prop_assert_eq!(told(&[before.join(" "), noise]), told(&[before.join(" ")]));
        }
    }
}
