//! The real session, with a server and a store that answer when a step says so, held against the reference.

use std::sync::Weak;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::reference::{CallKind, Phase, Reference, Tokens};
use super::server::Server;
use super::*;
use crate::evotor::Evotor;

/// When the reference's clock shows 0.
const START: &str = "2030-05-01T12:00:00Z";

pub(super) struct World {
    server: Server,
    clock: Arc<TestClock>,
    start: Timestamp,
    session: Arc<Session>,
    evotor: Evotor,
    store: Arc<Store>,
    events: Arc<Mutex<Vec<(&'static str, u64)>>>,
    ended: Arc<Mutex<Vec<(usize, Ended)>>>,
    tasks: Vec<(usize, JoinHandle<()>)>,
    /// The calls that are known to wait for a renewal.
    joined: Vec<usize>,
}

impl World {
    pub(super) async fn start(transport: Transport, has_store: bool) -> Self {
        let server = Server::start().await;
        let clock = TestClock::at(START);
        let shared: SharedClock = Arc::clone(&clock) as _;
        let addresses = CloudAddresses::one_base(server.base.clone());
        let events = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&events);
        let on_event = Arc::new(move |event| {
            sink.lock().unwrap().push(match event {
                SessionEvent::Renewed { session, .. } => ("renewed", session.0),
                SessionEvent::Expired { session, .. } => ("expired", session.0),
                SessionEvent::RenewalFailed { session, .. } => ("failed", session.0),
            });
        });
        let store = Arc::new(Store::default());
        let kept = has_store.then(|| Arc::clone(&store) as _);
        // The store is as slow as the steps say, which is not long.
        let timing = SessionTiming { store_patience: Duration::from_mins(10), ..SessionTiming::default() };
        let session = Session::with_timing(transport.clone(), addresses.clone(), shared, on_event, kept, timing);
        *store.session.lock().unwrap() = Arc::downgrade(&session);
        let evotor = Evotor::new(transport, addresses, Arc::clone(&session));
        let start = clock.now();
        Self { server, clock, start, session, evotor, store, events, ended: Arc::default(), tasks: Vec::new(), joined: Vec::new() }
    }

    /// Takes a step, here and in the reference.
    pub(super) fn take(&mut self, step: &Step, reference: &mut Reference) {
        match step {
            Step::SignIn(given) => {
                let tokens = self.real(&reference.sign_in(*given));
                self.session.begin(tokens);
                self.copy_store(reference);
            }
            Step::SignOut => {
                reference.sign_out();
                self.session.end();
                self.copy_store(reference);
            }
            Step::Pass(seconds) => {
                reference.now += seconds;
                self.clock.advance(SignedDuration::from_secs(*seconds));
            }
            Step::Read => self.call(reference.call(CallKind::Read), false),
            Step::Write => self.call(reference.call(CallKind::Write), true),
            Step::Renew => {
                let number = reference.call(CallKind::Renew);
                self.renew(number);
            }
            Step::Abort(which) => {
                let calls = reference.calls();
                if !calls.is_empty() {
                    let number = *which.get(&calls);
                    if let Some(name) = reference.abort(number) {
                        drop(self.server.forget(&name));
                    }
                    self.tasks.iter().filter(|(of, _)| *of == number).for_each(|(_, task)| task.abort());
                }
            }
            Step::Answer(which, answer) => {
                let waiting = reference.waiting();
                if !waiting.is_empty() {
                    let name = which.get(&waiting);
                    let given = reference.answer(name, *answer);
                    self.answer(name, *answer, given);
                }
            }
            Step::OtherProgram => {
                if reference.other_program() {
                    self.copy_store(reference);
                }
            }
        }
    }

    fn call(&mut self, number: usize, is_write: bool) {
        let (evotor, ended) = (self.evotor.clone(), Arc::clone(&self.ended));
        let version = version(None, Some(&number.to_string()));
        let task = tokio::spawn(async move {
            let clients = evotor.oauth_clients();
            let result = if is_write {
                let client = NewClient { kind: ClientKind::Web, redirect_uris: vec![], scope: vec![] };
                match clients.create(&version, &client).await {
                    Ok(created) => Ok(created.session),
                    Err(CreateError::Api(error) | CreateError::NeedsOtherVersionForm { error, .. }) => Err(error),
                }
            } else {
                clients.page(&version, None).await.map(|page| page.session)
            };
            let result = match result {
                Ok(session) => Ended::Well(session.0),
                Err(error) if *error.kind() == ErrorKind::NotSignedIn => Ended::NotSignedIn,
                Err(error) => Ended::Failed(*error.kind()),
            };
            ended.lock().unwrap().push((number, result));
        });
        self.tasks.push((number, task));
    }

