//! Keeps a session alive: renews shortly before the access token ends, by the wall clock.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Generation, Lifetimes, Phase, Renewal, Session, SessionId};
use crate::net::ApiError;

/// So long before the end of the access token it is renewed; of a short life a quarter.
const LEAD: SignedDuration = SignedDuration::from_mins(2);
/// After a failure the next attempt waits longer each time, but not longer than this.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(5);

/// An attempt that failed.
struct Failure {
    at: Timestamp,
    wait: SignedDuration,
}

impl Session {
    /// Renews the tokens shortly before they end, for as long as this session lasts; a task of the worker runs it. It ends with
    /// the session, and when there is nothing to renew with.
    ///
    /// It looks at the clock at least every 20 s: the computer may have slept, and the clock may have been set.
    pub fn keep_alive(self: Arc<Self>) -> impl Future<Output = ()> + Send + 'static {
        // Asked now and not when the task begins: by then somebody else may have signed in.
        let session = self.id();
        self.keep_alive_of(session)
    }

    async fn keep_alive_of(self: Arc<Self>, session: SessionId) {
        let mut changes = self.changes.subscribe();
        let mut failure: Option<Failure> = None;
        loop {
            changes.borrow_and_update();
            let Some((generation, lifetimes)) = self.renewable(session) else { return };
            let now = self.clock.now();
            let due = self.due(&lifetimes, failure.as_ref(), now);
            let wait = match due.map(|due| due.duration_since(now)) {
                Some(wait) if !wait.is_positive() => {
                    failure = match self.renew(generation).await {
                        Renewal::Done => None,
                        Renewal::Failed(error) => Some(self.failure(failure.as_ref(), &error)),
                        Renewal::NothingToRenewWith | Renewal::Refused | Renewal::Over => return,
                    };
                    continue;
                }
                Some(wait) => wait.try_into().unwrap_or(Duration::MAX).min(self.timing.look_every),
                None => self.timing.look_every,
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                _ = changes.changed() => {}
            }
        }
    }

    /// What there is to renew, if this session still lasts.
    fn renewable(&self, session: SessionId) -> Option<(Generation, Lifetimes)> {
        let inner = self.lock();
        match &inner.phase {
            Phase::Active(tokens) if inner.session == session && tokens.refresh().is_some() => Some((inner.generation, tokens.lifetimes())),
            _ => None,
        }
    }

    /// When to renew next; none when the token's end is not known.
    fn due(&self, lifetimes: &Lifetimes, failure: Option<&Failure>, now: Timestamp) -> Option<Timestamp> {
        let ends = lifetimes.access_ends?;
        let lead = lifetimes.access_total.map_or(LEAD, |total| (total / 4).min(LEAD));
        // Tokens that live shorter than we look are not renewed without pause.
        let earliest = lifetimes.received_at.checked_add(self.look_every()).ok()?;
        let mut due = ends.checked_sub(lead).ok()?.max(earliest);
        if now < lifetimes.received_at.checked_sub(SignedDuration::from_mins(1)).ok()? {
            // The clock was set back: the end is known no more, so it is made known again.
            due = now;
        }
        match failure {
            // A failure in the future is one of before the clock was set back.
            Some(failure) if failure.at <= now => Some(due.max(failure.at.checked_add(failure.wait).ok()?)),
            _ => Some(due),
        }
    }

    fn failure(&self, before: Option<&Failure>, error: &ApiError) -> Failure {
        let at = self.clock.now();
        let doubled = before.map_or(self.look_every(), |before| before.wait * 2);
        let asked_for = error.retry_at().map_or(SignedDuration::ZERO, |retry_at| retry_at.duration_since(at));
        Failure { at, wait: doubled.max(asked_for).min(LONGEST_WAIT) }
    }

    fn look_every(&self) -> SignedDuration {
        self.timing.look_every.try_into().unwrap_or(SignedDuration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evotor::session::SessionTokens;
    use crate::model::clock::SharedClock;
    use crate::model::cloud::CloudAddresses;
    use crate::net::recorder::{TestClock, transport};
    use crate::net::{ApiRequest, ErrorKind};

    /// With the waits of the real program; nothing is sent.
    fn session(expires_in: Option<u64>) -> (Arc<Session>, Lifetimes) {
        let clock: SharedClock = TestClock::at("2030-05-01T12:00:00Z");
        let session = Session::new(transport(Arc::clone(&clock)), CloudAddresses::evotor(), Arc::clone(&clock), Arc::new(|_| {}), None);
        let tokens = SessionTokens::received("A1".into(), Some("R1".into()), expires_in, "ua".into(), clock.now());
        session.begin(tokens.clone());
        (session, tokens.lifetimes())
    }

    #[test]
    fn a_token_is_due_two_minutes_before_its_end_a_short_one_sooner_but_not_without_pause() {
        for (expires_in, expected) in [(1_799, Some(1_679)), (480, Some(360)), (100, Some(75)), (10, Some(20)), (1, Some(20)), (0, None)] {
            let (session, lifetimes) = session(Some(expires_in));
            let due = session.due(&lifetimes, None, lifetimes.received_at);
            assert_eq!(due.map(|due| due.duration_since(lifetimes.received_at).as_secs()), expected, "{expires_in}");
        }
    }

    #[test]
    fn the_pause_after_a_failure_doubles_up_to_five_minutes() {
        let (session, _) = session(None);
        let error = session.transport.not_sent(&ApiRequest::get(session.addresses.dev.clone()), ErrorKind::Offline, "");
        let mut failure = None;
        let waits: Vec<i64> = (0..6)
            .map(|_| {
                let next = session.failure(failure.as_ref(), &error);
                failure.insert(next).wait.as_secs()
            })
            .collect();
        assert_eq!(waits, [20, 40, 80, 160, 300, 300]);
    }

    #[tokio::test]
    async fn the_task_ends_at_once_with_its_session_and_not_at_its_next_look() {
        let (session, _) = session(None);
        let task = tokio::spawn(Arc::clone(&session).keep_alive());
        tokio::time::sleep(Duration::from_millis(20)).await;
        session.end();
        tokio::time::timeout(Duration::from_secs(2), task).await.expect("ended").unwrap();
    }
}
