//! The sandbox's threads and routes: each request is recorded, named, perhaps spoiled, and answered on a thread of its own.

use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Router, serve};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::error_bodies::translate;
use super::errors::{self, Refusal};
use super::hosts::{Host, is_for_oauth, tell};
use super::play::play;
use super::socket::{Peer, SandboxListener};
use super::state::Cloud;
use super::{SandboxError, clients, oauth_host, pages, sign_in};

/// A request larger than this is refused unread.
const LARGEST_BODY: usize = 256 * 1024;
/// What is under way when the sandbox stops has so long to end.
const GRACE: Duration = Duration::from_millis(300);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const CLIENTS: &str = "/api/v1/publisher/app/oauth/public/apps/{app}/versions/{version}/oauth-apps";
/// As one of Evotor's examples writes the list's path.
const CLIENTS_MISSPELT: &str = "/api/v1/publisher/app/oauth/public/apps/{app}/versions/{version}/oauth-app";

/// Which hosts a listener answers for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Serves {
    One(Host),
    /// All three, told apart by what is asked.
    All,
}

/// A socket that listens already: its address is known before a thread runs.
pub(super) struct Bound {
    pub(super) address: SocketAddr,
    serves: Serves,
    listener: StdListener,
}

impl Bound {
    pub(super) fn new(address: SocketAddr, serves: Serves) -> Result<Self, SandboxError> {
        let refused = |source| SandboxError::Listen { address, source };
        let listener = StdListener::bind(address).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { address, serves, listener })
    }
}

/// The running servers. Dropped, they stop: what is under way gets [`GRACE`].
pub(super) struct Servers {
    stop: CancellationToken,
    stopped: Mutex<Receiver<()>>,
}

impl Servers {
    /// Starts a thread with a runtime of its own.
    pub(super) fn start(cloud: &Arc<Cloud>, sockets: Vec<Bound>) -> Result<Self, SandboxError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(SandboxError::Start)?;
        let stop = CancellationToken::new();
        let mut servers = JoinSet::new();
        {
            let _entered = runtime.enter();
            for socket in sockets {
                let listener = TcpListener::from_std(socket.listener).map_err(SandboxError::Start)?;
                let service = routes(cloud, socket.serves).into_make_service_with_connect_info::<Peer>();
                let server = serve(SandboxListener(listener), service).with_graceful_shutdown(stop.clone().cancelled_owned());
                servers.spawn(server.into_future());
            }
        }
        let (tell_stopped, stopped) = mpsc::channel();
        let stopping = stop.clone();
        let run = move || {
            runtime.block_on(async move {
                let patience = async {
                    stopping.cancelled().await;
                    tokio::time::sleep(GRACE).await;
                };
                tokio::select! {
                    _ = servers.join_all() => {}
                    () = patience => {}
                }
            });
            runtime.shutdown_background();
            // Nobody may be waiting any more.
            let _ = tell_stopped.send(());
        };
        std::thread::Builder::new().name("sandbox".to_owned()).spawn(run).map_err(SandboxError::Start)?;
        Ok(Self { stop, stopped: Mutex::new(stopped) })
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.stop.cancel();
        // The ports are free when this returns. The thread itself must not wait for itself, nor anybody for ever.
        if std::thread::current().name() != Some("sandbox") {
            let _ = self.stopped.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(GRACE * 3);
        }
    }
}

#[derive(Clone)]
struct Front {
    cloud: Arc<Cloud>,
    serves: Serves,
}

fn routes(cloud: &Arc<Cloud>, serves: Serves) -> Router {
    let publishers = || Router::new().route(CLIENTS, get(clients::list).post(clients::create)).route(CLIENTS_MISSPELT, get(clients::list));
    let routes = match serves {
        Serves::One(Host::Dev) => publishers().route("/oauth/token", post(sign_in::token)),
        Serves::One(Host::Oauth) => Router::new().route("/oauth/token", post(oauth_host::token)),
        Serves::One(Host::Api) => Router::new(),
        Serves::All => publishers().route("/oauth/token", post(either_token)),
    };
    let front = Front { cloud: Arc::clone(cloud), serves };
    routes
        .route("/", get(pages::front))
        .route("/mailbox", get(pages::mailbox))
        .fallback(not_found)
        .method_not_allowed_fallback(not_allowed)
        .layer(from_fn_with_state(front, receive))
        .with_state(Arc::clone(cloud))
}

/// The token endpoints of two hosts on one port.
async fn either_token(cloud: State<Arc<Cloud>>, peer: ConnectInfo<Peer>, headers: HeaderMap, body: Bytes) -> Response {
    if is_for_oauth(&headers, &body) {
        oauth_host::token(cloud, headers, body).await.into_response()
    } else {
        sign_in::token(cloud, peer, headers, body).await.into_response()
    }
}

async fn not_found(State(cloud): State<Arc<Cloud>>, uri: Uri) -> Refusal {
    errors::boot(StatusCode::NOT_FOUND, "No message available", uri.path(), cloud.now())
}

async fn not_allowed(State(cloud): State<Arc<Cloud>>, method: Method, uri: Uri) -> Refusal {
    errors::boot(StatusCode::METHOD_NOT_ALLOWED, &format!("Request method '{method}' not supported"), uri.path(), cloud.now())
}

/// What every request goes through, whatever it asks for.
async fn receive(
    State(Front { cloud, serves }): State<Front>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let (head, body) = request.into_parts();
    let taken = to_bytes(body, LARGEST_BODY).await;
    let body = taken.as_ref().cloned().unwrap_or_default();
    let host = match serves {
        Serves::One(host) => host,
        Serves::All => tell(&head.method, head.uri.path(), &head.headers, &body),
    };
    let request_id = cloud.next_request_id();
    cloud.recorder.take(host, &head, &body, &request_id);
    let fault = cloud.faults.striking(host, &head.method, head.uri.path());
    let path = head.uri.path().to_owned();
    let work = {
        let (cloud, path, is_taken) = (Arc::clone(&cloud), path.clone(), taken.is_ok());
        let request = Request::from_parts(head, Body::from(body));
        async move {
            if is_taken {
                translate(next.run(request).await, cloud.switches().error_bodies, &path, cloud.now())
            } else {
                errors::boot(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large", &path, cloud.now()).into_response()
            }
        }
    };
    // A task of its own: a server goes on with a request whose sender has hung up.
    let id = request_id.clone();
    let task = tokio::spawn(async move {
        match fault {
            Some(fault) => play(fault, &peer, &id, work).await,
            None => work.await,
        }
    });
    let mut answer = task
        .await
        .unwrap_or_else(|_| errors::boot(StatusCode::INTERNAL_SERVER_ERROR, "No message available", &path, cloud.now()).into_response());
    if let Ok(request_id) = HeaderValue::from_str(&request_id) {
        answer.headers_mut().entry(REQUEST_ID).or_insert(request_id);
    }
    answer
}
