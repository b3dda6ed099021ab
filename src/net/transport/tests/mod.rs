//! What leaves this computer, what may come in, and what is never sent twice, against servers that misbehave on raw TCP.

mod the_way_out;
mod what_an_error_says;
mod what_comes_in;
mod what_is_sent_again;
mod what_leaves;

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::model::secret::Secret;
use crate::net::recorder::{Recorder, Reply, TestClock, answer, bytes, json, quick, transport};
use crate::net::{BoundSecret, Cause, HeaderForm, ProxyLogin, ProxySource, Purpose, Way};

fn clock() -> SharedClock {
    TestClock::at("2030-05-01T12:00:00Z")
}

fn bound(secret: &str, to: &Url) -> BoundSecret {
    BoundSecret::new(Secret::from(secret), vec![Origin::of(to)])
}

async fn get(server: &Recorder) -> Result<ApiAnswer, ApiError> {
    transport(clock()).send(ApiRequest::get(server.url("/list?cursor=a"))).await
}

async fn post(server: &Recorder, purpose: Purpose) -> Result<ApiAnswer, ApiError> {
    transport(clock()).send(ApiRequest::post(server.url("/create"), purpose).json(b"{}".to_vec())).await
}

/// Something that a server does, and with how many requests each purpose answers to it.
async fn counts(reply: Reply) -> [usize; 4] {
    let mut counts = [0; 4];
    for (count, purpose) in counts.iter_mut().zip([Purpose::Read, Purpose::Write, Purpose::SignIn, Purpose::Renewal]) {
        let server = Recorder::always(reply.clone()).await;
        let error = post(&server, purpose).await.unwrap_err();
        assert_eq!(error.outcome_unknown(), purpose == Purpose::Write, "{purpose:?}: {error:?}");
        assert!(error.may_have_arrived(), "the server has read it: {purpose:?}: {error:?}");
        *count = server.count();
    }
    counts
}

/// A transport that goes out through this proxy.
fn through(proxy: &Recorder) -> Transport {
    let login = ProxyLogin { user: "desk".into(), password: Secret::from("MARKER-proxy") };
    let proxy = ProxyChoice::Given { address: proxy.url(""), login: Some(login) };
    Transport::new(&NetSettings { proxy, ..quick() }, clock()).unwrap()
}

#[test]
fn a_transport_is_shared_between_tasks() {
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Transport>();
    is_shared::<ApiError>();
    is_shared::<Arc<ApiAnswer>>();
}
