//! Session tokens of the dev host: JWTs that look real (or UUIDs, by a switch), what each stands for, and until when.
//!
//! Evotor documents the answer's fields and the claims; the lifetimes are derived from its sample: 30 minutes and 12 hours.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use super::clock::later;
use super::mint::Mint;
use super::switches::{ExpiresIn, Renewal, RenewedFields, Switches, TokenForm, TokenType};

/// The life of an access token.
pub(super) const ACCESS_LIVES: SignedDuration = SignedDuration::from_mins(30);
/// The life of a refresh token. Guess: each renewal starts it anew, as Spring does when it rotates them.
pub(super) const REFRESH_LIVES: SignedDuration = SignedDuration::from_hours(12);
/// How long a dead token is still told apart from one that never was.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
const SCOPE: [&str; 3] = ["read", "write", "purchase"];

/// Who signed in, and from which program: every later call must come from the same one.
#[derive(Clone)]
pub(super) struct SignedIn {
    pub(super) publisher: String,
    pub(super) user_id: &'static str,
    pub(super) user_agent: String,
    fingerprint: String,
}

impl SignedIn {
    pub(super) fn new(publisher: &str, user_id: &'static str, user_agent: &str, mint: Mint) -> Self {
        let fingerprint = mint.uuid().simple().to_string();
        Self { publisher: publisher.to_owned(), user_id, user_agent: user_agent.to_owned(), fingerprint }
    }
}

/// Why a token does not open anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenProblem {
    Unknown,
    Expired,
    /// It came from another program than the one that signed in.
    OtherUserAgent,
}

struct Lease {
    who: SignedIn,
    ends: Timestamp,
}

/// Every token given out and not yet forgotten.
pub(super) struct Tokens {
    mint: Mint,
    access: HashMap<String, Lease>,
    refresh: HashMap<String, Lease>,
}

impl Tokens {
    pub(super) fn new(mint: Mint) -> Self {
        Self { mint, access: HashMap::new(), refresh: HashMap::new() }
    }

    /// A new pair of tokens, as the answer that carries it.
    pub(super) fn issue(&mut self, who: &SignedIn, now: Timestamp, switches: Switches) -> Value {
        self.forget_old(now);
        let mut answer = self.issue_access(who, now, switches);
        let refresh = make(self.mint, switches.session_tokens, |id| {
            let mut claims = claims(who, id, now, REFRESH_LIVES);
            if let (Some(claims), Some(access)) = (claims.as_object_mut(), answer.get("jti")) {
                claims.insert("ati".to_owned(), access.clone());
            }
            claims
        });
        insert(&mut answer, "refresh_token", json!(refresh));
        self.refresh.insert(refresh, Lease { who: who.clone(), ends: later(now, REFRESH_LIVES) });
        answer
    }

    /// Renews by a refresh token, as the switch says.
    pub(super) fn renew(&mut self, refresh: &str, user_agent: &str, now: Timestamp, switches: Switches) -> Result<Value, TokenProblem> {
        let who = find(&self.refresh, refresh, user_agent, now)?;
        let mut answer = match switches.renewal {
            Renewal::KeepsTheOld => self.issue_access(&who, now, switches),
            Renewal::RepeatsTheOld => {
                let mut answer = self.issue_access(&who, now, switches);
                insert(&mut answer, "refresh_token", json!(refresh));
                answer
            }
            // Those that are refused do not come here.
            Renewal::Rotates | Renewal::Refused | Renewal::WantsAProof => {
                self.refresh.remove(refresh);
                self.issue(&who, now, switches)
            }
        };
        if let (RenewedFields::Tokens, Some(fields)) = (switches.renewed_fields, answer.as_object_mut()) {
            fields.retain(|name, _| ["access_token", "refresh_token", "token_type"].contains(&name.as_str()));
        }
        Ok(answer)
    }

    /// Whose access token this is.
    pub(super) fn holder(&self, access: &str, user_agent: &str, now: Timestamp) -> Result<SignedIn, TokenProblem> {
        find(&self.access, access, user_agent, now)
    }

    pub(super) fn kill_access(&mut self) {
        self.access.clear();
    }

    pub(super) fn kill_refresh(&mut self) {
        self.refresh.clear();
    }

    fn issue_access(&mut self, who: &SignedIn, now: Timestamp, switches: Switches) -> Value {
        let mut jti = String::new();
        let access = make(self.mint, switches.session_tokens, |id| {
            id.clone_into(&mut jti);
            claims(who, id, now, ACCESS_LIVES)
        });
        // One second less than the life, as in the documented sample: the second that the server itself took.
        let seconds = ACCESS_LIVES.as_secs() - 1;
        let mut answer = json!({
            "access_token": access,
            "scope": SCOPE.join(" "),
            "X-Fingerprint": who.fingerprint,
            "x_user_id": who.user_id,
            "x_uid": null,
            "iat": now.as_millisecond(),
            "x_longlived": false,
            "jti": jti,
        });
        let expires_in = match switches.expires_in {
            ExpiresIn::Number => Some(json!(seconds)),
            ExpiresIn::Text => Some(json!(seconds.to_string())),
            ExpiresIn::Float => Some(json!(ACCESS_LIVES.as_secs_f64() - 1.0)),
            ExpiresIn::Absent => None,
        };
        if let Some(expires_in) = expires_in {
            insert(&mut answer, "expires_in", expires_in);
        }
        match switches.token_type {
            TokenType::Lower => insert(&mut answer, "token_type", json!("bearer")),
            TokenType::Capital => insert(&mut answer, "token_type", json!("Bearer")),
            TokenType::Absent => {}
        }
        self.access.insert(access, Lease { who: who.clone(), ends: later(now, ACCESS_LIVES) });
        answer
    }

    fn forget_old(&mut self, now: Timestamp) {
        let oldest = later(now, -REMEMBERED);
        self.access.retain(|_, lease| lease.ends > oldest);
        self.refresh.retain(|_, lease| lease.ends > oldest);
    }
}

fn insert(answer: &mut Value, name: &str, value: Value) {
    if let Some(fields) = answer.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

fn find(leases: &HashMap<String, Lease>, token: &str, user_agent: &str, now: Timestamp) -> Result<SignedIn, TokenProblem> {
    let lease = leases.get(token).ok_or(TokenProblem::Unknown)?;
    if now >= lease.ends {
        return Err(TokenProblem::Expired);
    }
    if lease.who.user_agent != user_agent {
        return Err(TokenProblem::OtherUserAgent);
    }
    Ok(lease.who.clone())
}

/// The documented claims: `exp` in seconds, `iat` in milliseconds.
fn claims(who: &SignedIn, id: &str, now: Timestamp, lives: SignedDuration) -> Value {
    json!({
        "user_name": who.publisher,
        "scope": SCOPE,
        "exp": later(now, lives).as_second(),
        "iat": now.as_millisecond(),
        "authorities": ["ROLE_PUBLISHER"],
        "jti": id,
        "client_id": "Evo-UI",
        "x_user_id": who.user_id,
        "X-Fingerprint": who.fingerprint,
    })
}

/// A token of the wanted form.
fn make(mint: Mint, form: TokenForm, claims: impl FnOnce(&str) -> Value) -> String {
    let id = Uuid::new_v4().to_string();
    let claims = claims(&id);
    match form {
        TokenForm::Uuid => mint.uuid().to_string(),
        TokenForm::Jwt => {
            let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
            format!("{}.{claims}.{}", mint.jwt_header(), mint.signature())
        }
    }
}
