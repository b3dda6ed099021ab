//! What one item of ours in the keychain is called, so that it is found again, told apart from others and recognised by a person.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// By what all our items are found: the attribute `service` of the Secret Service and of macOS, the end of the name on Windows.
pub const SERVICE_ATTRIBUTE: &str = "Tokendesk";

/// What is escaped in a part of the attribute `username`: what parts it, and what a D-Bus string or an eye cannot hold.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'%');

/// Names one item of ours in the system's keychain.
///
/// Outside it is seen by two attributes: `service` is always `Tokendesk`, `username` is `sign-in CLOUD ACCOUNT` or
/// `proxy-login ADDRESS` (spaces, percent signs, control characters and what is not ASCII are percent-encoded in each part).
/// Neither is a secret: keychains keep attributes in the clear, or as mere hashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item {
    kind: ItemKind,
    place: String,
    account: String,
}

/// What an item holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// The tokens of an account that stays signed in.
    SignIn,
    /// The login of a proxy.
    ProxyLogin,
}

impl ItemKind {
    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::ProxyLogin => "proxy-login",
        }
    }
}

impl Item {
    /// The sign-in of one account with one cloud; `cloud_key` is `CloudAddresses::key`.
    #[must_use]
    pub fn sign_in(cloud_key: &str, account: &str) -> Self {
        Self { kind: ItemKind::SignIn, place: cloud_key.to_owned(), account: account.to_owned() }
    }

    /// The login that a proxy asks for; the address without any login.
    #[must_use]
    pub fn proxy_login(address: &str) -> Self {
        Self { kind: ItemKind::ProxyLogin, place: address.to_owned(), account: String::new() }
    }

    /// What it holds.
    #[must_use]
    pub const fn kind(&self) -> ItemKind {
        self.kind
    }

    /// The key of the cloud; empty for a proxy's login.
    #[must_use]
    pub fn cloud(&self) -> &str {
        match self.kind {
            ItemKind::SignIn => &self.place,
            ItemKind::ProxyLogin => "",
        }
    }

    /// Who is signed in; for a proxy's login, the proxy's address.
    #[must_use]
    pub fn account(&self) -> &str {
        match self.kind {
            ItemKind::SignIn => &self.account,
            ItemKind::ProxyLogin => &self.place,
        }
    }

    /// What a person sees in the system's own program for keychains, where it shows names (not on Windows and macOS: there the
    /// stores offer no place for it): `Tokendesk: anna@seller.example (dev.evotor.ru)`.
    #[must_use]
    pub fn label(&self) -> String {
        let Self { place, account, .. } = self;
        match self.kind {
            ItemKind::SignIn => format!("Tokendesk: {account} ({})", place.strip_prefix("https://").unwrap_or(place)),
            ItemKind::ProxyLogin => format!("Tokendesk: proxy {place}"),
        }
    }

    /// By what a person finds it in the system's own program for keychains: the label; on Windows the name of the credential; on
    /// macOS what stands under name and account.
    #[must_use]
    pub fn found_as(&self) -> String {
        if cfg!(windows) {
            format!("{}.{SERVICE_ATTRIBUTE}", self.username())
        } else if cfg!(target_os = "macos") {
            format!("{SERVICE_ATTRIBUTE}, {}", self.username())
        } else {
            self.label()
        }
    }

    /// The attribute by which just this item is found.
    #[must_use]
    pub fn username(&self) -> String {
        let Self { kind, place, account } = self;
        let part = |text| utf8_percent_encode(text, ESCAPED);
        match kind {
            ItemKind::SignIn => format!("{} {} {}", kind.word(), part(place), part(account)),
            ItemKind::ProxyLogin => format!("{} {}", kind.word(), part(place)),
        }
    }

    /// The item that has this attribute; none when it is not one that this program writes.
    #[must_use]
    pub fn of_username(username: &str) -> Option<Self> {
        let part = |text| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
        let mut words = username.split(' ');
        let item = match words.next()? {
            word if word == ItemKind::SignIn.word() => Self::sign_in(&part(words.next()?)?, &part(words.next()?)?),
            word if word == ItemKind::ProxyLogin.word() => Self::proxy_login(&part(words.next()?)?),
            _ => return None,
        };
        (item.username() == username).then_some(item)
    }
}

/// As in the keychain: `sign-in https://dev.evotor.ru anna@seller.example`.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.username())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attribute_names_one_item_only_and_is_read_back() {
        let items = [
            Item::sign_in("https://dev.evotor.ru", "anna@seller.example"),
            Item::sign_in("https://dev.evotor.ru", "anna@seller.example x"),
            Item::sign_in("https://dev.evotor.ru x", "anna@seller.example"),
            Item::sign_in("https://dev.evotor.ru", "анна"),
            Item::sign_in("https://dev.evotor.ru", "a%20b\0\n"),
            Item::sign_in("", ""),
            Item::proxy_login("https://dev.evotor.ru"),
            Item::proxy_login("proxy.example:3128"),
        ];
        for (place, item) in items.iter().enumerate() {
            let name = item.username();
            assert_eq!(Item::of_username(&name).as_ref(), Some(item), "{name}");
            assert!(name.chars().all(|c| c.is_ascii() && !c.is_ascii_control()), "{name:?}");
            assert!(items.iter().skip(place + 1).all(|other| other.username() != name), "{name}");
        }
        assert_eq!(items[0].username(), "sign-in https://dev.evotor.ru anna@seller.example");
        assert_eq!(items[7].username(), "proxy-login proxy.example:3128");
    }

    #[test]
    fn the_attributes_of_others_are_none_of_our_items() {
        let sign_in = "sign-in https://dev.evotor.ru anna";
        for foreign in
            ["", "sign-in", "sign-in x", "anna", "proxy-login", "proxy-login a b", &format!("{sign_in} x"), &format!("{sign_in}%41")]
        {
            assert_eq!(Item::of_username(foreign), None, "{foreign}");
        }
        assert!(Item::of_username(sign_in).is_some());
    }

    #[test]
    fn the_label_says_what_it_is_for() {
        assert_eq!(Item::sign_in("https://dev.evotor.ru", "anna@seller.example").label(), "Tokendesk: anna@seller.example (dev.evotor.ru)");
        assert_eq!(Item::sign_in("http://127.0.0.1:8080", "anna").label(), "Tokendesk: anna (http://127.0.0.1:8080)");
        assert_eq!(Item::proxy_login("proxy.example:3128").label(), "Tokendesk: proxy proxy.example:3128");
    }

    #[test]
    fn an_item_says_whose_it_is() {
        let sign_in = Item::sign_in("https://dev.evotor.ru", "anna");
        assert_eq!((sign_in.kind(), sign_in.cloud(), sign_in.account()), (ItemKind::SignIn, "https://dev.evotor.ru", "anna"));
        let proxy = Item::proxy_login("proxy.example:3128");
        assert_eq!((proxy.kind(), proxy.cloud(), proxy.account()), (ItemKind::ProxyLogin, "", "proxy.example:3128"));
    }
}
