//! A failure in three sentences: what failed, whether anything changed, what to do next; below, the server's own words and a
//! line of details to copy, which never holds a secret.

use std::fmt::Write as _;

use eframe::egui::Ui;
use jiff::Timestamp;

use super::{Event, Scene, time_words};
use crate::net::{ApiError, Cause, Details, ErrorKind, Purpose};
use crate::tr;
use crate::widgets::{Banner, BannerClick, Details as DetailsLine, Tone};

/// What was being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    /// Signing in.
    SignIn,
    /// Reading a list that nothing is known of yet; so many clients had come.
    List {
        /// What stays below.
        come: usize,
    },
    /// Reading a list again.
    Refresh {
        /// When the one below was read.
        read_at: Timestamp,
    },
    /// Creating a client.
    Create,
}

/// The words.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What failed.
    pub title: String,
    /// Whether anything changed, what to do next, and the server's words.
    pub body: String,
    /// For support: time, method, path, status, request id.
    pub details: String,
    /// The same with the end of the path only, for one line of a banner.
    pub line: String,
}

/// Puts an error into words.
#[must_use]
pub fn words(scene: &Scene<'_>, doing: Doing, error: &ApiError) -> Problem {
    // Signing in asks for no version: there it is the call itself that is gone.
    let gone = doing == Doing::SignIn && matches!(error.kind(), ErrorKind::Refused(404 | 405 | 410));
    let (cause, next) = if gone {
        (tr!(scene.lang, "cause-no-such-call"), tr!(scene.lang, "next-no-such-call"))
    } else {
        (cause(scene, error), next(scene, error))
    };
    let (title, changed) = frame(scene, doing, cause);
    let mut body = format!("{changed} {next}");
    for words in server_words(scene, error) {
        body.push('\n');
        body.push_str(&words);
    }
    Problem { title, body, line: details(scene, error.details(), false), details: details(scene, error.details(), true) }
}

/// What failed, and whether anything changed.
fn frame(scene: &Scene<'_>, doing: Doing, cause: String) -> (String, String) {
    let lang = scene.lang;
    let title = match doing {
        Doing::SignIn => tr!(lang, "problem-sign-in", cause = cause),
        Doing::List { .. } => tr!(lang, "problem-list", cause = cause),
        Doing::Refresh { .. } => tr!(lang, "problem-refresh", cause = cause),
        Doing::Create => tr!(lang, "problem-create", cause = cause),
    };
    let changed = match doing {
        Doing::SignIn | Doing::Create => tr!(lang, "problem-typed-kept"),
        Doing::List { come: 0 } => tr!(lang, "problem-nothing-changed"),
        Doing::List { come } => tr!(lang, "problem-read-some", count = come),
        Doing::Refresh { read_at } => {
            tr!(lang, "problem-nothing-changed-data", time = time_words::moment(read_at, scene.now, scene.zone))
        }
    };
    (title, changed)
}

/// The program itself has failed: a job ended without an answer.
#[must_use]
pub fn lost(scene: &Scene<'_>, doing: Doing) -> Problem {
    let (title, changed) = match doing {
        // Nobody knows how far the write had come.
        Doing::Create => (tr!(scene.lang, "problem-create-lost"), tr!(scene.lang, "problem-create-look")),
        doing => frame(scene, doing, tr!(scene.lang, "cause-lost")),
    };
    let body = format!("{changed} {}", tr!(scene.lang, "next-tell-us"));
    let at = time_words::second(scene.now, scene.zone);
    Problem { title, body, line: at.clone(), details: at }
}

/// What the server itself said, and which fields it named.
#[must_use]
pub fn server_words(scene: &Scene<'_>, error: &ApiError) -> Vec<String> {
    let said = error.server_message().map(|words| tr!(scene.lang, "server-said", words = words));
    let fields = error.violations().iter().map(|violation| match &violation.subject {
        Some(subject) => tr!(scene.lang, "problem-fields", subject = subject.as_str(), reason = violation.reason.as_str()),
        None => violation.reason.clone(),
    });
    said.into_iter().chain(fields).collect()
}

/// Why, as the end of a sentence.
#[must_use]
pub fn cause(scene: &Scene<'_>, error: &ApiError) -> String {
    if error.purpose() == Purpose::Renewal {
        // The call itself was not refused: its token was old, and no new one could be had.
        return tr!(scene.lang, "cause-renewal", cause = own_cause(scene, error));
    }
    own_cause(scene, error)
}

