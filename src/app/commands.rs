//! Does what a screen's event asks for: the one place where a click becomes a job.

use eframe::egui::Context;
use url::Url;

use super::App;
use super::desk::{CreateSlot, Desk};
use super::leaving::Leave;
use super::news::News;
use crate::evotor::oauth_clients::NewClient;
use crate::jobs::create_client::{self, Order, Unsettled};
use crate::jobs::list_clients::{self, Patience};
use crate::model::app_version::AppVersion;
use crate::model::secret::Secret;
use crate::screens::event::ClientOrder;
use crate::screens::{Event, Screen, client_form};

impl App {
    /// Does one thing.
    pub(super) fn perform(&mut self, ctx: &Context, event: Event) {
        match event {
            Event::Go(screen) => self.go(screen),
            Event::SetLanguage(lang) => self.set_language(lang),
            Event::SetTheme(theme) => self.set_theme(ctx, theme),
            Event::RememberEmail(remember) => self.remember_email(remember),
            Event::Advanced(asked) => self.perform_advanced(asked),
            Event::Network(asked) => self.perform_network(asked),
            Event::Prefer(preference) => self.prefer(ctx, preference),
            Event::Computer(asked) => self.perform_computer(ctx, asked),
            Event::LeaveSettings => self.settings.close_page(),

            Event::SignIn(attempt) => self.start_sign_in(attempt),
            Event::SignInWithToken(attempt) => self.sign_in_with_token(attempt),
            Event::ForgetPassword => self.work.unattended.forget(),
            Event::CancelSignIn => {
                self.work.signing_in.cancel();
                self.work.unattended.forget();
                self.work.sign_in.cancelled();
            }
            Event::SignOut => {
                if self.may_leave(Leave::SignOut) {
                    self.sign_out();
                }
            }
            Event::SignOutOf(account) => self.sign_out_of(&account),
            Event::SignOutOfAll => self.sign_out_of_all(),
            Event::SwitchTo(account) => self.switch_to(&account),
            Event::AddAccount => self.add_account(),
            Event::BackToWork => self.back_to_work(),
            Event::StaySignedIn(stay) => self.stay_signed_in(stay),
            Event::Keychain(asked) => self.perform_keychain(asked),

            Event::OpenVersion(version) => self.open_version(version),
            Event::ForgetVersion(version) => self.forget_version(&version),
            Event::LearnVersion(version) => {
                if let Some(desk) = &mut self.work.desk {
                    desk.create.wants_form = None;
                    desk.create.refused = None;
                }
                self.learn(&version, &version);
            }
            Event::Refresh => self.read_open_list(),
            Event::StopReading => {
                if let Some(list) = self.work.desk.as_mut().and_then(Desk::open_list_mut) {
                    list.stop();
                }
            }
            Event::DismissNotice => self.dismiss_notice(),
            Event::DismissProblem => {
                if let Some(list) = self.work.desk.as_mut().and_then(Desk::open_list_mut) {
                    list.request.take_failure();
                }
            }

            Event::RenewNow => self.renew_now(),
            Event::DismissRenewal => self.dismiss_renewal(),

            Event::NewClient => self.new_client(None),
            Event::NewClientLike(client_id) => self.new_client_like(&client_id),
            Event::ChooseVersion(version) => self.choose_version(version),
            Event::CreateClient(order) => self.create_client(order),
            Event::LookAgain => self.look_again(),
            Event::CloseForm => self.close_form(),
            Event::ShowClient { version, client_id } => {
                self.work.screen = Screen::Clients;
                self.show_client(&version, &client_id);
            }

            Event::Copy(text) => self.clipboard.copy("", &text),
            Event::CopySecret { of, secret } => self.copy_secret(&of, &secret),
            Event::HandOver(key) => self.hand_over(key),
            Event::CloseHandOver => self.work.hand_over = None,
            Event::File(asked) => self.perform_file(asked),
            Event::UseMailedCode => {
                if let Some(code) = self.mailed_code() {
                    self.work.sign_in.put_code(&code);
                }
            }
            Event::Cover => self.cover(ctx),
            Event::Uncover => self.uncover(ctx),
            Event::OpenInBrowser(address) => self.open_in_browser(&address),

            Event::LeaveAnyway => self.leave_anyway(ctx),
            Event::Stay => self.stay(),
        }
    }

    fn go(&mut self, screen: Screen) {
        self.settings.left();
        if screen == Screen::Settings && self.is_before_the_desk() {
            self.settings.open_page();
            return;
        }
        // The form is part of the clients in the navigation: what is typed there is one click away again.
        self.work.screen = if screen == Screen::Clients && self.work.form.is_some() && self.work.screen != Screen::NewClient {
            Screen::NewClient
        } else {
            screen
        };
    }

