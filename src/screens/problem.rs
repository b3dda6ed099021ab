//! A failure in three sentences: what failed, whether anything changed, what to do next; below, the server's own words and a
//! line of details to copy, which never holds a secret.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::Duration;

use eframe::egui::{Align, Layout, Ui};
use jiff::Timestamp;

use super::time_words::{self, Words};
use super::{Event, Scene, network_words};
use crate::net::{ApiError, Cause, Details, ErrorKind, Purpose, Violation};
use crate::theme::{T, icon, palette, size};
use crate::tr;
use crate::widgets::{self, Banner, BannerClick, Details as DetailsLine, Tone, icon_button};

/// What was being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    /// Signing in.
    SignIn,
    /// Renewing the tokens of the session, in the background.
    Renew,
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
    /// Whether anything changed, and what to do next.
    pub body: String,
    /// The server's own words, a line each: shown as they are.
    pub said: Vec<String>,
    /// For support, in what is copied: date and time, method, path, status, request id.
    pub details: String,
    /// The same in short, for one line of a banner.
    pub line: String,
    /// What stands elsewhere in the window or is only for support: words beside their fields, codes, the transport's own words.
    pub(super) only_copied: Vec<String>,
    /// The server has asked to wait: what was refused cannot be done again yet, and after this time the words are others.
    pub(super) waits: Option<Duration>,
    /// It is being done again at this moment.
    pub(super) is_tried: bool,
}

/// So many lines of the server's words stand in a banner, each with so many characters; all of them are in what is copied.
const MOST_SAID: usize = 4;
const LONGEST_SAID: usize = 200;

/// Puts an error into words.
#[must_use]
pub fn words(scene: &Scene<'_>, doing: Doing, error: &ApiError) -> Problem {
    let (title, changed) = frame(scene, doing, cause(scene, doing, error));
    let wait = wait(scene, error);
    let next = match (&wait, error.retry_at()) {
        (Some(left), _) => wait_words(scene, doing, &left.text),
        (None, Some(_)) => tr!(scene.lang, "next-wait-over"),
        (None, None) => next(scene, doing, error),
    };
    Problem {
        title,
        body: format!("{changed} {next}"),
        said: server_words(scene, error),
        line: details(scene, error.details(), Form::Shown),
        details: details(scene, error.details(), Form::Copied),
        only_copied: [error.server_code(), error.technical()].into_iter().flatten().map(str::to_owned).collect(),
        is_tried: false,
        waits: wait.and_then(|left| left.changes_in),
    }
}

/// How long the server that gave this answer wants to be left alone (429), by the clock of the scene. Nothing when that time is
/// over; nor when the clock was set back behind the answer, for then nobody knows.
#[must_use]
pub fn wait(scene: &Scene<'_>, error: &ApiError) -> Option<Words> {
    let until = error.retry_at().filter(|_| scene.now >= error.details().at)?;
    time_words::countdown(scene.lang, until, scene.now)
}

/// That the server asks to wait, and what a person does then: what was refused is not done by itself.
fn wait_words(scene: &Scene<'_>, doing: Doing, left: &str) -> String {
    match doing {
        Doing::SignIn => tr!(scene.lang, "next-wait-sign-in", left = left),
        Doing::Create => tr!(scene.lang, "next-wait-create", left = left),
        Doing::List { .. } | Doing::Refresh { .. } | Doing::Renew => tr!(scene.lang, "next-wait", left = left),
    }
}