    fn renew(&mut self, number: usize) {
        let (session, ended) = (Arc::clone(&self.session), Arc::clone(&self.ended));
        // Asked for now and not when the task begins.
        let seen = session.held().map_or(Generation(u64::MAX), |held| held.generation());
        let task = tokio::spawn(async move {
            let result = match session.renew(seen).await {
                Renewal::Done => Ended::Renewed,
                Renewal::NothingToRenewWith => Ended::NothingToRenewWith,
                Renewal::Refused => Ended::Refused,
                Renewal::Over => Ended::Over,
                Renewal::Failed(error) => Ended::Failed(*error.kind()),
            };
            ended.lock().unwrap().push((number, result));
        });
        self.tasks.push((number, task));
    }

    fn answer(&self, name: &str, answer: Answer, given: Option<(u32, Option<u32>)>) {
        if name.starts_with("look") {
            return self.store.answer(name);
        }
        let good = if let Some((access, refresh)) = given {
            let refresh = refresh.map(|refresh| format!(r#","refresh_token":"R{refresh}""#)).unwrap_or_default();
            format!(r#"{{"access_token":"A{access}","expires_in":{}{refresh}}}"#, reference::ACCESS)
        } else if name.starts_with("POST") {
            r#"{"client_id":"new"}"#.to_owned()
        } else {
            PAGE.to_owned()
        };
        self.server.answer(
            name,
            match answer {
                Answer::Good | Answer::GoodWithoutRefresh => json(200, &good),
                Answer::Unauthorized => json(401, "{}"),
                Answer::BadRequest => json(400, r#"{"error":"invalid_grant"}"#),
                Answer::Forbidden => json(403, "{}"),
                Answer::ServerError => json(500, "{}"),
                Answer::Torn => Reply::Close(vec![]),
                Answer::Page => super::answer(200, &[], b"<html>"),
                Answer::Empty => json(200, ""),
            },
        );
    }

    /// Waits until everything is as the reference says; told at once when there is something too much.
    pub(super) async fn agrees_with(&mut self, reference: &Reference) -> Result<(), String> {
        let waiting = reference.waiting_calls();
        if !waiting.iter().all(|call| self.joined.contains(call)) {
            // That a call has joined those who wait for a renewal cannot be seen: its 401 must have had its turns to arrive. Turns
            // are counted and not time, for on a busy machine no time is long enough.
            for _ in 0..300 {
                tokio::task::yield_now().await;
            }
        }
        self.joined = waiting;
        let mut looks = 0_u32;
        loop {
            match self.compare(reference) {
                Compared::Same => return Ok(()),
                Compared::Wrong(why) => return Err(why),
                Compared::NotYet(why) if looks > 3_000 => return Err(format!("in vain: {why}")),
                Compared::NotYet(_) => looks += 1,
            }
            if looks < 200 { tokio::task::yield_now().await } else { tokio::time::sleep(Duration::from_millis(2)).await }
        }
    }

    fn compare(&self, reference: &Reference) -> Compared {
        let mut waiting = self.server.waiting();
        waiting.extend(self.store.waiting());
        waiting.sort();
        let expected = reference.waiting();
        let mut left = expected.clone();
        for name in &waiting {
            match left.iter().position(|expected| expected == name) {
                Some(at) => drop(left.remove(at)),
                None => return Compared::Wrong(format!("{name} was sent; wanted are {expected:?}, waiting {waiting:?}")),
            }
        }
        let ended = self.ended.lock().unwrap().clone();
        if let Some(wrong) = ended.iter().find(|ended| !reference.ended.contains(ended)) {
            return Compared::Wrong(format!("the call {wrong:?}; wanted {:?}", reference.ended.iter().find(|(n, _)| *n == wrong.0)));
        }
        let events = self.events.lock().unwrap().clone();
        if !reference.events.starts_with(&events) {
            return Compared::Wrong(format!("the events {events:?}; wanted {:?}", reference.events));
        }
        if let Some(why) = self.store.saved_for_the_past.lock().unwrap().take() {
            return Compared::Wrong(why);
        }
        let is_complete = left.is_empty() && ended.len() == reference.ended.len() && events.len() == reference.events.len();
        let state = self.state(reference);
        match state {
            Some(why) if is_complete => Compared::NotYet(why),
            None if is_complete => Compared::Same,
            _ => Compared::NotYet(format!("still wanted {left:?}, ended {ended:?} of {:?}, events {events:?}", reference.ended)),
        }
    }

    /// What the session and the store say; a difference from what they should.
    fn state(&self, reference: &Reference) -> Option<String> {
        let (state, tokens) = match &reference.phase {
            Phase::SignedOut => (SessionState::SignedOut, None),
            Phase::Active(tokens) => (SessionState::Active, Some(self.shown_reference(tokens))),
            Phase::Expired => (SessionState::Expired, None),
        };
        let stored = reference.stored.as_ref().map(|(session, tokens)| (*session, self.shown_reference(tokens)));
        let expected = (state, reference.session, tokens, stored);
        let tokens = match &self.session.lock().phase {
            super::Phase::Active(tokens) => Some(shown(tokens)),
            _ => None,
        };
        let stored = self.store.kept.lock().unwrap().as_ref().map(|(session, tokens)| (*session, shown(tokens)));
        let real = (self.session.state(), self.session.id().0, tokens, stored);
        (real != expected).then(|| format!("the session is {real:?}; wanted {expected:?}"))
    }

    fn at(&self, seconds: i64) -> Timestamp {
        self.start + SignedDuration::from_secs(seconds)
    }

    /// Tokens to sign in with.
    fn real(&self, tokens: &Tokens) -> SessionTokens {
        let access = Secret::from(format!("A{}", tokens.access));
        let refresh = tokens.refresh.map(|refresh| Secret::from(format!("R{refresh}")));
        let (expires_in, at) = (u64::try_from(reference::ACCESS).ok(), self.at(tokens.received_at));
        if tokens.is_pasted {
            SessionTokens::pasted(PastedTokens { access, refresh, expires_in, exp: None, user_agent: None }, at)
        } else {
            SessionTokens::received(access, refresh, expires_in, "ua".into(), at)
        }
    }

    /// The store is filled by who signs in and out, and by other programs.
    fn copy_store(&self, reference: &Reference) {
        *self.store.kept.lock().unwrap() = reference.stored.as_ref().map(|(session, tokens)| (*session, self.real(tokens)));
    }

    fn shown_reference(&self, tokens: &Tokens) -> Shown {
        let refresh = tokens.refresh.map(|refresh| format!("R{refresh}"));
        let access_ends = Some(self.at(tokens.received_at + reference::ACCESS));
        (format!("A{}", tokens.access), refresh, access_ends, tokens.sign_in_ends.map(|ends| self.at(ends)))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.tasks.iter().for_each(|(_, task)| task.abort());
    }
}

enum Compared {
    Same,
    /// Something is there that should not be.
    Wrong(String),
    /// Something is not there, so far.
    NotYet(String),
}

/// What matters of tokens: both values and both ends.
type Shown = (String, Option<String>, Option<Timestamp>, Option<Timestamp>);

fn shown(tokens: &SessionTokens) -> Shown {
    let refresh = tokens.refresh().map(|refresh| refresh.expose().to_owned());
    let lifetimes = tokens.lifetimes();
    (tokens.access().expose().to_owned(), refresh, lifetimes.access_ends, lifetimes.sign_in_ends)
}

/// A keychain that is read when a step says so.
#[derive(Default)]
struct Store {
    kept: Mutex<Option<(u64, SessionTokens)>>,
    looks: Mutex<Vec<(String, oneshot::Sender<()>)>>,
    /// To ask whose tokens may be saved.
    session: Mutex<Weak<Session>>,
    saved_for_the_past: Mutex<Option<String>>,
}

impl Store {
    fn waiting(&self) -> Vec<String> {
        self.looks.lock().unwrap().iter().map(|(name, _)| name.clone()).collect()
    }

    fn answer(&self, name: &str) {
        let mut looks = self.looks.lock().unwrap();
        let at = looks.iter().position(|(look, _)| look == name).expect("a look under way");
        looks.remove(at).1.send(()).ok();
    }
}

impl TokenStore for Store {
    fn read(&self, session: SessionId) -> StoreFuture<'_, Option<SessionTokens>> {
        let (sender, answer) = oneshot::channel();
        self.looks.lock().unwrap().push((format!("look {}", session.0), sender));
        Box::pin(async move {
            drop(answer.await);
            self.kept.lock().unwrap().clone().filter(|(of, _)| *of == session.0).map(|(_, tokens)| tokens)
        })
    }

    fn save(&self, session: SessionId, tokens: SessionTokens) -> StoreFuture<'_, ()> {
        let now = self.session.lock().unwrap().upgrade().map(|session| session.id());
        if now != Some(session) {
            *self.saved_for_the_past.lock().unwrap() = Some(format!("tokens of {session:?} were saved in {now:?}"));
        }
        *self.kept.lock().unwrap() = Some((session.0, tokens));
        Box::pin(async {})
    }
}
