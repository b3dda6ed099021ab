//! What the developer of a client's backend needs, as text: a `.env` block, the link for their page, and lines for a shell that
//! exchange a code, renew a token and check it.
//!
//! No line holds a secret: the lines ask for it and read it silently, and what they pass on goes through pipes, so that nothing
//! lands in a shell's history or in the list of processes. Only the `.env` block has a place for the secret.

mod bash;
mod powershell;
mod quoting;
#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;
use zeroize::Zeroizing;

use super::app_version::AppVersion;
use super::cloud::CloudAddresses;
use super::oauth_client::OauthClient;
use super::origin::Origin;
use super::secret::Secret;

/// What RFC 3986 lets stand anywhere as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// In place of a secret that is there and not shown; always as many.
const MASK: &str = "••••••••••••";

/// A shell that lines are written for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shell {
    /// bash.
    Bash,
    /// Windows PowerShell 5.1 and later, with `curl.exe`.
    PowerShell,
}

/// What lines are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Task {
    /// A code of the browser becomes a token.
    Exchange,
    /// A token is renewed.
    Refresh,
    /// A token is tried.
    Check,
}

/// What stands for the secret in the `.env` block.
#[derive(Clone, Copy)]
pub enum SecretPlace<'a> {
    /// Nothing: it is handed over on another way.
    Empty,
    /// Dots, for the window.
    Masked,
    /// The secret.
    Holds(&'a Secret),
}

/// The words in the lines, in the person's language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// A comment over the empty place of the secret.
    pub secret_comes_apart: String,
    /// A comment in place of a value that every reader of `.env` files reads in a way of its own.
    pub cannot_be_written: String,
    /// What is asked for: the client's secret,
    pub client_secret: String,
    /// the code,
    pub code: String,
    /// a refresh token,
    pub refresh_token: String,
    /// an access token.
    pub access_token: String,
}

/// One client, to be handed over.
pub struct HandOver<'a> {
    client: &'a OauthClient,
    app_id: &'a str,
    cloud: &'a CloudAddresses,
    words: Words,
}

impl<'a> HandOver<'a> {
    /// `version` is the open one: a client need not say whose it is.
    #[must_use]
    pub fn new(client: &'a OauthClient, version: &'a AppVersion, cloud: &'a CloudAddresses, words: Words) -> Self {
        Self { client, app_id: client.app_id.as_deref().unwrap_or(&version.app_id), cloud, words }
    }

    /// What this client can do. A grant that is not named is not to be had; a client whose grants nobody has named is taken for one
    /// that exchanges codes.
    #[must_use]
    pub fn tasks(&self) -> Vec<Task> {
        let grants = &self.client.authorized_grant_types;
        let has = |wanted: &str| grants.iter().any(|grant| grant.eq_ignore_ascii_case(wanted));
        let exchanges = grants.is_empty() || has("authorization_code");
        let tasks = [(Task::Exchange, exchanges), (Task::Refresh, exchanges && has("refresh_token")), (Task::Check, true)];
        tasks.into_iter().filter(|(_, can)| *can).map(|(task, _)| task).collect()
    }

