//! What is typed and ticked for a new client, and what it still lacks. Checked when something is typed, not in every frame.

use std::collections::BTreeSet;

use crate::model::app_version::AppVersion;
use crate::model::catalogue::Catalogue;
use crate::model::oauth_client::{ClientKind, OauthClient};
use crate::model::redirect_uri::{self, Finding, RedirectProblem};
use crate::model::scope::{Scope, ScopeError};
use crate::screens::event::ClientOrder;

/// One redirect address.
#[derive(Clone, Default)]
pub struct Address {
    /// As typed: it is sent just so.
    pub text: String,
    /// What is to be said about it.
    pub findings: Vec<Finding>,
}

/// A client that is not created yet.
#[derive(Clone)]
pub struct Draft {
    /// Where it will belong.
    pub version: AppVersion,
    /// Web or standalone.
    pub kind: ClientKind,
    /// At least one row, maybe empty.
    addresses: Vec<Address>,
    /// Ticked and added rights.
    pub rights: BTreeSet<Scope>,
}

/// What keeps the client from being created.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    /// No address is typed.
    Address,
    /// This address, counted from 1, cannot work.
    FixAddress(usize),
    /// No right is chosen.
    Right,
}

/// Why a typed right is not added.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RightProblem {
    /// It is no right.
    Scope(ScopeError),
    /// It is chosen already.
    Twice,
}

impl Draft {
    /// An empty form.
    #[must_use]
    pub fn new(version: AppVersion) -> Self {
        let mut draft = Self { version, kind: ClientKind::Web, addresses: vec![Address::default()], rights: BTreeSet::new() };
        draft.check();
        draft
    }

    /// A form filled from a client.
    #[must_use]
    pub fn like(version: AppVersion, client: &OauthClient) -> Self {
        let mut draft = Self::new(version);
        draft.kind = client.kind();
        draft.rights = client.scope.iter().cloned().collect();
        let texts = client.registered_redirect_uri.iter();
        draft.addresses = texts.map(|text| Address { text: text.clone(), findings: Vec::new() }).collect();
        if draft.addresses.is_empty() {
            draft.add_address();
        }
        draft.check();
        draft
    }

    /// A form as it was sent.
    #[must_use]
    pub fn of(order: &ClientOrder) -> Self {
        let mut draft = Self::new(order.version.clone());
        draft.kind = order.kind;
        draft.rights = order.scope.iter().cloned().collect();
        draft.addresses = order.redirect_addresses.iter().map(|text| Address { text: text.clone(), findings: Vec::new() }).collect();
        if draft.addresses.is_empty() {
            draft.add_address();
        }
        draft.check();
        draft
    }

    /// The rows of addresses.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// One row's text, to be typed into; [`Self::check`] afterwards.
    pub fn text_mut(&mut self, row: usize) -> Option<&mut String> {
        self.addresses.get_mut(row).map(|address| &mut address.text)
    }

    /// One more row.
    pub fn add_address(&mut self) {
        self.addresses.push(Address::default());
    }

    /// Takes a row away; the last one is emptied instead.
    pub fn remove_address(&mut self, row: usize) {
        if self.addresses.len() > 1 && row < self.addresses.len() {
            self.addresses.remove(row);
        } else if let Some(address) = self.addresses.get_mut(row) {
            *address = Address::default();
        }
        self.check();
    }

    /// Looks at every address anew: each is compared with those before it.
    pub fn check(&mut self) {
        let texts: Vec<String> = self.addresses.iter().map(|address| address.text.clone()).collect();
        for (row, address) in self.addresses.iter_mut().enumerate() {
            address.findings = redirect_uri::check(&address.text, &texts[..row]);
        }
    }

    /// Adds a typed right.
    ///
    /// # Errors
    /// [`RightProblem`] when it is no right, or chosen already.
    pub fn add_right(&mut self, typed: &str) -> Result<(), RightProblem> {
        let right = Scope::parse(typed).map_err(RightProblem::Scope)?;
        if self.rights.insert(right) { Ok(()) } else { Err(RightProblem::Twice) }
    }

    /// The chosen rights that the table does not know.
    pub fn outside_the_table(&self) -> impl Iterator<Item = &Scope> {
        self.rights.iter().filter(|right| !Catalogue::evotor().knows(right))
    }

