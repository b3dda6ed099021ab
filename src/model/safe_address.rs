//! An address as it may stand in a file or on stderr: people put keys of their own into queries and passwords before hosts, and no
//! file or message of ours holds a secret.

/// What stands where a value was.
const HOLE: &str = "•••";

/// An address, or what was meant as one, without the values of its query, its fragment and a login before its host. Names stay:
/// they tell addresses apart.
#[must_use]
pub fn without_secrets(address: &str) -> String {
    let (address, fragment) = split_keeping(address, '#');
    let (place, query) = split_keeping(address, '?');
    let mut kept = without_login(place);
    if let Some(query) = query.strip_prefix('?') {
        kept.push('?');
        let parts: Vec<String> =
            query.split('&').map(|part| part.split_once('=').map_or(HOLE.to_owned(), |(name, _)| format!("{name}={HOLE}"))).collect();
        kept.push_str(&parts.join("&"));
    }
    if !fragment.is_empty() {
        kept.push('#');
        kept.push_str(HOLE);
    }
    kept
}

/// What is before the sign, and the rest with it.
fn split_keeping(text: &str, sign: char) -> (&str, &str) {
    text.split_at(text.find(sign).unwrap_or(text.len()))
}

/// `https://name:password@host/…` without what is before the `@`.
fn without_login(place: &str) -> String {
    let (scheme, rest) = place.split_once("//").map_or(("", place), |(scheme, rest)| (scheme, rest));
    let (host, path) = split_keeping(rest, '/');
    match host.rsplit_once('@') {
        Some((_, host)) if scheme.is_empty() => format!("{HOLE}@{host}{path}"),
        Some((_, host)) => format!("{scheme}//{HOLE}@{host}{path}"),
        None => place.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn values_go_and_the_rest_stays() {
        for (address, kept) in [
            ("https://romashka.example/вход", "https://romashka.example/вход"),
            ("http://127.0.0.1:8765/callback", "http://127.0.0.1:8765/callback"),
            ("example.romashka.desk:/oauth", "example.romashka.desk:/oauth"),
            ("https://romashka.example/?shop=7&key=s3cr3t", "https://romashka.example/?shop=•••&key=•••"),
            ("https://romashka.example/a@b?s3cr3t", "https://romashka.example/a@b?•••"),
            ("https://romashka.example/?a=1#s3cr3t=x", "https://romashka.example/?a=•••#•••"),
            ("https://anna:s3cr3t@romashka.example:8443/x", "https://•••@romashka.example:8443/x"),
            ("anna:s3cr3t@romashka.example", "•••@romashka.example"),
            ("", ""),
        ] {
            assert_eq!(without_secrets(address), kept);
        }
    }
}
