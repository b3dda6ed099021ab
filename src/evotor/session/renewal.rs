//! Exchanges the refresh token for new tokens, once for everybody who asks.
//!
//! A renewal is a task of its own: a caller that is cancelled must not take a rotated token with it. Its tokens are stored only
//! if the generation is still the one it has seen, so that who signed out stays out.

use std::sync::Arc;

use tokio::sync::watch;

use super::sign_in::{ACCEPT, CLIENT_ID, token_address};
use super::tokens::TokenAnswer;
use super::{Generation, Phase, Session, SessionEvent, SessionId, SessionTokens};
use crate::model::secret::Secret;
use crate::net::{ApiError, ApiRequest, ErrorKind, Purpose};

/// What became of a renewal.
#[derive(Clone, Debug)]
pub(in crate::evotor) enum Renewal {
    /// There are newer tokens than those that were seen.
    Done,
    /// There is no refresh token; nothing was sent.
    NothingToRenewWith,
    /// The server refused: the session is expired.
    Refused,
    /// The session is another one by now, or none.
    Over,
    /// The server could not be asked, or did not answer properly. Still signed in.
    Failed(ApiError),
}

/// What the exchange itself came to.
enum Exchange {
    Tokens(SessionTokens),
    Refused(ApiError),
    Failed(ApiError),
    /// Nobody wants it any more: the session ended while the store was read.
    Over,
}

impl Session {
    /// Renews the tokens of this generation, or waits for the renewal that is under way. Nothing is sent when there are newer
    /// tokens already. Cancelling the wait does not cancel the renewal.
    pub(in crate::evotor) async fn renew(self: &Arc<Self>, seen: Generation) -> Renewal {
        let mut outcome = {
            let mut inner = self.lock();
            let Phase::Active(tokens) = &inner.phase else { return Renewal::Over };
            if inner.generation != seen {
                return Renewal::Done;
            }
            let Some(refresh) = tokens.refresh() else { return Renewal::NothingToRenewWith };
            // A renewal that was torn down with its runtime is not under way any more.
            if let Some(under_way) = inner.renewing.as_ref().filter(|under_way| under_way.has_changed().is_ok()) {
                under_way.clone()
            } else {
                let (sender, outcome) = watch::channel(None);
                tokio::spawn(Arc::clone(self).renew_alone(inner.session, seen, tokens.clone(), refresh.clone(), sender));
                inner.renewing = Some(outcome.clone());
                outcome
            }
        };
        let outcome = outcome.wait_for(Option::is_some).await.ok().and_then(|outcome| outcome.clone());
        outcome.unwrap_or_else(|| {
            let request = ApiRequest::post(token_address(&self.addresses), Purpose::Renewal);
            Renewal::Failed(self.transport.not_sent(&request, ErrorKind::ConnectionLost, "the renewal was torn down"))
        })
    }

    /// Renews at once because a person wants to know whether it works now. What becomes of it is told by an event.
    pub async fn renew_now(self: Arc<Self>) {
        let generation = self.lock().generation;
        self.renew(generation).await;
    }

    async fn renew_alone(
        self: Arc<Self>,
        session: SessionId,
        seen: Generation,
        tokens: SessionTokens,
        refresh: Secret,
        outcome: watch::Sender<Option<Renewal>>,
    ) {
        // Held until the new tokens are kept: whoever comes next finds them there.
        let lock = match &self.store {
            Some(store) => store.lock(session).await,
            None => None,
        };
        let exchange = self.exchange(session, seen, tokens, refresh).await;
        let (renewal, event, to_save) = self.settle(session, seen, exchange);
        let is_refused = matches!(renewal, Renewal::Refused);
        outcome.send_replace(Some(renewal));
        if let Some(event) = event {
            self.changes.send_replace(());
            (self.on_event)(event);
        }
        // Last, for a keychain may take as long as it likes; the lock does not wait for it for ever.
        if let Some(store) = self.store.as_ref().filter(|_| self.id() == session) {
            let kept = match to_save {
                Some(tokens) => store.save(session, tokens),
                None if is_refused => store.refused(session),
                None => return,
            };
            if tokio::time::timeout(self.timing.store_patience, kept).await.is_err() {
                tracing::warn!("the keychain does not answer: the lock of the renewal is given back before it has");
            }
        }
        drop(lock);
    }

