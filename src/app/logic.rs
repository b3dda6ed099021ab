//! What must happen also while the window is hidden: answers and news are taken in, a close is decided.

use std::mem;
use std::sync::Arc;

use eframe::egui::Context;

use super::desk::CreateSlot;
use super::news::News;
use super::{App, Notice};
use crate::desktop::clipboard::{ClipboardEvent, ClipboardProblem};
use crate::evotor::oauth_clients::Learnt;
use crate::evotor::session::{SessionEvent, SessionState};
use crate::i18n::Lang;
use crate::jobs::create_client::{Finished, Outcome, Refused};
use crate::model::app_version::AppVersion;
use crate::model::listed_client::ListedClient;
use crate::net::{ApiError, ErrorKind};
use crate::screens::{Event, Screen, time_words};
use crate::tr;
use crate::widgets::{Tone, short_id};
use crate::worker::{self, Failure};

impl App {
    /// One pass over everything that may have come.
    pub(super) fn take_in(&mut self, ctx: &Context) {
        for news in self.news.drain().collect::<Vec<_>>() {
            self.hear(ctx, news);
        }
        self.take_in_network();
        self.rise(ctx);
        self.take_in_keychain();
        self.take_in_work();
        self.at_all_behind(Self::take_in_work);
        for (account, tokens) in mem::take(&mut self.arrived) {
            self.enter(account, tokens);
        }
        self.take_in_files();
        if ctx.input(|i| i.viewport().close_requested()) {
            self.close_requested(ctx);
        }
    }

    /// The answers at one place.
    fn take_in_work(&mut self) {
        self.take_in_sign_in();
        self.take_in_lists();
        self.take_in_create();
        self.take_in_left_behind();
    }

    fn hear(&mut self, ctx: &Context, news: News) {
        match news {
            News::List { desk: number, list, progress } => self.at_desk(number, |app| {
                let list = app.work.desk.as_mut().and_then(|desk| desk.lists_mut().find(|known| known.number == list));
                if let Some(list) = list {
                    list.progress(progress);
                }
            }),
            News::Session(number, event) => self.at_desk(number, |app| {
                if let Some(desk) = &mut app.work.desk {
                    desk.hear(&event);
                }
                match event {
                    SessionEvent::Expired { error, never_good: true, .. } => app.token_refused(error),
                    SessionEvent::Expired { error, .. } => app.session_ended(ctx, error),
                    SessionEvent::Renewed { .. } => app.work.pasted = None,
                    SessionEvent::RenewalFailed { .. } => {}
                }
            }),
            News::Keeper(number, news) => self.at_desk(number, |app| app.hear_keeper(news)),
            News::NotForgotten(keeper, error) => self.not_forgotten(keeper, error),
            News::Learnt(readings) => self.keep_learnt(readings),
            News::Clipboard(event) => self.hear_clipboard(&event),
            News::NoBrowser(address, error) => {
                tracing::warn!("{error}");
                let words = tr!(self.lang, "browser-missing", address = address.as_str());
                let copy = tr!(self.lang, "copy");
                self.toasts.offer(self.now(), Tone::Warn, words, copy, Event::Copy(address));
            }
            News::RootFile(chosen) => self.root_file_chosen(chosen),
            News::NotShown(path, error) => self.hear_not_shown(&path, &error),
            News::Forgotten(left) => self.hear_forgotten(left),
            News::FileChosen(chosen) => self.file_chosen(chosen),
            News::Mail => {}
            News::SettingsNotSaved(why) => self.notice = Some(Notice::NotSaved(why)),
            News::ShowYourself => self.show_yourself(ctx),
            // The system does not wait for an answer: no question is asked, and the journal tells what was under way.
            News::Terminate => self.close(ctx),
        }
    }

