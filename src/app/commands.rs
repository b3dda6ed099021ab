//! Does what a screen's event asks for: the one place where a click becomes a job.

use std::sync::Arc;

use eframe::egui::{Context, ViewportCommand};
use url::Url;

use super::desk::{CreateSlot, Desk};
use super::news::News;
use super::{App, Leaving, apply_theme, habits};
use crate::desktop::settings::Language;
use crate::evotor::Evotor;
use crate::evotor::oauth_clients::NewClient;
use crate::evotor::session::{self, Credentials, PastedTokens, Session, SessionTokens};
use crate::i18n::Lang;
use crate::jobs::create_client::{self, Order};
use crate::jobs::{Services, list_clients};
use crate::model::app_version::AppVersion;
use crate::model::secret::Secret;
use crate::net::OUR_USER_AGENT;
use crate::screens::event::{Attempt, ClientOrder, TokenAttempt};
use crate::screens::{Event, Screen, client_form, clients, sign_in};

impl App {
    /// Does one thing.
    pub(super) fn perform(&mut self, ctx: &Context, event: Event) {
        match event {
            Event::Go(screen) => self.go(screen),
            Event::SetLanguage(lang) => self.set_language(lang),
            Event::SetTheme(theme) => {
                apply_theme(ctx, theme);
                self.setup.settings.change(|settings| settings.theme = theme);
            }
            Event::RememberEmail(remember) => self.remember_email(remember),

            Event::SignIn(attempt) => self.start_sign_in(attempt),
            Event::SignInWithToken(attempt) => self.sign_in_with_token(attempt),
            Event::CancelSignIn => {
                self.signing_in.cancel();
                self.sign_in.cancelled();
            }
            Event::SignOut if self.writes_under_way() => self.leaving = Some(Leaving::SignOut),
            Event::SignOut => self.sign_out(),

            Event::OpenVersion(version) => self.open_version(version),
            Event::ForgetVersion(version) => self.forget_version(&version),
            Event::LearnVersion(version) => {
                if let Some(desk) = &mut self.desk {
                    desk.create.wants_form = None;
                    desk.create.refused = None;
                }
                self.learn(&version, &version);
            }
            Event::Refresh => self.read_open_list(),
            Event::StopReading => {
                if let Some(list) = self.desk.as_mut().and_then(Desk::open_list_mut) {
                    list.stop();
                }
            }
            Event::DismissNotice => self.notice = None,
            Event::DismissProblem => {
                if let Some(list) = self.desk.as_mut().and_then(Desk::open_list_mut) {
                    list.request.take_failure();
                }
            }

            Event::NewClient => self.new_client(None),
            Event::NewClientLike(client_id) => self.new_client(Some(&client_id)),
            Event::ChooseVersion(version) => self.choose_version(version),
            Event::CreateClient(order) => self.create_client(order),
            Event::LookAgain => self.look_again(),
            Event::CloseForm => self.close_form(),
            Event::ShowClient { version, client_id } => {
                self.screen = Screen::Clients;
                self.show_client(&version, &client_id);
            }

            Event::Copy(text) => self.clipboard.copy("", &text),
            Event::CopySecret { of, secret } => self.copy_secret(&of, &secret),
            Event::UseMailedCode => {
                if let Some(code) = self.mailed_code() {
                    self.sign_in.put_code(&code);
                }
            }
            Event::OpenInBrowser(address) => self.open_in_browser(&address),

            Event::LeaveAnyway => match self.leaving.take() {
                Some(Leaving::SignOut) => self.sign_out(),
                Some(Leaving::Close) => {
                    // Kept, so that the close is not asked about a second time.
                    self.leaving = Some(Leaving::Close);
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                Some(Leaving::Switch) => {
                    if let Some((account, tokens)) = self.entering.take() {
                        self.enter_now(account, tokens);
                    }
                }
                None => {}
            },
            Event::Stay => {
                self.leaving = None;
                self.entering = None;
            }
        }
    }

    fn go(&mut self, screen: Screen) {
        // The form is part of the clients in the navigation: what is typed there is one click away again.
        self.screen =
            if screen == Screen::Clients && self.form.is_some() && self.screen != Screen::NewClient { Screen::NewClient } else { screen };
    }

    fn set_language(&mut self, lang: Lang) {
        self.lang = lang;
        self.setup.settings.change(|settings| {
            settings.language = match lang {
                Lang::Ru => Language::Ru,
                Lang::En => Language::En,
            };
        });
    }

    fn remember_email(&mut self, remember: bool) {
        let key = self.setup.cloud.key();
        let email = self.desk.as_ref().map(|desk| desk.account.clone());
        self.setup.settings.change(|settings| {
            settings.remember_email(remember);
            if let Some(email) = email.filter(|_| remember) {
                settings.signed_in(&key, &email);
            }
        });
    }

    fn start_sign_in(&mut self, attempt: Attempt) {
        if self.signing_in.is_pending() {
            return;
        }
        if attempt.code.is_none() {
            self.mailed_at = Some(self.now());
        }
        let (transport, cloud, clock) = (self.transport.clone(), self.setup.cloud.clone(), Arc::clone(&self.setup.clock));
        self.signing_in.start_read(&self.worker, async move {
            let Attempt { email, password, code } = attempt;
            let credentials = Credentials { email, password, code, user_agent: OUR_USER_AGENT };
            session::sign_in(&transport, &cloud, &clock, &credentials).await
        });
    }

    fn sign_in_with_token(&mut self, attempt: TokenAttempt) {
        let TokenAttempt { access, refresh, expires_in, exp, name, user_agent } = attempt;
        let pasted = PastedTokens { access, refresh, expires_in, exp, user_agent };
        self.enter(name, SessionTokens::pasted(pasted, self.now()));
    }

    /// Somebody is signed in. The same account comes back to its desk, with all that is typed and read; another gets a new one.
    pub(super) fn enter(&mut self, account: String, tokens: SessionTokens) {
        let is_other = self.desk.as_ref().is_some_and(|desk| desk.account != account);
        if is_other && self.writes_under_way() {
            self.entering = Some((account, tokens));
            self.leaving = Some(Leaving::Switch);
            return;
        }
        self.enter_now(account, tokens);
    }

    fn enter_now(&mut self, account: String, tokens: SessionTokens) {
        let key = self.setup.cloud.key();
        let is_email = account.contains('@');
        if is_email {
            self.setup.settings.change(|settings| settings.signed_in(&key, &account));
        }
        let email = if self.setup.settings.get().remembers_email() { account.clone() } else { String::new() };
        self.sign_in = sign_in::State::new(email);
        self.mailed_at = None;
        if let Some(desk) = self.desk.as_ref().filter(|desk| desk.account == account) {
            desk.session.begin(tokens);
            self.keep_alive();
            self.resume();
            return;
        }
        let number = self.next_desk();
        let tell = self.tell.clone();
        let on_event = Arc::new(move |event| tell.send(News::Session(number, event)));
        let (cloud, clock) = (self.setup.cloud.clone(), Arc::clone(&self.setup.clock));
        let timing = self.setup.session;
        let session = Session::with_timing(self.transport.clone(), cloud.clone(), Arc::clone(&clock), on_event, None, timing);
        session.begin(tokens);
        let readings = self.setup.settings.get().cloud(&key).map(|cloud| habits::from_settings(&cloud.header_forms)).unwrap_or_default();
        let tell = self.tell.clone();
        let on_learnt = Arc::new(move |readings| tell.send(News::Learnt(readings)));
        let evotor = Evotor::with_readings(self.transport.clone(), cloud, Arc::clone(&session), readings, on_learnt);
        let services = Services {
            evotor,
            journal: Arc::clone(&self.setup.journal),
            first_seen: Arc::clone(&self.setup.first_seen),
            clock,
            account,
            cloud: key,
        };
        self.desk = Some(Desk::new(number, session, services));
        self.clients = clients::State::default();
        self.form = None;
        self.screen = Screen::Clients;
        self.keep_alive();
    }

    fn keep_alive(&self) {
        if let Some(desk) = &self.desk {
            self.worker.spawn_task(Arc::clone(&desk.session).keep_alive());
        }
    }

    /// After a new sign-in reads go on by themselves; writes wait for a click.
    fn resume(&mut self) {
        let unfinished =
            self.desk.as_ref().and_then(Desk::open_list).is_some_and(|list| list.request.failure().is_some() || list.read_at.is_none());
        if unfinished {
            self.read_open_list();
        }
    }

    fn sign_out(&mut self) {
        if let Some(desk) = self.desk.take() {
            desk.session.end();
        }
        self.clipboard.clear_secret();
        self.toasts.clear();
        self.clients = clients::State::default();
        self.form = None;
        self.leaving = None;
        self.screen = Screen::Clients;
        let email = self.setup.settings.get().cloud(&self.setup.cloud.key()).and_then(|cloud| cloud.emails().first().cloned());
        self.sign_in = sign_in::State::new(email.unwrap_or_default());
    }

    fn open_version(&mut self, mut version: AppVersion) {
        let now = self.now();
        // What is typed may lack the name and the other form that are known.
        if let Some(known) = self.recent.iter().find(|known| known.is_same_version(&version)) {
            version.name = version.name.or_else(|| known.name.clone());
            version.version_id = version.version_id.or_else(|| known.version_id.clone());
            version.version_number = version.version_number.or_else(|| known.version_number.clone());
        }
        self.uninvited.retain(|known| !known.is_same_version(&version));
        let key = self.setup.cloud.key();
        self.setup.settings.change(|settings| settings.cloud_mut(&key).opened(version.clone(), now));
        self.read_recent();
        self.clients.version_opened();
        self.screen = Screen::Clients;
        let Some(desk) = &mut self.desk else { return };
        // A reading of another version goes on for its own slot only as long as somebody waits for it.
        if let Some(list) = desk.open_list_mut().filter(|list| !list.version.is_same_version(&version)) {
            list.request.cancel();
        }
        desk.open = Some(version.clone());
        let list = desk.list_mut(&version, now);
        if list.read_at.is_none() && !list.request.is_pending() {
            self.read_open_list();
        }
    }

    fn forget_version(&mut self, version: &AppVersion) {
        let key = self.setup.cloud.key();
        self.setup.settings.change(|settings| settings.cloud_mut(&key).forget(version));
        self.uninvited.push(version.clone());
        self.read_recent();
    }

    /// A version's other form has become known.
    pub(super) fn learn(&mut self, old: &AppVersion, new: &AppVersion) {
        let key = self.setup.cloud.key();
        self.setup.settings.change(|settings| settings.cloud_mut(&key).correct(old, new.clone()));
        if let Some(desk) = &mut self.desk {
            desk.learn(new);
        }
        if let Some(form) = &mut self.form {
            form.draft.version.learn(new);
        }
        self.read_recent();
    }

    pub(super) fn read_open_list(&mut self) {
        let now = self.now();
        let (worker, tell) = (&self.worker, self.tell.clone());
        let Some(desk) = &mut self.desk else { return };
        let Some(version) = desk.open.clone() else { return };
        let (number, services) = (desk.number, desk.services.clone());
        let list = desk.list_mut(&version, now);
        if list.request.is_pending() {
            return;
        }
        list.began(now);
        let slot = list.number;
        let on_page = move |page| tell.send(News::Page { desk: number, list: slot, page });
        list.request.start_read(worker, async move { list_clients::list_clients(&services, &version, on_page).await });
    }

    fn new_client(&mut self, like: Option<&str>) {
        let Some(desk) = &mut self.desk else { return };
        let Some(version) = desk.open.clone() else { return };
        // A write under way, or one of which nobody knows the end: its form is shown, so that neither is lost by a click.
        if desk.create.is_open() && self.form.is_some() {
            self.screen = Screen::NewClient;
            return;
        }
        let template = like.and_then(|id| desk.open_list()?.clients().iter().find(|listed| listed.key() == id));
        let draft = match template {
            Some(listed) => client_form::Draft::like(version.clone(), &listed.client),
            None => client_form::Draft::new(version.clone()),
        };
        self.screen = Screen::NewClient;
        // A form that was begun is not lost by a second click on New client; it is for the version that is open now.
        match &mut self.form {
            Some(form) if like.is_none() && !form.draft.is_untouched() => {
                if !form.draft.version.is_same_version(&version) {
                    self.choose_version(version);
                }
            }
            form => {
                desk.create = CreateSlot::default();
                *form = Some(client_form::State::new(draft));
            }
        }
    }

    /// The form is for another version. What was said about the last attempt was said of the one before.
    fn choose_version(&mut self, version: AppVersion) {
        let Some((desk, form)) = self.desk.as_mut().zip(self.form.as_mut()) else { return };
        if !desk.create.is_open() {
            desk.create = CreateSlot::default();
            form.draft.version = version;
        }
    }

    fn create_client(&mut self, order: ClientOrder) {
        let now = self.now();
        let worker = &self.worker;
        let Some(desk) = self.desk.as_mut() else { return };
        let services = desk.services.clone();
        let known = desk.list_mut(&order.version, now).known_ids();
        let client = NewClient { kind: order.kind, redirect_uris: order.redirect_addresses.clone(), scope: order.scope.clone() };
        let job = create_client::create_client(services, Order { version: order.version.clone(), client, known });
        if desk.create.request.start_write(worker, job) {
            desk.create.order = Some(order);
            desk.create.unsettled = None;
            desk.create.refused = None;
            desk.create.wants_form = None;
            desk.create.lost = false;
        }
    }

    fn look_again(&mut self) {
        let worker = &self.worker;
        let Some(desk) = self.desk.as_mut() else { return };
        let Some(unsettled) = desk.create.unsettled.clone() else { return };
        desk.create.request.start_read(worker, create_client::look_again(desk.services.clone(), unsettled));
    }

    fn close_form(&mut self) {
        self.form = None;
        if let Some(desk) = &mut self.desk
            && !desk.create.request.is_writing()
        {
            desk.create = CreateSlot::default();
        }
        self.screen = Screen::Clients;
    }

    pub(super) fn show_client(&mut self, version: &AppVersion, client_id: &str) {
        let is_open = self.desk.as_ref().and_then(|desk| desk.open.as_ref()).is_some_and(|open| open.is_same_version(version));
        if !is_open {
            self.open_version(version.clone());
        }
        self.clients.show_client(client_id);
    }

    fn copy_secret(&self, of: &str, secret: &Secret) {
        let keep = self.setup.settings.get().clipboard_time();
        self.clipboard.copy_secret(of, secret, Some(keep));
    }

    /// The code of the newest mail to whoever is signing in.
    pub(super) fn mailed_code(&self) -> Option<String> {
        self.setup.sandbox.as_ref()?.latest_mail(self.sign_in.email()).map(|mail| mail.code)
    }

    fn open_in_browser(&self, address: &Url) {
        let (tell, text) = (self.tell.clone(), address.to_string());
        let answer = move |opened| {
            if let Err(error) = opened {
                tell.send(News::NoBrowser(text, error));
            }
        };
        self.setup.browser.open(address, Box::new(answer));
    }
}
