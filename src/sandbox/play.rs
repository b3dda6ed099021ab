//! Plays a fault: waits, does or does not what was asked, and spoils the answer on its way to the socket.

use std::collections::VecDeque;
use std::io::{self, Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Sleep, sleep};
use tokio_util::io::ReaderStream;

use super::faults::{Delivery, Fault, FaultAnswer, Wait};
use super::socket::{Ending, Peer};

/// The pause before a cut answer ends, so that what was kept has left the server.
const LINGERS: Duration = Duration::from_millis(20);

/// In bytes that are said as they are this stands for the request's id.
const ID: &str = "#ID#";

/// Answers a request as the fault says. `work` is what the cloud would do; it runs only where it is carried out.
pub(super) async fn play(fault: Fault, peer: &Peer, request_id: &str, work: impl Future<Output = Response>) -> Response {
    wait(&fault.before).await;
    let genuine = if fault.is_carried_out { Some(work.await) } else { None };
    wait(&fault.after).await;
    let answer = match (fault.answer, genuine) {
        (FaultAnswer::Genuine, Some(genuine)) => genuine,
        (FaultAnswer::Instead { status, headers, body }, _) => instead(status, &headers, body),
        // A genuine answer is always carried out, so what has none is lost.
        (FaultAnswer::Genuine, None) => lost(peer, Ending::Close),
        (FaultAnswer::Lost(ending), _) => lost(peer, ending),
        (FaultAnswer::Raw(bytes), _) => {
            // The server will try to write this answer, and the socket says something else.
            peer.say_instead(String::from_utf8_lossy(&bytes).replace(ID, request_id).into_bytes());
            return StatusCode::NO_CONTENT.into_response();
        }
    };
    deliver(answer, fault.delivery, peer).await
}

async fn wait(waits: &[Wait]) {
    for wait in waits {
        match wait {
            Wait::For(time) => sleep(*time).await,
            Wait::At(gate) => gate.pass().await,
        }
    }
}

/// The server will try to write this answer and find that the socket has ended.
fn lost(peer: &Peer, ending: Ending) -> Response {
    peer.end(ending);
    StatusCode::NO_CONTENT.into_response()
}

fn instead(status: u16, headers: &[(String, String)], body: Vec<u8>) -> Response {
    // A length other than the body's must not be known to be wrong by the server, or it would mend it.
    let lies = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let body = if lies { trickle(VecDeque::from([Bytes::from(body)]), Duration::ZERO, None) } else { Body::from(body) };
    let mut answer = Response::new(body);
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}

async fn deliver(answer: Response, delivery: Delivery, peer: &Peer) -> Response {
    if matches!(delivery, Delivery::Whole) {
        return answer;
    }
    let (mut head, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return lost(peer, Ending::Close) };
    head.headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from(bytes.len()));
    let body = match delivery {
        Delivery::Cut { keep, ending } => {
            trickle(VecDeque::from([bytes.slice(..keep.min(bytes.len()))]), LINGERS, Some((peer.clone(), ending)))
        }
        Delivery::Drip { bytes: size, every } => trickle(bytes.chunks(size).map(|piece| bytes.slice_ref(piece)).collect(), every, None),
        Delivery::Whole => Body::from(bytes),
    };
    Response::from_parts(head, body)
}

/// A body in pieces, with a pause after each; at its end the connection ends too, if `ending` says so.
fn trickle(mut pieces: VecDeque<Bytes>, pause: Duration, ending: Option<(Peer, Ending)>) -> Body {
    // An empty piece would be the end; a body with none still lets its head leave the server before it ends.
    pieces.retain(|piece| !piece.is_empty());
    let pausing = pieces.is_empty().then(|| Box::pin(sleep(pause)));
    Body::from_stream(ReaderStream::new(Trickle { pieces, pause, pausing, ending }))
}

struct Trickle {
    pieces: VecDeque<Bytes>,
    pause: Duration,
    pausing: Option<Pin<Box<Sleep>>>,
    ending: Option<(Peer, Ending)>,
}

impl AsyncRead for Trickle {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(pausing) = &mut self.pausing {
            ready!(pausing.as_mut().poll(context));
            self.pausing = None;
        }
        let Some(mut piece) = self.pieces.pop_front() else {
            let Some((peer, ending)) = self.ending.take() else { return Poll::Ready(Ok(())) };
            peer.end(ending);
            return Poll::Ready(Err(Error::new(ErrorKind::ConnectionAborted, "cut by a fault")));
        };
        let fits = piece.len().min(buffer.remaining());
        buffer.put_slice(&piece.split_to(fits));
        if piece.is_empty() {
            self.pausing = Some(Box::pin(sleep(self.pause)));
        } else {
            self.pieces.push_front(piece);
        }
        Poll::Ready(Ok(()))
    }
}