    fn hear_clipboard(&mut self, event: &ClipboardEvent) {
        let lang = self.lang;
        let (tone, words) = match event {
            // A secret's countdown says it already. The rest is said in the status line: a toast would lie over the next button.
            ClipboardEvent::Copied { label } if label.is_empty() => {
                self.copied_at = Some(self.now());
                return;
            }
            ClipboardEvent::Copied { .. } | ClipboardEvent::Cleared { .. } => return,
            ClipboardEvent::LeftAlone { .. } => (Tone::Neutral, tr!(lang, "clipboard-left-alone")),
            ClipboardEvent::NotCopied { problem, .. } => {
                (Tone::Danger, tr!(lang, "clipboard-not-copied", why = clipboard_words(lang, problem)))
            }
            ClipboardEvent::NotCleared { problem, .. } => {
                (Tone::Danger, tr!(lang, "clipboard-not-cleared", why = clipboard_words(lang, problem)))
            }
        };
        self.toasts.say(self.now(), tone, words);
    }

    fn take_in_sign_in(&mut self) {
        match self.work.signing_in.poll() {
            None => {}
            Some(worker::Outcome::Ready) => {
                if let Some(signed_in) = self.work.signing_in.take() {
                    self.enter(signed_in.email, signed_in.tokens);
                    self.say_if_unattended();
                }
            }
            Some(worker::Outcome::Failed) => {
                self.work.unattended.forget();
                match self.work.signing_in.take_failure() {
                    Some(Failure::Job(error)) => {
                        if !error.api().may_have_arrived() {
                            self.work.mailed_at = self.work.mailed_before;
                        }
                        self.work.sign_in.refused(error);
                    }
                    Some(Failure::Lost) => {
                        let (words, copy) = (tr!(self.lang, "sign-in-lost"), tr!(self.lang, "copy-details"));
                        let details = format!("{words}\n{}", time_words::exact(self.now(), &self.setup.zone));
                        self.offer(Tone::Danger, words, copy, Event::Copy(details));
                    }
                    None => {}
                }
            }
        }
    }

    fn take_in_lists(&mut self) {
        let now = self.now();
        let Some(desk) = &mut self.work.desk else { return };
        let (mut learnt, mut told) = (Vec::new(), Vec::new());
        let mut is_cut_off = false;
        for list in desk.lists_mut() {
            match list.request.poll() {
                Some(worker::Outcome::Ready) => {
                    list.finished(now);
                    // The server takes the token.
                    self.work.pasted = None;
                    if let Some(listed) = list.request.value() {
                        learnt.push((list.version.clone(), listed.learnt.clone()));
                    }
                }
                // A failure stands beside the rows; the screen shows it.
                Some(worker::Outcome::Failed) => {
                    is_cut_off |= list.request.failure().is_some_and(is_of_an_ended_session);
                    if let Some(Failure::Job(error)) = list.request.failure() {
                        told.push(error.clone());
                    }
                }
                None => {}
            }
        }
        for error in told {
            desk.failure_is_told(&error);
        }
        for (version, learnt) in learnt {
            self.take_in_learnt(version, learnt);
        }
        // The next session may have begun before the read of the last one was seen to fail.
        if is_cut_off && self.is_signed_in() {
            self.resume();
        }
    }

    /// Answers name a version in its other form.
    fn take_in_learnt(&mut self, mut version: AppVersion, learnt: Learnt) {
        let before = version.clone();
        version.version_id = learnt.version_id.or(version.version_id);
        version.version_number = learnt.version_number.or(version.version_number);
        if version != before {
            self.learn(&before, &version);
        }
    }

    fn take_in_create(&mut self) {
        let Some(desk) = &mut self.work.desk else { return };
        match desk.create.request.poll() {
            None => {}
            Some(worker::Outcome::Ready) => {
                if let Some(finished) = desk.create.request.take() {
                    self.created(finished);
                }
            }
            Some(worker::Outcome::Failed) => {
                let failure = desk.create.request.take_failure();
                let was_sent = desk.create.order.take().is_some();
                match failure {
                    Some(Failure::Job(Refused::Refused(error))) => {
                        if let Some(form) = &mut self.work.form {
                            form.refused(&error);
                        }
                        desk.failure_is_told(&error);
                        desk.create.refused = Some(error);
                        self.tell_who_is_elsewhere("create-not-done");
                    }
                    Some(Failure::Job(Refused::WantsOtherForm { wanted, error })) => {
                        if let Some(form) = &mut self.work.form {
                            form.wants(wanted);
                        }
                        desk.create.refused = Some(error);
                        desk.create.wants_form = Some(wanted);
                        self.tell_who_is_elsewhere("create-not-done");
                    }
                    Some(Failure::Lost) if was_sent => {
                        desk.create.lost = true;
                        self.tell_who_is_elsewhere("create-not-known");
                    }
                    // A look at the list that ended without an answer changes nothing.
                    Some(Failure::Lost) | None => {}
                }
            }
        }
    }

