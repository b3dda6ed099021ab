//! Values of others written into a shell's lines and into a `.env` file, so that each is read back as it was and none of them runs.
//!
//! What cannot be seen (controls, marks that reorder text) is written by its number: pasted into a terminal it would act, and in
//! a file nobody would notice it.

use std::fmt::Write as _;

use zeroize::Zeroizing;

/// Needs no quotes anywhere.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./:@%+,-".contains(&byte))
}

/// Cannot be seen, or perhaps not as what it is.
fn is_odd(c: char) -> bool {
    c.is_control() || (!c.is_ascii() && !c.is_alphanumeric())
}

/// One word of bash (and of zsh); none for what no shell can hold, which is a NUL.
pub fn bash(value: &str) -> Option<String> {
    if value.contains('\0') {
        return None;
    }
    if is_plain(value) {
        return Some(value.to_owned());
    }
    if !value.chars().any(is_odd) {
        return Some(format!("'{}'", value.replace('\'', r"'\''")));
    }
    let mut quoted = String::from("$'");
    for c in value.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            // An interactive bash would look it up in the history.
            '!' => quoted.push_str(r"\x21"),
            c if is_odd(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(quoted, r"\x{byte:02x}");
                }
            }
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    Some(quoted)
}

/// One expression of PowerShell, also of 5.1, which knows no escapes in single quotes. (Its other single quotes, ‘ and ’, are odd.)
pub fn powershell(value: &str) -> String {
    let mut parts = vec![String::from("'")];
    let mut in_quotes = true;
    for c in value.chars() {
        if is_odd(c) {
            if std::mem::take(&mut in_quotes) {
                parts.last_mut().into_iter().for_each(|part| part.push('\''));
            }
            let number = u32::from(c);
            parts.push(if number > 0xffff { format!("[char]::ConvertFromUtf32(0x{number:x})") } else { format!("[char]0x{number:x}") });
            continue;
        }
        if !in_quotes {
            parts.push(String::from("'"));
            in_quotes = true;
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
            if c == '\'' {
                part.push(c);
            }
        }
    }
    if in_quotes {
        parts.last_mut().into_iter().for_each(|part| part.push('\''));
    }
    match parts.len() {
        1 => parts.concat(),
        _ => format!("({})", parts.join(" + ")),
    }
}

/// A value of a `.env` file in a form that shells, Docker, systemd and the usual libraries read alike; none when there is no such
/// form.
pub fn dotenv(value: &str) -> Option<Zeroizing<String>> {
    // As large as it gets at once: what a growing text leaves behind is not wiped.
    let mut quoted = Zeroizing::new(String::with_capacity(value.len() + 2));
    let quote = if value.is_empty() || is_plain(value) {
        ""
    } else if value.chars().any(is_odd) || value.ends_with('\\') || value.contains(r"\\") {
        return None;
    } else if !value.contains('\'') {
        "'"
    } else if !value.contains(['"', '$', '`', '\\', '!']) {
        "\""
    } else {
        return None;
    };
    quoted.push_str(quote);
    quoted.push_str(value);
    quoted.push_str(quote);
    Some(quoted)
}

