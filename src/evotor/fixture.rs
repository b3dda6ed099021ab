//! A signed-in session against a server of the tests' own, for the tests of this floor.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::Value;

use super::Evotor;
use super::readings::Readings;
use super::session::{Session, SessionEvent, SessionTiming, SessionTokens, TokenStore};
use crate::model::app_version::AppVersion;
use crate::model::clock::{Clock as _, SharedClock};
use crate::model::cloud::CloudAddresses;
use crate::net::OUR_USER_AGENT;
use crate::net::recorder::{Recorder, Reply, Seen, TestClock, json, transport};

pub(super) const APP: &str = "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5";
pub(super) const ID: &str = "b07e41aa-52d0-4b7e-9c41-0f6a2d18b2d4";
pub(super) const NUMBER: &str = "2.4.0";

/// The path of the version with this name.
pub(super) fn clients_path(version: &str) -> String {
    format!("/api/v1/publisher/app/oauth/public/apps/{APP}/versions/{version}/oauth-apps")
}

pub(super) fn version(id: Option<&str>, number: Option<&str>) -> AppVersion {
    AppVersion { app_id: APP.into(), version_id: id.map(Into::into), version_number: number.map(Into::into), name: None }
}

/// An answer with tokens that end in half an hour.
pub(super) fn tokens(access: &str, refresh: &str) -> Reply {
    json(200, &format!(r#"{{"access_token":"{access}","token_type":"bearer","refresh_token":"{refresh}","expires_in":1799}}"#))
}

pub(super) fn unauthorized() -> Reply {
    json(401, r#"{"error":"invalid_token","error_description":"Нет доступа"}"#)
}

/// A server, a clock, and a session with it.
pub(super) struct Fixture {
    pub(super) server: Recorder,
    pub(super) clock: Arc<TestClock>,
    pub(super) session: Arc<Session>,
    pub(super) evotor: Evotor,
    pub(super) events: Arc<Mutex<Vec<SessionEvent>>>,
    pub(super) learnt: Arc<Mutex<Vec<Readings>>>,
}

impl Fixture {
    /// Nobody is signed in.
    pub(super) async fn signed_out(script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(script, None, Readings::default()).await
    }

    /// Signed in with the tokens `A1` and `R1`, which came an hour ago: the middle of a session.
    pub(super) async fn mid_session(script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static) -> Self {
        let this = Self::signed_out(script).await;
        this.begin("A1", Some("R1"));
        this.clock.advance(SignedDuration::from_mins(60));
        this
    }

    pub(super) async fn with(
        script: impl Fn(usize, &Seen) -> Reply + Send + Sync + 'static,
        store: Option<Arc<dyn TokenStore>>,
        readings: Readings,
    ) -> Self {
        let server = Recorder::start(script).await;
        let clock = TestClock::at("2030-05-01T12:00:00Z");
        let shared: SharedClock = Arc::clone(&clock) as _;
        let addresses = CloudAddresses::one_base(server.url(""));
        let events = Arc::new(Mutex::new(Vec::new()));
        let timing = SessionTiming { look_every: Duration::from_millis(5), store_patience: Duration::from_millis(50) };
        // The callback asks the session something, which would hang if a lock were held.
        let asked: Arc<Mutex<Weak<Session>>> = Arc::default();
        let on_event = {
            let (events, asked) = (Arc::clone(&events), Arc::clone(&asked));
            Arc::new(move |event| {
                if let Some(session) = asked.lock().unwrap().upgrade() {
                    let _ = session.state();
                }
                events.lock().unwrap().push(event);
            })
        };
        let session = Session::with_timing(transport(Arc::clone(&shared)), addresses.clone(), Arc::clone(&shared), on_event, store, timing);
        *asked.lock().unwrap() = Arc::downgrade(&session);
        let learnt = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&learnt);
        let on_learnt = Arc::new(move |readings| sink.lock().unwrap().push(readings));
        let evotor = Evotor::with_readings(transport(shared), addresses, Arc::clone(&session), readings, on_learnt);
        Self { server, clock, session, evotor, events, learnt }
    }

    /// Somebody signs in, now.
    pub(super) fn begin(&self, access: &str, refresh: Option<&str>) {
        self.session.begin(self.tokens(access, refresh));
    }

    /// Tokens that came now.
    pub(super) fn tokens(&self, access: &str, refresh: Option<&str>) -> SessionTokens {
        SessionTokens::received(access.into(), refresh.map(Into::into), Some(1_799), OUR_USER_AGENT.into(), self.clock.now())
    }

    /// How many requests came with this method and path.
    pub(super) fn count(&self, method: &str, path: &str) -> usize {
        let is_it = |seen: &&Seen| seen.method == method && seen.target.split('?').next() == Some(path);
        self.server.seen().iter().filter(is_it).count()
    }

    /// Reads, renewals, writes.
    pub(super) fn counts(&self) -> [usize; 3] {
        let clients = |method| self.count(method, &clients_path(NUMBER)) + self.count(method, &clients_path(ID));
        [clients("GET"), self.count("POST", "/oauth/token"), clients("POST")]
    }

    /// The events so far, in short.
    pub(super) fn events(&self) -> Vec<&'static str> {
        let name = |event: &SessionEvent| match event {
            SessionEvent::Renewed { .. } => "renewed",
            SessionEvent::Expired { .. } => "expired",
            SessionEvent::RenewalFailed { .. } => "failed",
        };
        self.events.lock().unwrap().iter().map(name).collect()
    }
}

/// Waits until something is true.
pub(super) async fn wait_until(what: &str, is_true: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if is_true() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("waited in vain: {what}");
}

/// Any JSON of moderate size; its fractions are binary ones, which no parser rounds.
pub(super) fn any_json() -> impl Strategy<Value = Value> + Clone {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[ \t\u{0}\u{202e}\"\\\\]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
