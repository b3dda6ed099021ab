//! A server that answers when it is told to, and in the order in which it is told.

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::net::recorder::read_request;

/// The requests that wait for their answer, each under a name that says what came: `GET 3 Bearer A1`, `renew R1`.
type Waiting = Arc<Mutex<Vec<(String, oneshot::Sender<Reply>)>>>;

pub(super) struct Server {
    pub(super) base: url::Url,
    waiting: Waiting,
    accepting: JoinHandle<()>,
}

impl Server {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = url::Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let waiting = Waiting::default();
        let accepting = {
            let waiting = Arc::clone(&waiting);
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, Arc::clone(&waiting)));
                }
            })
        };
        Self { base, waiting, accepting }
    }

    pub(super) fn waiting(&self) -> Vec<String> {
        self.waiting.lock().unwrap().iter().map(|(name, _)| name.clone()).collect()
    }

    /// Answers the request of this name.
    pub(super) fn answer(&self, name: &str, reply: Reply) {
        drop(self.forget(name).send(reply));
    }

    /// The request of this name is nobody's any more.
    pub(super) fn forget(&self, name: &str) -> oneshot::Sender<Reply> {
        let mut waiting = self.waiting.lock().unwrap();
        let at = waiting.iter().position(|(waiting, _)| waiting == name).expect("a request that has come");
        waiting.remove(at).1
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
        self.waiting.lock().unwrap().clear();
    }
}

async fn serve(mut stream: TcpStream, waiting: Waiting) {
    while let Some(seen) = read_request(&mut stream).await {
        let (sender, answer) = oneshot::channel();
        waiting.lock().unwrap().push((name(&seen), sender));
        match answer.await {
            Ok(Reply::Bytes(bytes)) => drop(stream.write_all(&bytes).await),
            _ => return,
        }
    }
}

fn name(seen: &Seen) -> String {
    if is_renewal(seen) {
        return format!("renew {}", seen.body().rsplit('=').next().unwrap_or_default());
    }
    // Each call has a version of its own.
    let call = seen.target.split("/versions/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("?");
    format!("{} {call} {}", seen.method, seen.header("authorization").unwrap_or("nothing"))
}