    fn created(&mut self, finished: Finished) {
        let now = self.now();
        let lang = self.lang;
        let Some(desk) = &mut self.work.desk else { return };
        let order = desk.create.order.take();
        let version = order.map(|order| order.version).or(desk.create.unsettled.take().map(|unsettled| unsettled.order.version));
        let Some(version) = version else { return };
        let journal_failed = finished.journal_failed;
        let mut learnt = Learnt::default();
        let mut is_overtaken = false;
        let (client, key) = match finished.outcome {
            Outcome::Created(created) => {
                let client = Arc::new(ListedClient::new(created.client));
                let list = desk.list_mut(&version, now);
                list.add(Arc::clone(&client));
                // A reading that began before may not know the client, and would take it off the list again.
                is_overtaken = list.request.is_pending();
                list.request.cancel();
                learnt = created.learnt;
                (client, "create-done")
            }
            Outcome::Settled { client, listed } => {
                desk.list_mut(&version, now).replace(listed, now);
                (client, "create-settled")
            }
            Outcome::Unknown { unsettled, listed } => {
                if let Some(listed) = listed {
                    desk.list_mut(&version, now).replace(listed, now);
                }
                desk.create.unsettled = Some(unsettled);
                if journal_failed {
                    self.say(Tone::Warn, tr!(lang, "create-journal-failed"));
                }
                self.tell_who_is_elsewhere("create-not-known");
                // The next session may have begun before this look was seen to be cut off.
                self.look_on();
                return;
            }
        };
        desk.create = CreateSlot::default();
        if journal_failed {
            self.say(Tone::Warn, tr!(lang, "create-journal-failed"));
        }
        let id = client.client.client_id.clone();
        let words = lang.t_with(key, &[("id", short_id(&id).into_owned().into())]);
        self.take_in_learnt(version.clone(), learnt);
        // The form is done. A person who has gone elsewhere is told, and stays there.
        self.work.form = None;
        let was_at_it = self.work.screen == Screen::NewClient;
        if was_at_it {
            self.work.screen = Screen::Clients;
            self.show_client(&version, &id);
        }
        if was_at_it && !self.is_behind {
            self.say(Tone::Ok, words);
        } else {
            let show = tr!(lang, "create-show");
            self.offer(Tone::Ok, words, show, Event::ShowClient { version, client_id: id });
        }
        if is_overtaken {
            self.read_open_list();
        }
    }

    /// A create has ended in a way that its form tells, and the form is not in view.
    fn tell_who_is_elsewhere(&mut self, key: &str) {
        if self.is_behind || self.work.screen != Screen::NewClient {
            let (words, open) = (self.lang.t(key), tr!(self.lang, "create-show"));
            self.offer(Tone::Warn, words, open, Event::Go(Screen::NewClient));
        }
    }

    /// Whether the desk can be worked at.
    pub(super) fn is_signed_in(&self) -> bool {
        self.work.desk.as_ref().is_some_and(|desk| desk.session.state() == SessionState::Active)
    }
}

/// Whether a read failed because its session had ended. It was not refused: in the next session it goes on.
fn is_of_an_ended_session(failure: &Failure<ApiError>) -> bool {
    matches!(failure, Failure::Job(error) if *error.kind() == ErrorKind::NotSignedIn)
}

/// Why the clipboard did not do what it should, as a part of a sentence.
fn clipboard_words(lang: Lang, problem: &ClipboardProblem) -> String {
    match problem {
        ClipboardProblem::Missing(why) => tr!(lang, "clipboard-missing", why = why.as_str()),
        ClipboardProblem::Busy => tr!(lang, "clipboard-busy"),
        ClipboardProblem::BroughtBack => tr!(lang, "clipboard-brought-back"),
        ClipboardProblem::Stuck => tr!(lang, "clipboard-stuck"),
        ClipboardProblem::Failed(why) => tr!(lang, "clipboard-refused", why = why.as_str()),
    }
}