fn own_cause(scene: &Scene<'_>, error: &ApiError) -> String {
    let lang = scene.lang;
    let host = error.details().origin.as_str();
    match *error.kind() {
        ErrorKind::Offline => tr!(lang, "cause-offline", host = host),
        ErrorKind::ConnectionLost => tr!(lang, "cause-connection-lost", host = host),
        ErrorKind::Timeout => tr!(lang, "cause-timeout"),
        ErrorKind::Tls => tr!(lang, "cause-tls", host = host),
        ErrorKind::Proxy => tr!(lang, "cause-proxy"),
        ErrorKind::Refused(401) => tr!(lang, "cause-unauthorized"),
        ErrorKind::Refused(403) => tr!(lang, "cause-forbidden"),
        ErrorKind::Refused(404) => tr!(lang, "cause-not-found"),
        ErrorKind::Refused(429) => tr!(lang, "cause-too-many"),
        ErrorKind::Refused(status @ 500..) => tr!(lang, "cause-server", status = status),
        ErrorKind::Refused(status) => tr!(lang, "cause-refused", status = status),
        ErrorKind::Redirected | ErrorKind::NotTheApi => tr!(lang, "cause-not-api"),
        ErrorKind::Incomplete => tr!(lang, "cause-incomplete"),
        ErrorKind::TooLarge => tr!(lang, "cause-too-large"),
        ErrorKind::Unreadable => tr!(lang, "cause-unreadable"),
        ErrorKind::WrongOrigin | ErrorKind::CannotBeSent => tr!(lang, "cause-origin"),
        ErrorKind::NotSignedIn => tr!(lang, "cause-ended"),
    }
}

/// What to do.
fn next(scene: &Scene<'_>, error: &ApiError) -> String {
    let lang = scene.lang;
    match *error.kind() {
        ErrorKind::Offline | ErrorKind::ConnectionLost => tr!(lang, "next-offline"),
        ErrorKind::Timeout => tr!(lang, "next-timeout"),
        ErrorKind::Tls if error.cause().is_some_and(Cause::is_about_dates) => {
            tr!(lang, "next-tls-date", now = time_words::moment(scene.now, Timestamp::UNIX_EPOCH, scene.zone))
        }
        ErrorKind::Tls => tr!(lang, "next-tls", host = error.details().origin.as_str()),
        ErrorKind::Proxy => tr!(lang, "next-proxy"),
        ErrorKind::Refused(401) => tr!(lang, "next-unauthorized"),
        ErrorKind::Refused(403) => tr!(lang, "next-forbidden"),
        ErrorKind::Refused(404) => tr!(lang, "next-not-found"),
        ErrorKind::Refused(429) => match error.retry_at() {
            Some(at) => tr!(lang, "next-wait", time = time_words::second(at, scene.zone)),
            None => tr!(lang, "next-too-many"),
        },
        ErrorKind::Refused(500..) => tr!(lang, "next-server"),
        ErrorKind::Refused(_) | ErrorKind::Unreadable => tr!(lang, "next-refused"),
        ErrorKind::Redirected | ErrorKind::NotTheApi => tr!(lang, "next-not-api"),
        ErrorKind::Incomplete => tr!(lang, "next-incomplete"),
        ErrorKind::TooLarge | ErrorKind::WrongOrigin | ErrorKind::CannotBeSent => tr!(lang, "next-tell-us"),
        ErrorKind::NotSignedIn => tr!(lang, "next-ended"),
    }
}

/// Time, method, path, status and request id, in one line, the path whole or as its end: the beginning is the same for every call.
fn details(scene: &Scene<'_>, details: &Details, whole: bool) -> String {
    let path = if whole { details.path.clone() } else { end_of_path(&details.path) };
    let mut line = format!("{}  {} {path}", time_words::second(details.at, scene.zone), details.method);
    if let Some(status) = details.status {
        let _ = write!(line, "  {status}");
    }
    if let Some(id) = &details.request_id {
        let _ = write!(line, "  id {id}");
    }
    line
}

/// The last three parts of a path: `…/versions/2.4.0/oauth-apps`.
fn end_of_path(path: &str) -> String {
    let place = path.rmatch_indices('/').nth(2).map_or(0, |(place, _)| place);
    if place == 0 { path.to_owned() } else { format!("…{}", &path[place..]) }
}

impl Problem {
    /// What the clipboard gets: all of it.
    #[must_use]
    pub fn to_copy(&self) -> String {
        format!("{}\n{}\n{}", self.title, self.body, self.details)
    }

    /// Draws it as a banner with these actions; the one that was clicked comes back, copying is answered here.
    pub fn banner(&self, ui: &mut Ui, scene: &Scene<'_>, tone: Tone, actions: &[&str]) -> Option<BannerAnswer> {
        let copy = tr!(scene.lang, "copy-details");
        let details = Some(DetailsLine { line: &self.line, copy: &copy });
        let banner = Banner { actions, details, ..Banner::new(tone, &self.title, &self.body) };
        match banner.show(ui) {
            Some(BannerClick::Action(place)) => Some(BannerAnswer::Action(place)),
            Some(BannerClick::CopyDetails) => Some(BannerAnswer::Event(Event::Copy(self.to_copy()))),
            None => None,
        }
    }
}

/// What was clicked in a banner.
pub enum BannerAnswer {
    /// The action at this place.
    Action(usize),
    /// Something that is the same in every banner.
    Event(Event),
}

#[cfg(test)]
mod tests {
    use super::end_of_path;

    #[test]
    fn a_line_shows_the_end_of_a_path() {
        assert_eq!(end_of_path("/api/v1/apps/a/versions/2.4.0/oauth-apps"), "…/versions/2.4.0/oauth-apps");
        assert_eq!(end_of_path("/oauth/token"), "/oauth/token");
        assert_eq!(end_of_path("/a/b/c"), "/a/b/c");
    }
}