    pub(super) fn open_version(&mut self, mut version: AppVersion) {
        let now = self.now();
        // What is typed may lack the name and the other form that are known.
        if let Some(known) = self.recent.iter().find(|known| known.is_same_version(&version)) {
            version.name = version.name.or_else(|| known.name.clone());
            version.version_id = version.version_id.or_else(|| known.version_id.clone());
            version.version_number = version.version_number.or_else(|| known.version_number.clone());
        }
        self.uninvited.retain(|known| !known.is_same_version(&version));
        let (key, account) = (self.setup.cloud.key(), self.account());
        self.setup.settings.change(|settings| settings.cloud_mut(&key).opened(account.as_deref(), version.clone(), now));
        self.read_recent();
        self.work.clients.version_opened();
        self.work.screen = Screen::Clients;
        let Some(desk) = &mut self.work.desk else { return };
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

    /// The version that was open last, for this account.
    pub(super) fn open_last_version(&mut self) {
        let settings = self.setup.settings.get();
        let Some(account) = self.work.account() else { return };
        let last = settings.cloud(&self.setup.cloud.key()).and_then(|cloud| cloud.last_opened(account)).cloned();
        if let Some(version) = last {
            self.open_version(version);
        }
    }

    fn forget_version(&mut self, version: &AppVersion) {
        let key = self.setup.cloud.key();
        let account = self.account();
        self.setup.settings.change(|settings| settings.cloud_mut(&key).forget(account.as_deref(), version));
        self.uninvited.push(version.clone());
        self.read_recent();
    }

    /// A version's other form has become known.
    pub(super) fn learn(&mut self, old: &AppVersion, new: &AppVersion) {
        let key = self.setup.cloud.key();
        let account = self.account();
        self.setup.settings.change(|settings| settings.cloud_mut(&key).correct(account.as_deref(), old, new.clone()));
        if let Some(desk) = &mut self.work.desk {
            desk.learn(new);
        }
        if let Some(form) = &mut self.work.form {
            form.draft.version.learn(new);
        }
        self.read_recent();
    }

    pub(super) fn read_open_list(&mut self) {
        let now = self.now();
        let (worker, tell) = (&self.worker, self.tell.clone());
        let Some(desk) = &mut self.work.desk else { return };
        let Some(version) = desk.open.clone() else { return };
        let (number, services) = (desk.number, desk.services.clone());
        let list = desk.list_mut(&version, now);
        if list.request.is_pending() {
            return;
        }
        list.began(now);
        let slot = list.number;
        let on_progress = move |progress| tell.send(News::List { desk: number, list: slot, progress });
        list.request.start_read(worker, async move { list_clients::list_clients(&services, &version, Patience::Waits, on_progress).await });
    }

    fn new_client_like(&mut self, client_id: &str) {
        let is_open = self.work.desk.as_ref().is_some_and(|desk| desk.create.is_open());
        // A write that is open is shown, not replaced; a form that was begun is asked about.
        if is_open || self.may_leave(Leave::Replace(client_id.to_owned())) {
            self.new_client(Some(client_id));
        }
    }

    pub(super) fn new_client(&mut self, like: Option<&str>) {
        let Some(desk) = &mut self.work.desk else { return };
        let Some(version) = desk.open.clone() else { return };
        // A write under way, or one of which nobody knows the end: its form is shown, so that neither is lost by a click.
        if desk.create.is_open() && self.work.form.is_some() {
            self.work.screen = Screen::NewClient;
            return;
        }
        let template = like.and_then(|id| desk.open_list()?.clients().iter().find(|listed| listed.key() == id));
        let draft = match template {
            Some(listed) => client_form::Draft::like(version.clone(), &listed.client),
            None => client_form::Draft::new(version.clone()),
        };
        self.work.screen = Screen::NewClient;
        // A form that was begun is not lost by a second click on New client; it is for the version that is open now.
        match &mut self.work.form {
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
        let Some((desk, form)) = self.work.desk.as_mut().zip(self.work.form.as_mut()) else { return };
        if !desk.create.is_open() {
            desk.create = CreateSlot::default();
            form.draft.version = version;
        }
    }

    fn create_client(&mut self, order: ClientOrder) {
        let now = self.now();
        let worker = &self.worker;
        let Some(desk) = self.work.desk.as_mut() else { return };
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

    /// A look at the list that the session's end has cut off goes on by itself, as every read does.
    pub(super) fn look_on(&mut self) {
        let cut_off = |desk: &Desk| !desk.create.request.is_pending() && desk.create.unsettled.as_ref().is_some_and(Unsettled::was_cut_off);
        if self.is_signed_in() && self.work.desk.as_ref().is_some_and(cut_off) {
            self.look_again();
        }
    }

    pub(super) fn look_again(&mut self) {
        let worker = &self.worker;
        let Some(desk) = self.work.desk.as_mut() else { return };
        let Some(unsettled) = desk.create.unsettled.clone() else { return };
        desk.create.request.start_read(worker, create_client::look_again(desk.services.clone(), unsettled));
    }

    fn close_form(&mut self) {
        self.work.form = None;
        if let Some(desk) = &mut self.work.desk
            && !desk.create.request.is_writing()
        {
            desk.create = CreateSlot::default();
        }
        self.work.screen = Screen::Clients;
    }

    pub(super) fn show_client(&mut self, version: &AppVersion, client_id: &str) {
        let is_open = self.work.desk.as_ref().and_then(|desk| desk.open.as_ref()).is_some_and(|open| open.is_same_version(version));
        if !is_open {
            self.open_version(version.clone());
        }
        self.work.clients.show_client(client_id);
    }

    fn copy_secret(&self, of: &str, secret: &Secret) {
        let keep = self.setup.settings.get().clipboard_time();
        self.clipboard.copy_secret(of, secret, keep);
    }

    /// The code of the newest mail to whoever is signing in.
    pub(super) fn mailed_code(&self) -> Option<String> {
        self.setup.sandbox.as_ref()?.latest_mail(self.work.sign_in.email()).map(|mail| mail.code)
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
