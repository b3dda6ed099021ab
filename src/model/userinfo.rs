//! Takes a login out of an address that somebody has pasted: `http://anna:secret@proxy.example:3128` is an address, a name and a
//! password, and only the first of them may be kept in a file.

use percent_encoding::percent_decode_str;
use zeroize::Zeroize as _;

use super::secret::Secret;

/// What stood before the host.
pub struct UserInfo {
    /// The user's name, decoded.
    pub user: String,
    /// The password, decoded; empty when there was none.
    pub password: Secret,
}

/// Takes the login out of `address`, whatever else is right or wrong with it: what was there is wiped. Nothing is taken as long as
/// there is no `@` before the host.
#[must_use]
pub fn take(address: &mut String) -> Option<UserInfo> {
    let begin = address.find("://").map_or(0, |at| at + 3);
    let rest = address.get(begin..)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    // The last one: a password that was pasted as it is may hold others, and nothing of it may stay behind.
    let at = begin + authority.rfind('@')?;
    let found = address.get(begin..at)?;
    let (user, password) = found.split_once(':').unwrap_or((found, ""));
    let login = UserInfo { user: decoded(user), password: Secret::from(decoded(password)) };
    let cut = format!("{}{}", address.get(..begin)?, address.get(at + 1..)?);
    address.zeroize();
    *address = cut;
    Some(login)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_taken_out_and_the_address_stays() {
        for (pasted, address, user, password) in [
            ("http://anna:s3cret@proxy.example:3128", "http://proxy.example:3128", "anna", "s3cret"),
            ("anna:s3cret@proxy.example:3128/", "proxy.example:3128/", "anna", "s3cret"),
            ("https://anna@proxy.example", "https://proxy.example", "anna", ""),
            ("http://a%40b:p%3A%2F%D1%8F@proxy.example", "http://proxy.example", "a@b", "p:/я"),
            ("http://anna:p@ss:word@proxy.example", "http://proxy.example", "anna", "p@ss:word"),
            ("http://:s3cret@", "http://", "", "s3cret"),
        ] {
            let mut typed = pasted.to_owned();
            let login = take(&mut typed).unwrap();
            assert_eq!((typed.as_str(), login.user.as_str(), login.password.expose()), (address, user, password), "{pasted}");
        }
    }

    #[test]
    fn what_has_no_login_stays_as_it_is() {
        for text in ["", "proxy.example:3128", "http://proxy.example/@x", "http://proxy.example?a@b", "socks5://proxy.example"] {
            let mut typed = text.to_owned();
            assert!(take(&mut typed).is_none() && typed == text, "{text}");
        }
    }
}