/// What failed, and whether anything changed.
fn frame(scene: &Scene<'_>, doing: Doing, cause: String) -> (String, String) {
    let lang = scene.lang;
    let title = match doing {
        Doing::SignIn => tr!(lang, "problem-sign-in", cause = cause),
        Doing::Renew => tr!(lang, "problem-renew", cause = cause),
        Doing::List { .. } => tr!(lang, "problem-list", cause = cause),
        Doing::Refresh { .. } => tr!(lang, "problem-refresh", cause = cause),
        Doing::Create => tr!(lang, "problem-create", cause = cause),
    };
    let changed = match doing {
        Doing::SignIn | Doing::Create => tr!(lang, "problem-typed-kept"),
        Doing::Renew => tr!(lang, "problem-still-signed-in"),
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
    let line = time_words::second(scene.now, scene.zone);
    let details = time_words::exact(scene.now, scene.zone);
    Problem { title, body, said: Vec::new(), line, details, only_copied: Vec::new(), waits: None, is_tried: false }
}

/// What the server itself said, and which fields it named.
fn server_words(scene: &Scene<'_>, error: &ApiError) -> Vec<String> {
    let said = error.server_message().map(|words| tr!(scene.lang, "server-said", words = words));
    said.into_iter().chain(error.violations().iter().map(|violation| about_field(scene, violation))).collect()
}

fn about_field(scene: &Scene<'_>, violation: &Violation) -> String {
    match &violation.subject {
        Some(subject) if violation.reason.is_empty() => subject.clone(),
        Some(subject) => tr!(scene.lang, "problem-fields", subject = subject.as_str(), reason = violation.reason.as_str()),
        None => violation.reason.clone(),
    }
}

/// Why, as the end of a sentence.
#[must_use]
pub fn cause(scene: &Scene<'_>, doing: Doing, error: &ApiError) -> String {
    if error.purpose() == Purpose::Renewal && doing != Doing::Renew {
        // The call itself was not refused: its token was old, and no new one could be had.
        return tr!(scene.lang, "cause-renewal", cause = own_cause(scene, Doing::Renew, error));
    }
    own_cause(scene, doing, error)
}

fn own_cause(scene: &Scene<'_>, doing: Doing, error: &ApiError) -> String {
    let lang = scene.lang;
    let host = error.details().origin.as_str();
    match *error.kind() {
        ErrorKind::Offline | ErrorKind::Tls | ErrorKind::Proxy => network_words::cause(scene, error),
        ErrorKind::Timeout if error.cause() == Some(Cause::ConnectTimedOut) => network_words::cause(scene, error),
        ErrorKind::ConnectionLost => tr!(lang, "cause-connection-lost", host = host),
        ErrorKind::Timeout => tr!(lang, "cause-timeout"),
        ErrorKind::Refused(401) => tr!(lang, "cause-unauthorized"),
        ErrorKind::Refused(403) => match doing {
            Doing::List { .. } | Doing::Refresh { .. } => tr!(lang, "cause-forbidden-list"),
            Doing::Create => tr!(lang, "cause-forbidden-create"),
            Doing::SignIn | Doing::Renew => tr!(lang, "cause-forbidden"),
        },
        ErrorKind::Refused(404) => match doing {
            Doing::List { .. } | Doing::Create => tr!(lang, "cause-not-found"),
            Doing::Refresh { .. } => tr!(lang, "cause-found-no-more"),
            // Signing in asks for no version: there it is the call itself that is gone.
            Doing::SignIn | Doing::Renew => tr!(lang, "cause-no-such-call"),
        },
        ErrorKind::Refused(405 | 410) => tr!(lang, "cause-no-such-call"),
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

/// A call was refused with 401 although the sign-in holds: it may want its token in another header, which a person can set in
/// Settings → Advanced.
#[must_use]
pub fn may_want_other_header(error: &ApiError) -> bool {
    *error.kind() == ErrorKind::Refused(401) && matches!(error.purpose(), Purpose::Read | Purpose::Write)
}

/// What to do.
fn next(scene: &Scene<'_>, doing: Doing, error: &ApiError) -> String {
    let lang = scene.lang;
    let says_why = error.server_message().is_some() || !error.violations().is_empty();
    match *error.kind() {
        ErrorKind::Offline | ErrorKind::ConnectionLost | ErrorKind::Tls | ErrorKind::Proxy => network_words::next(scene, error),
        ErrorKind::Timeout if error.cause() == Some(Cause::ConnectTimedOut) => network_words::next(scene, error),
        ErrorKind::Timeout => tr!(lang, "next-timeout"),
        ErrorKind::Refused(401) if may_want_other_header(error) => tr!(lang, "next-unauthorized"),
        ErrorKind::Refused(403) => tr!(lang, "next-forbidden"),
        ErrorKind::Refused(404) if !matches!(doing, Doing::SignIn | Doing::Renew) => tr!(lang, "next-not-found"),
        ErrorKind::Refused(404 | 405 | 410 | 501 | 505 | 506 | 510) | ErrorKind::Unreadable => tr!(lang, "next-api-changed"),
        ErrorKind::Refused(408 | 425) | ErrorKind::Incomplete => tr!(lang, "next-incomplete"),
        ErrorKind::Refused(429) => tr!(lang, "next-too-many"),
        // "Network authentication required": it is said by a network on the way, and not by the server.
        ErrorKind::Refused(511) | ErrorKind::Redirected | ErrorKind::NotTheApi => tr!(lang, "next-not-api"),
        ErrorKind::Refused(500..) => tr!(lang, "next-server"),
        ErrorKind::Refused(_) if !says_why => tr!(lang, "next-refused-silently"),
        ErrorKind::Refused(_) if doing == Doing::Create => tr!(lang, "next-correct"),
        ErrorKind::Refused(_) => tr!(lang, "next-refused"),
        ErrorKind::TooLarge | ErrorKind::WrongOrigin | ErrorKind::CannotBeSent => tr!(lang, "next-tell-us"),
        ErrorKind::NotSignedIn => tr!(lang, "next-ended"),
    }
}

/// Where the line of details stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// In the window: the time of day, and the end of the path, for its beginning is the same for every call.
    Shown,
    /// In the clipboard, to be read on another day and elsewhere: all of it.
    Copied,
}

/// Time, method, path, status and request id, in one line.
fn details(scene: &Scene<'_>, details: &Details, form: Form) -> String {
    let (at, path) = match form {
        Form::Shown => (time_words::second(details.at, scene.zone), end_of_path(&details.path)),
        Form::Copied => (time_words::exact(details.at, scene.zone), details.path.clone()),
    };
    let mut line = format!("{at}  {} {path}", details.method);
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
    /// What the clipboard gets: all of it, in one piece for a letter to support.
    #[must_use]
    pub fn to_copy(&self) -> String {
        let lines = [&self.title, &self.body].into_iter().chain(self.facts());
        lines.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// What the server said and the line of details, without words of ours.
    pub fn facts(&self) -> impl Iterator<Item = &String> {
        self.said.iter().chain(&self.only_copied).chain([&self.details])
    }

    /// The same without the words about single fields that stand beside those fields; they are still copied.
    #[must_use]
    pub fn beside_fields(mut self, scene: &Scene<'_>, error: &ApiError, is_beside: impl Fn(&Violation) -> bool) -> Self {
        let beside: Vec<String> =
            error.violations().iter().filter(|violation| is_beside(violation)).map(|violation| about_field(scene, violation)).collect();
        self.said.retain(|line| !beside.contains(line));
        self.only_copied.splice(0..0, beside);
        self
    }

    /// The same while what failed is being done again.
    #[must_use]
    pub fn tried_again(mut self, is_tried: bool) -> Self {
        self.is_tried = is_tried;
        self
    }

    /// The server's words as far as a window has room for them.
    #[must_use]
    pub fn shown_words(&self, scene: &Scene<'_>) -> Vec<Cow<'_, str>> {
        let mut said: Vec<Cow<'_, str>> = self.said.iter().take(MOST_SAID).map(|line| shortened(line)).collect();
        if self.said.len() > said.len() {
            said.push(tr!(scene.lang, "server-said-more", count = self.said.len() - said.len()).into());
        }
        said
    }

    /// The details with Copy, on a line of their own: where the words stand at a field, there is no banner to hold them.
    pub fn details_line(&self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Event> {
        let copy = tr!(scene.lang, "copy-details");
        let is_copied = widgets::bar(ui, size::CONTROL_SMALL, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let is_clicked = icon_button(ui, icon::COPY, &copy).clicked();
                let ink = palette(ui).text3;
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| widgets::txt_cut(ui, T::MonoSmall, &self.line, ink));
                is_clicked
            })
            .inner
        });
        is_copied.then(|| Event::Copy(self.to_copy()))
    }

    /// Draws it as a banner with these actions; the one that was clicked comes back, copying is answered here. While the server
    /// has asked to wait, the first action cannot be clicked: it would do once more what was refused.
    pub fn banner(&self, ui: &mut Ui, scene: &Scene<'_>, tone: Tone, actions: &[&str]) -> Option<BannerAnswer> {
        if let Some(after) = self.waits {
            ui.ctx().request_repaint_after(after);
        }
        let copy = tr!(scene.lang, "copy-details");
        let details = Some(DetailsLine { line: &self.line, copy: &copy });
        let said = self.shown_words(scene);
        let said: Vec<&str> = said.iter().map(AsRef::as_ref).collect();
        let first_waits = self.waits.is_some() || self.is_tried;
        let banner = Banner { said: &said, actions, first_waits, details, ..Banner::new(tone, &self.title, &self.body) };
        match banner.show(ui) {
            Some(BannerClick::Action(place)) => Some(BannerAnswer::Action(place)),
            Some(BannerClick::CopyDetails) => Some(BannerAnswer::Event(Event::Copy(self.to_copy()))),
            None => None,
        }
    }
}

/// A line of foreign words as it is shown: whole, or its beginning.
fn shortened(line: &str) -> Cow<'_, str> {
    match line.char_indices().nth(LONGEST_SAID) {
        Some((end, _)) => Cow::Owned(format!("{}…", &line[..end])),
        None => Cow::Borrowed(line),
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