    /// The address at which a user consents, for the publisher's own page, which puts a `state` of its own in; none without an
    /// address to come back to.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let redirect = self.redirect()?;
        let part = |value: &str| utf8_percent_encode(value, QUERY).to_string();
        Some(format!(
            "{}?client_id={}&response_type=code&redirect_uri={}&state=STATE",
            self.authorize(),
            part(&self.client.client_id),
            part(redirect)
        ))
    }

    /// The `.env` block.
    #[must_use]
    pub fn env(&self, secret: SecretPlace<'_>) -> Zeroizing<String> {
        let addresses = &self.client.registered_redirect_uri;
        let held = if let SecretPlace::Holds(secret) = secret { secret.expose().len() } else { MASK.len() };
        let known = self.app_id.len() + self.client.client_id.len() + held + addresses.iter().map(String::len).sum::<usize>();
        // Room for all of it and its quotes from the start: what a growing text leaves behind is not wiped.
        let mut env = Zeroizing::new(String::with_capacity(known * 2 + 4096 + addresses.len() * 64));
        self.put(&mut env, "", "EVOTOR_APP_ID", self.app_id);
        self.put(&mut env, "", "EVOTOR_CLIENT_ID", &self.client.client_id);
        match secret {
            SecretPlace::Empty => {
                env.push_str("# ");
                env.push_str(&quoting::comment(&self.words.secret_comes_apart));
                env.push_str("\nEVOTOR_CLIENT_SECRET=\n");
            }
            SecretPlace::Masked => {
                env.push_str("EVOTOR_CLIENT_SECRET=");
                env.push_str(MASK);
                env.push('\n');
            }
            SecretPlace::Holds(secret) => self.put(&mut env, "", "EVOTOR_CLIENT_SECRET", secret.expose()),
        }
        for (place, address) in addresses.iter().enumerate() {
            self.put(&mut env, if place == 0 { "" } else { "# " }, "EVOTOR_REDIRECT_URI", address);
        }
        self.put(&mut env, "", "EVOTOR_AUTHORIZE_URL", self.authorize().as_str());
        self.put(&mut env, "", "EVOTOR_TOKEN_URL", self.token().as_str());
        self.put(&mut env, "", "EVOTOR_API_URL", self.cloud.api.as_str().trim_end_matches('/'));
        env
    }

    fn put(&self, env: &mut String, before: &str, name: &str, value: &str) {
        let quoted = quoting::dotenv(value);
        let parts = match &quoted {
            Some(quoted) => [before, name, "=", quoted.as_str(), "\n"],
            None => ["# ", name, ": ", &quoting::comment(&self.words.cannot_be_written), "\n"],
        };
        env.extend(parts);
    }

    /// Lines to paste into a shell.
    #[must_use]
    pub fn lines(&self, task: Task, shell: Shell) -> String {
        match shell {
            Shell::Bash => self.bash(task),
            Shell::PowerShell => self.powershell(task),
        }
    }

    /// The cheapest call that one of the client's rights allows (guess: seen in client code), and whether it is allowed at all:
    /// a refusal for want of a right shows a living token too.
    #[must_use]
    pub fn check_call(&self) -> (&'static str, bool) {
        let has = |right: &str| self.client.scope.iter().any(|scope| scope.as_str() == right);
        let calls = [("store:read", "stores"), ("employee:read", "employees"), ("device:read", "devices")];
        calls.into_iter().find(|(right, _)| has(right)).map_or(("stores", false), |(_, call)| (call, true))
    }

    /// The first address that can stand in a line.
    fn redirect(&self) -> Option<&str> {
        self.client.registered_redirect_uri.iter().map(String::as_str).find(|address| !address.contains('\0'))
    }

    fn authorize(&self) -> Url {
        under(&self.cloud.oauth, "oauth/authorize")
    }

    fn token(&self) -> Url {
        under(&self.cloud.oauth, "oauth/token")
    }

    fn check(&self) -> Url {
        under(&self.cloud.api, self.check_call().0)
    }
}

/// Bases end with `/`, so that this joins.
fn under(base: &Url, path: &str) -> Url {
    base.join(path).unwrap_or_else(|_| base.clone())
}

/// A company's proxy knows nothing of this computer's loopback.
fn noproxy(address: &Url) -> &'static str {
    if Origin::of(address).is_loopback_literal() { " --noproxy '*'" } else { "" }
}

/// A whole document: a title, facts by their names, and sections. (With the secret in it the caller takes it over as a secret.)
#[must_use]
pub fn document(title: &str, facts: &[(String, String)], sections: &[(String, &str)]) -> Zeroizing<String> {
    let size = |pairs: &mut dyn Iterator<Item = usize>| pairs.sum::<usize>();
    let known = title.len()
        + size(&mut facts.iter().map(|(name, value)| name.len() + value.len() + 8))
        + size(&mut sections.iter().map(|(name, text)| name.len() + text.len() + 16));
    let mut text = Zeroizing::new(String::with_capacity(known + 64));
    text.push_str(title);
    text.push_str("\n\n");
    for (name, value) in facts {
        for part in [name, ": ", value, "\n"] {
            text.push_str(part);
        }
    }
    for (name, section) in sections {
        for part in ["\n--- ", name, " ---\n", section.trim_end_matches('\n'), "\n"] {
            text.push_str(part);
        }
    }
    text
}