    /// The first thing that keeps it from being created.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        let is_empty = |address: &Address| address.text.trim().is_empty();
        let wrong = self.addresses.iter().position(|address| !is_empty(address) && redirect_uri::has_error(&address.findings));
        if let Some(row) = wrong {
            return Some(Missing::FixAddress(row + 1));
        }
        if self.addresses.iter().all(is_empty) {
            return Some(Missing::Address);
        }
        self.rights.is_empty().then_some(Missing::Right)
    }

    /// Whether anything was typed or ticked: leaving such a form must not lose it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.rights.is_empty() && self.addresses.iter().all(|address| address.text.is_empty())
    }

    /// The rows whose addresses are sent, in that order.
    #[must_use]
    pub fn sent_rows(&self) -> Vec<usize> {
        let typed = |(_, address): &(usize, &Address)| !address.text.trim().is_empty();
        self.addresses.iter().enumerate().filter(typed).map(|(row, _)| row).collect()
    }

    /// What is sent: empty rows are left out, the table's rights come in its order, the others after them.
    #[must_use]
    pub fn order(&self) -> Option<ClientOrder> {
        if self.missing().is_some() {
            return None;
        }
        let texts = self.sent_rows().into_iter().map(|row| self.addresses[row].text.clone());
        let place = |right: &Scope| {
            let resource = Catalogue::evotor().resources().iter().position(|r| r.name() == right.resource());
            (resource.unwrap_or(usize::MAX), right.clone())
        };
        let mut scope: Vec<Scope> = self.rights.iter().cloned().collect();
        scope.sort_by_cached_key(place);
        Some(ClientOrder { version: self.version.clone(), kind: self.kind, redirect_addresses: texts.collect(), scope })
    }
}

impl Address {
    /// What is shown under the field: an empty field says nothing until something else is missing because of it.
    #[must_use]
    pub fn first_finding(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.problem != RedirectProblem::Empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version() -> AppVersion {
        AppVersion::typed("app-7", "1.0")
    }

    fn with(addresses: &[&str], rights: &[&str]) -> Draft {
        let mut draft = Draft::new(version());
        for (row, text) in addresses.iter().enumerate() {
            if row > 0 {
                draft.add_address();
            }
            draft.text_mut(row).unwrap().push_str(text);
        }
        draft.check();
        for right in rights {
            draft.add_right(right).unwrap();
        }
        draft
    }

    #[test]
    fn each_thing_that_is_missing_is_named_in_its_turn() {
        assert_eq!(with(&[""], &[]).missing(), Some(Missing::Address));
        assert_eq!(with(&["https://a.example/x", "http://b.example/x"], &[]).missing(), Some(Missing::FixAddress(2)));
        assert_eq!(with(&["https://a.example/x", ""], &[]).missing(), Some(Missing::Right));
        assert_eq!(with(&["https://a.example/x/"], &["store:read"]).missing(), None, "a warning does not block");
    }

    #[test]
    fn what_is_sent_is_what_was_typed_in_the_order_of_the_table() {
        let order =
            with(&["https://a.example/x/", "", "http://127.0.0.1:1/B"], &["zoo:fly", "product:write", "store:read", "product:read"]);
        let order = order.order().unwrap();
        assert_eq!(order.redirect_addresses, ["https://a.example/x/", "http://127.0.0.1:1/B"]);
        let scope: Vec<&str> = order.scope.iter().map(Scope::as_str).collect();
        assert_eq!(scope, ["store:read", "product:read", "product:write", "zoo:fly"]);
    }

    #[test]
    fn a_twin_of_an_earlier_address_is_an_error_and_goes_with_it() {
        let mut draft = with(&["https://a.example/x", "https://a.example/x"], &["store:read"]);
        assert_eq!(draft.missing(), Some(Missing::FixAddress(2)));
        draft.remove_address(0);
        assert_eq!(draft.missing(), None);
        draft.remove_address(0);
        assert_eq!((draft.addresses().len(), draft.missing()), (1, Some(Missing::Address)));
    }

    #[test]
    fn an_empty_address_is_not_said_to_be_fine() {
        let draft = Draft::new(version());
        assert_eq!(draft.addresses()[0].findings[0].problem, RedirectProblem::Empty);
        assert!(draft.addresses()[0].first_finding().is_none(), "and is not complained about before anything is typed");
    }

    #[test]
    fn a_right_is_added_once() {
        let mut draft = with(&[], &["supplier:write"]);
        assert_eq!(draft.add_right(" supplier:write "), Err(RightProblem::Twice));
        assert!(matches!(draft.add_right("two rights"), Err(RightProblem::Scope(_))));
        assert_eq!(draft.outside_the_table().count(), 1);
    }
}