/// A comment's words: one line, whatever they are.
pub fn comment(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use proptest::prelude::*;

    use super::*;

    /// What bash says a script prints.
    fn run(script: &str) -> String {
        let output = Command::new("bash").args(["--norc", "-c", script]).env("LC_ALL", "C").stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{script:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Everything that a shell, a `.env` file or PowerShell might take for its own, and much else.
    fn nasty() -> impl Strategy<Value = String> {
        let sign = prop_oneof![
            4 => proptest::char::any(),
            4 => proptest::sample::select("'\"$`\\!#&;|<>(){}[]*?~=%^ \t\n\r\u{1b}\u{7f}\u{202e}\u{200b}‘’‚‛“”да".chars().collect::<Vec<_>>()),
            2 => proptest::char::range('!', '~'),
        ];
        proptest::collection::vec(sign, 0..24).prop_map(|signs| signs.into_iter().filter(|c| *c != '\0').collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn bash_reads_back_any_value(value in nasty()) {
            let quoted = bash(&value).unwrap();
            prop_assert!(!quoted.chars().any(char::is_control), "{quoted:?}");
            prop_assert_eq!(run(&format!("X={quoted}; printf %s \"$X\"")), value.clone());
            prop_assert_eq!(run(&format!("printf %s {}", if quoted.is_empty() { "''" } else { &quoted })), value);
        }

        #[test]
        fn bash_reads_back_any_value_of_an_env_file(value in nasty()) {
            if let Some(quoted) = dotenv(&value) {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join(".env");
                std::fs::write(&file, format!("X={}\n", quoted.as_str())).unwrap();
                prop_assert_eq!(run(&format!("set -a; . '{}'; printenv X", file.display())), format!("{value}\n"));
            }
        }

        #[test]
        fn powershell_reads_back_any_value(value in nasty()) {
            let quoted = powershell(&value);
            prop_assert!(quoted.chars().all(|c| !is_odd(c)), "{quoted:?}");
            prop_assert_eq!(read_powershell(&quoted), Some(value), "{}", quoted);
        }
    }

    /// A reader of the little of PowerShell that is written here, by its language specification (`about_Quoting_Rules`): not the real
    /// one, which does not run on this machine.
    fn read_powershell(expression: &str) -> Option<String> {
        let inner = expression.strip_prefix('(').map_or(Some(expression), |rest| rest.strip_suffix(')'))?;
        let (mut rest, mut value) = (inner, String::new());
        loop {
            if let Some(after) = rest.strip_prefix('\'') {
                let mut signs = after.char_indices().peekable();
                let end = loop {
                    match (signs.next()?, signs.peek()) {
                        ((_, '\''), Some((_, '\''))) => {
                            signs.next();
                            value.push('\'');
                        }
                        ((end, '\''), _) => break end,
                        ((_, c), _) => value.push(c),
                    }
                };
                rest = &after[end + 1..];
            } else if let Some(after) = rest.strip_prefix("[char]") {
                let after = after.strip_prefix("::ConvertFromUtf32(").unwrap_or(after).strip_prefix("0x")?;
                let end = after.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(after.len());
                value.push(char::from_u32(u32::from_str_radix(&after[..end], 16).ok()?)?);
                rest = after[end..].strip_prefix(')').unwrap_or(&after[end..]);
            } else {
                return None;
            }
            match rest.strip_prefix(" + ") {
                Some(next) => rest = next,
                None => return rest.is_empty().then_some(value),
            }
        }
    }

    #[test]
    fn ordinary_values_stay_readable() {
        let plain = "https://kassa.romashka.example/oauth/evotor";
        assert_eq!(bash(plain).unwrap(), plain);
        assert_eq!(dotenv(plain).unwrap().as_str(), plain);
        assert_eq!(powershell(plain), format!("'{plain}'"));
    }

    #[test]
    fn each_form_by_its_rules() {
        let table = [
            // The value, in bash, in PowerShell, in a .env file.
            ("", "''", "''", Some("")),
            ("a&b", "'a&b'", "'a&b'", Some("'a&b'")),
            ("it's", r"'it'\''s'", "'it''s'", Some("\"it's\"")),
            ("$HOME`id`", "'$HOME`id`'", "'$HOME`id`'", Some("'$HOME`id`'")),
            ("'$x", r"''\''$x'", "'''$x'", None),
            ("касса", "'касса'", "'касса'", Some("'касса'")),
            ("a\nb!", r"$'a\x0ab\x21'", "('a' + [char]0xa + 'b!')", None),
            ("‘", r"$'\xe2\x80\x98'", "('' + [char]0x2018)", None),
            ("\u{202e}gpj", r"$'\xe2\x80\xaegpj'", "('' + [char]0x202e + 'gpj')", None),
            ("🔑", r"$'\xf0\x9f\x94\x91'", "('' + [char]::ConvertFromUtf32(0x1f511))", None),
            (r"a\", r"'a\'", r"'a\'", None),
            (r"a\b", r"'a\b'", r"'a\b'", Some(r"'a\b'")),
        ];
        for (value, in_bash, in_powershell, in_env) in table {
            assert_eq!(bash(value).as_deref(), Some(in_bash), "{value:?}");
            assert_eq!(powershell(value), in_powershell, "{value:?}");
            assert_eq!(dotenv(value).as_ref().map(|quoted| quoted.as_str()), in_env, "{value:?}");
        }
        assert_eq!((bash("a\0"), powershell("a\0")), (None, "('a' + [char]0x0)".to_owned()));
        assert_eq!(comment("a\nb\r\u{85}c"), "a b  c");
    }
}