    /// Puts the result of a renewal in place, unless there are other tokens by now, or none.
    fn settle(&self, session: SessionId, seen: Generation, exchange: Exchange) -> (Renewal, Option<SessionEvent>, Option<SessionTokens>) {
        let mut inner = self.lock();
        if inner.generation != seen {
            return (Renewal::Over, None, None);
        }
        match exchange {
            Exchange::Tokens(tokens) => {
                let renewed = SessionEvent::Renewed { session, lifetimes: tokens.lifetimes() };
                inner.enter(Phase::Active(tokens.clone()));
                (Renewal::Done, Some(renewed), Some(tokens))
            }
            Exchange::Refused(error) => {
                let never_good = inner.expire();
                (Renewal::Refused, Some(SessionEvent::Expired { session, error, never_good }), None)
            }
            Exchange::Failed(error) => {
                inner.renewing = None;
                (Renewal::Failed(error.clone()), Some(SessionEvent::RenewalFailed { session, error }), None)
            }
            Exchange::Over => (Renewal::Over, None, None),
        }
    }

    /// Asks the server for new tokens. Another program may have renewed in the meantime, which makes ours worthless: so the store
    /// is read before, and once more before a refusal is believed. Reading it may take long: for whoever has signed out in the
    /// meantime nothing is sent.
    async fn exchange(&self, session: SessionId, seen: Generation, tokens: SessionTokens, refresh: Secret) -> Exchange {
        let is_newer = |stored: &SessionTokens| stored.lifetimes().received_at > tokens.lifetimes().received_at;
        let is_over = || self.lock().generation != seen;
        let (tokens, refresh) = match self.other_in_store(session, &refresh).await {
            _ if is_over() => return Exchange::Over,
            Some((stored, _)) if is_newer(&stored) && self.lives(&stored) => return Exchange::Tokens(stored),
            Some(stored) if is_newer(&stored.0) => stored,
            _ => (tokens, refresh),
        };
        let refusal = match self.ask(&tokens, &refresh).await {
            Exchange::Refused(error) => error,
            exchange => return exchange,
        };
        match self.other_in_store(session, &refresh).await {
            _ if is_over() => Exchange::Over,
            Some((stored, _)) if self.lives(&stored) => Exchange::Tokens(stored),
            Some((stored, refresh)) => self.ask(&stored, &refresh).await,
            None => Exchange::Refused(refusal),
        }
    }

    async fn ask(&self, tokens: &SessionTokens, refresh: &Secret) -> Exchange {
        let answer = self.transport.send(self.renewal_request(refresh, tokens.user_agent())).await;
        match answer.and_then(|answer| TokenAnswer::read(&answer)) {
            Ok(answer) => Exchange::Tokens(tokens.renewed(answer, self.clock.now())),
            Err(error) if matches!(error.kind(), ErrorKind::Refused(400 | 401)) => Exchange::Refused(error),
            Err(error) => Exchange::Failed(error),
        }
    }

    /// Tokens in the store with another refresh token than this one. A store that does not answer in time is gone without.
    async fn other_in_store(&self, session: SessionId, refresh: &Secret) -> Option<(SessionTokens, Secret)> {
        let reading = self.store.as_ref()?.read(session);
        let stored = tokio::time::timeout(self.timing.store_patience, reading).await.ok()??;
        let theirs = stored.refresh().filter(|theirs| !theirs.same_as(refresh))?.clone();
        Some((stored, theirs))
    }

    fn lives(&self, tokens: &SessionTokens) -> bool {
        tokens.lifetimes().access_ends.is_some_and(|ends| ends > self.clock.now())
    }

    /// Not documented for the developers' site, though it returns a refresh token: the form of RFC 6749, section 6, with the
    /// client of the sign-in (guess).
    fn renewal_request(&self, refresh: &Secret, user_agent: &str) -> ApiRequest {
        ApiRequest::post(token_address(&self.addresses), Purpose::Renewal)
            .header("accept", ACCEPT)
            .header("user-agent", user_agent)
            .field("grant_type", "refresh_token")
            .field("client_id", CLIENT_ID)
            .secret_field("refresh_token", self.bound(refresh))
    }
}
