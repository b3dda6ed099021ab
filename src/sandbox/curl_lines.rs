//! The lines of the first page that a person pastes into a shell: the whole way from the password to a created client.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::invitation::{Invitation, InvitedVersion};
use crate::i18n::Lang;
use crate::tr;

/// What RFC 3986 lets stand in a path as it is; all else is percent-encoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// A company's proxy knows nothing of this computer's loopback.
const CURL: &str = "curl -s --noproxy '*'";

/// One paste: what it is for, what to expect, and the lines.
pub(super) struct Paste {
    pub(super) title: String,
    pub(super) expect: String,
    pub(super) lines: String,
}

/// The pastes in their order; later ones use what earlier ones have put into the shell's variables.
pub(super) fn pastes(lang: Lang, dev: &str, oauth: &str, invitation: &Invitation) -> Vec<Paste> {
    let Invitation { email, password, versions } = invitation;
    let sign_in = format!(
        "{CURL} -w '\\n' '{dev}/oauth/token' -d type=LOGIN -d grant_type=password -d client_id=Evo-UI \\\n  \
         --data-urlencode 'username={email}' --data-urlencode 'password={password}'"
    );
    let mailbox = format!("CODE=$({CURL} -H 'Accept: text/plain' '{dev}/mailbox?to={email}'); echo \"$CODE\"");
    let with_code = format!(
        "ANSWER=$({sign_in} \\\n  -H \"2fa_confirmation: $CODE\" --data-urlencode \"2fa_confirmation=$CODE\"); echo \"$ANSWER\"\n{}\n{}",
        take("ACCESS", "access_token"),
        take("REFRESH", "refresh_token"),
    );
    let renew = format!(
        "ANSWER=$({CURL} '{dev}/oauth/token' -d grant_type=refresh_token -d client_id=Evo-UI \\\n  \
         --data-urlencode \"refresh_token=$REFRESH\"); echo \"$ANSWER\"\n{}\n{}",
        take("ACCESS", "access_token"),
        take("REFRESH", "refresh_token"),
    );
    let paste = |title: String, expect: String, lines: String| Paste { title, expect, lines };
    let mut pastes = vec![
        paste(tr!(lang, "sandbox-curl-sign-in"), tr!(lang, "sandbox-curl-sign-in-expect"), sign_in),
        paste(tr!(lang, "sandbox-curl-mailbox"), tr!(lang, "sandbox-curl-mailbox-expect"), mailbox),
        paste(tr!(lang, "sandbox-curl-code"), tr!(lang, "sandbox-curl-code-expect"), with_code),
    ];
    // A short list to read and to add to, and the longest one to turn the pages of.
    let short = versions.iter().filter(|version| version.clients > 0).min_by_key(|version| version.clients);
    if let Some(version) = short {
        let list = format!("{} '{}'", get(), address(dev, version, &version.number));
        let create = format!(
            "ANSWER=$({CURL} -H \"Authorization: Bearer $ACCESS\" -H 'Content-Type: application/json' \\\n  \
             -d '{{\"registered_redirect_uri\":[\"https://romashka.example/oauth\"],\"scope\":[\"store:read\",\"product:write\"]}}' \\\n  \
             '{}?type=web'); echo \"$ANSWER\"\n{}\n{}",
            address(dev, version, &version.id),
            take("ID", "client_id"),
            take("SECRET", "client_secret"),
        );
        let prove = format!(
            "{CURL} -w '\\n' -u \"$ID:$SECRET\" '{oauth}/oauth/token' -d grant_type=authorization_code -d code=none \\\n  \
             --data-urlencode 'redirect_uri=https://romashka.example/oauth'"
        );
        pastes.push(paste(tr!(lang, "sandbox-curl-list"), tr!(lang, "sandbox-curl-list-expect"), list));
        pastes.push(paste(tr!(lang, "sandbox-curl-create"), tr!(lang, "sandbox-curl-create-expect"), create));
        pastes.push(paste(tr!(lang, "sandbox-curl-prove"), tr!(lang, "sandbox-curl-prove-expect"), prove));
    }
    if let Some(version) = versions.iter().max_by_key(|version| version.clients) {
        let list = address(dev, version, &version.number);
        let pages = format!(
            "CURSOR=$({get} '{list}' | sed -n 's/.*\"next_cursor\":\"\\([^\"]*\\)\".*/\\1/p'); echo \"$CURSOR\"\n\
             {get} -G --data-urlencode \"cursor=$CURSOR\" '{list}' | cut -c 1-300",
            get = get()
        );
        pastes.push(paste(tr!(lang, "sandbox-curl-pages"), tr!(lang, "sandbox-curl-pages-expect"), pages));
    }
    pastes.push(paste(tr!(lang, "sandbox-curl-renew"), tr!(lang, "sandbox-curl-renew-expect"), renew));
    pastes
}

/// Takes a field of the last answer into a variable, with what every system has.
fn take(variable: &str, field: &str) -> String {
    format!("{variable}=$(printf '%s' \"$ANSWER\" | sed -n 's/.*\"{field}\":\"\\([^\"]*\\)\".*/\\1/p')")
}

fn get() -> String {
    format!("{CURL} -w '\\n' -H \"Authorization: Bearer $ACCESS\" -H 'Accept: Application/vnd.evotor.v2+json'")
}

fn address(dev: &str, version: &InvitedVersion, named: &str) -> String {
    let named = utf8_percent_encode(named, SEGMENT);
    format!("{dev}/api/v1/publisher/app/oauth/public/apps/{}/versions/{named}/oauth-apps", version.app_id)
}
