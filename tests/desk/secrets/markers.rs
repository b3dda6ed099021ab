//! The marker that stands at both ends of every secret of a run, and the search for it in all the spellings in which a secret may
//! come out: cut, split, in capitals, percent-encoded, escaped as in JSON and in Rust, in base64, in hexadecimal and as bytes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;
use tokendesk::sandbox::Marker;

/// Hexadecimal, for UUIDs hold it too; with letters enough that no number and no id is taken for it.
pub const MARKER: Marker = Marker::new(0xdabc_aefb, 0xfade_bead_cabf);

/// Any text as a secret.
pub fn marked(text: &str) -> String {
    MARKER.around(text)
}

/// A token as the portal's own: header, claims and signature.
pub fn marked_jwt(claims: &str) -> String {
    let header = format!(r#"{{"alg":"HS256","kid":"{}"}}"#, MARKER.head());
    format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims), marked("-signature-"))
}

/// What is looked for in a text as it stands, and what in one whose letters are made small.
static NEEDLES: LazyLock<(Vec<String>, Vec<String>)> = LazyLock::new(|| {
    let (mut as_it_stands, mut in_small_letters) = (Vec::new(), Vec::new());
    for end in [MARKER.head(), MARKER.tail()] {
        for case in [end.clone(), end.to_uppercase()] {
            as_it_stands.extend(in_base64(&case));
            in_small_letters.push(case.bytes().fold(String::new(), |mut digits, byte| {
                write!(digits, "{byte:02x}").unwrap();
                digits
            }));
            let bytes: Vec<String> = case.bytes().map(|byte| byte.to_string()).collect();
            as_it_stands.push(bytes.join(","));
        }
        in_small_letters.push(end);
    }
    (as_it_stands, in_small_letters)
});

/// The letters of base64 that depend on this text alone, for each of the three places where it may begin.
fn in_base64(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for before in 0..3 {
        let padded = [vec![0; before], text.as_bytes().to_vec()].concat();
        let (first, last) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
        for encoded in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            forms.push(encoded[first..last].to_owned());
        }
    }
    forms.dedup();
    forms
}

/// Whether there is a piece of a secret in a text, in whatever spelling.
pub fn holds_a_secret(text: &str) -> bool {
    let (as_it_stands, in_small_letters) = &*NEEDLES;
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if as_it_stands.iter().any(|needle| squeezed.contains(needle)) {
        return true;
    }
    let plain = unescaped(&percent_decode_str(text).decode_utf8_lossy());
    [text, &plain].iter().any(|text| {
        // Without all that may stand between: line breaks, quotes, dashes, marks that nobody sees.
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        in_small_letters.iter().any(|needle| letters.contains(needle))
    })
}

/// A text with JSON's and Rust's `\u0041`, `\u{41}` and `\x41` as the letters that they stand for.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (digits, length) = match after.as_bytes() {
            [b'u', b'{', ..] => (after[2..].split('}').next(), None),
            [b'u', ..] => (after.get(1..5), Some(5)),
            [b'x', ..] => (after.get(1..3), Some(3)),
            _ => (None, None),
        };
        let letter = digits.and_then(|digits| Some((u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?, digits.len())));
        rest = match letter {
            Some((letter, digits)) => {
                plain.push(letter);
                &after[length.unwrap_or(digits + 3)..]
            }
            None => after,
        };
    }
    plain + rest
}

#[test]
fn a_secret_is_found_in_every_spelling() {
    let secret = marked(" пароль+\"&/ ");
    let (head, tail) = (MARKER.head(), MARKER.tail());
    let in_every = |spell: &dyn Fn(u8) -> String| secret.bytes().map(spell).collect::<String>();
    let uuid = format!("{head}-aaaa-4aaa-8aaa-{tail}");
    let jwt = marked_jwt("{}");
    let spellings = [
        ("as it is", secret.clone()),
        ("its beginning", secret[..8].to_owned()),
        ("its end", secret[secret.len() - 12..].to_owned()),
        ("in capitals", secret.to_uppercase()),
        ("a UUID", uuid.clone()),
        ("a UUID's beginning", uuid[..12].to_owned()),
        ("a token's header", jwt[..jwt.find('.').unwrap()].to_owned()),
        ("a token's end", jwt[jwt.len() - 12..].to_owned()),
        ("a form", url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()),
        ("percent-encoded in full", in_every(&|byte| format!("%{byte:02X}"))),
        ("twice percent-encoded at its ends", format!("%{:02X}{}", head.as_bytes()[0], &head[1..])),
        ("JSON", serde_json::to_string(&secret).unwrap()),
        ("JSON in escapes", head.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<Vec<_>>().concat()),
        ("Rust's Debug in escapes", head.bytes().map(|byte| format!("\\u{{{byte:x}}}")).collect::<Vec<_>>().concat()),
        ("a byte string", tail.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<Vec<_>>().concat()),
        ("split by a line break", format!("{}\r\n{}", &head[..3], &head[3..])),
        ("split by marks that nobody sees", format!("{}\u{200B}{}", &tail[..5], &tail[5..])),
        ("hexadecimal", in_every(&|byte| format!("{byte:02x}"))),
        ("hexadecimal in capitals", in_every(&|byte| format!("{byte:02X}"))),
        ("Debug of bytes", format!("{:?}", secret.as_bytes())),
        ("pretty Debug of bytes", format!("{:#?}", tail.as_bytes())),
    ];
    for (name, spelling) in spellings {
        assert!(holds_a_secret(&format!("before {spelling} after")), "{name}: {spelling}");
    }
    for before in ["", "a", "ab", "anna:"] {
        let text = format!("{before}{secret}");
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            assert!(holds_a_secret(&format!("Basic {encoded}==")), "{before}: {encoded}");
            assert!(holds_a_secret(&format!("{}\n{}", &encoded[..9], &encoded[9..])), "{before}: {encoded}, in two lines");
        }
    }
}

#[test]
fn what_is_no_secret_is_none() {
    let texts = ["", "•••", "Secret(…)", "the password is wrong", "\\", "\\u", "\\u{110000}", "%", "%zz", "dabcaef", "ebeadcabf"];
    for text in texts {
        assert!(!holds_a_secret(text), "{text}");
    }
    assert!(!holds_a_secret(&uuid::Uuid::new_v4().to_string()));
    assert_eq!(unescaped("a\\u0041\\u{42}\\x43\\n\\"), "aABCn");
}
