//! The log: to stderr, level by `RUST_LOG`; crates that are not ours are held at info, whatever is asked, because their traces hold
//! what goes over the wire.

use std::env;
use std::io::{self, IsTerminal as _};

use tracing::Subscriber;
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry;

/// When nothing is asked for. A start that fails is one line of ours on stderr, so the warnings of other crates wait to be asked for.
const UNASKED: &str = "tokendesk=warn";

/// Starts the log; once, at the start of the program.
pub fn start() {
    let asked = env::var("RUST_LOG").unwrap_or_default();
    // A second start (two programs in one test process) keeps the first.
    lines(&asked, io::stderr, io::stderr().is_terminal()).try_init().ok();
}

/// The log as lines. What is `asked` for is in the form of `RUST_LOG`, and may be empty.
pub fn lines<W>(asked: &str, writer: W, coloured: bool) -> impl Subscriber + Send + Sync + use<W>
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    let asked = EnvFilter::new(if asked.trim().is_empty() { UNASKED } else { asked });
    let ours = filter_fn(|metadata| metadata.target().starts_with("tokendesk") || *metadata.level() <= tracing::Level::INFO);
    let lines = fmt::layer().with_writer(writer).with_ansi(coloured).with_target(true);
    registry().with(lines.with_filter(ours)).with(asked)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use tracing::{debug, info, subscriber, trace, warn};

    use super::lines;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What is logged of these, when this is asked for.
    fn logged(asked: &str) -> Vec<String> {
        let written = Lines::default();
        let writer = written.clone();
        subscriber::with_default(lines(asked, move || writer.clone(), false), || {
            trace!(target: "tokendesk::net", "our trace");
            info!(target: "tokendesk::net", "our info");
            warn!(target: "tokendesk::app", "our warning");
            trace!(target: "hyper::proto", "their trace");
            debug!(target: "hyper::proto", "their debug");
            info!(target: "hyper::proto", "their info");
            warn!(target: "winit", "their warning");
        });
        let all = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        all.lines().filter_map(|line| Some(line.split_once(": ")?.1.to_owned())).collect()
    }

    #[test]
    fn only_our_own_warnings_are_said_unless_more_is_asked_for() {
        assert_eq!(logged(""), ["our warning"]);
        assert_eq!(logged(" "), ["our warning"]);
        assert_eq!(logged("warn"), ["our warning", "their warning"]);
    }

    #[test]
    fn other_crates_are_held_at_info_whatever_is_asked() {
        for asked in ["trace", "hyper=trace,tokendesk=trace,winit=trace"] {
            assert_eq!(logged(asked), ["our trace", "our info", "our warning", "their info", "their warning"], "{asked}");
        }
    }
}
