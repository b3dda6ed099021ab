//! Settings → Advanced in force: kept for the cloud at once, and told to the session that is signed in.

use super::{App, habits};
use crate::desktop::settings::CloudSettings;
use crate::evotor::readings::{Endpoint, Readings};
use crate::net::OUR_USER_AGENT;
use crate::screens::Screen;
use crate::screens::settings::{Advanced, AdvancedView, CallView};

impl App {
    /// Does what was asked for there, or leads there.
    pub(super) fn perform_advanced(&mut self, asked: Advanced) {
        let key = self.setup.cloud.key();
        match asked {
            Advanced::Show(endpoint) => {
                self.settings.lead_to(endpoint, self.work.screen);
                self.work.screen = Screen::Settings;
            }
            Advanced::SetHeader { endpoint, form } => {
                self.setup.settings.change(|settings| habits::set(endpoint, form, settings.cloud_mut(&key)));
                if let Some(desk) = &self.work.desk {
                    desk.services.evotor.set_header(endpoint, self.readings().of(endpoint).header);
                }
            }
            Advanced::SetUserAgent(user_agent) => {
                self.setup.settings.change(|settings| settings.cloud_mut(&key).set_user_agent(user_agent));
                self.settings.user_agent_is_set();
            }
            Advanced::Forget => {
                self.setup.settings.change(|settings| habits::forget(settings.cloud_mut(&key)));
                if let Some(desk) = &self.work.desk {
                    desk.services.evotor.forget_learnt();
                }
            }
        }
    }

    /// Answers have taught something.
    pub(super) fn keep_learnt(&self, readings: Readings) {
        let key = self.setup.cloud.key();
        self.setup.settings.change(|settings| habits::keep(readings, settings.cloud_mut(&key)));
    }

    /// What is known of this cloud, by answers and by the person's hand.
    pub(super) fn readings(&self) -> Readings {
        self.setup.settings.get().cloud(&self.setup.cloud.key()).map(habits::readings).unwrap_or_default()
    }

    /// The User-Agent of the next sign-in.
    pub(super) fn user_agent(&self) -> String {
        let settings = self.setup.settings.get();
        let set = settings.cloud(&self.setup.cloud.key()).and_then(CloudSettings::user_agent);
        set.unwrap_or(OUR_USER_AGENT).to_owned()
    }

    /// Whether that one was set by hand.
    pub(super) fn user_agent_by_hand(&self) -> bool {
        let settings = self.setup.settings.get();
        settings.cloud(&self.setup.cloud.key()).is_some_and(|cloud| cloud.user_agent().is_some())
    }
}

/// What the settings show of this cloud.
pub(super) fn view<'a>(cloud: Option<&'a CloudSettings>, in_use: Option<&'a str>) -> AdvancedView<'a> {
    let call = |endpoint| {
        let habit = cloud.map(|cloud| habits::of(endpoint, cloud)).unwrap_or_default();
        CallView { learnt: habit.learnt, by_hand: habit.by_hand, version: habit.version }
    };
    AdvancedView {
        list: call(Endpoint::ListClients),
        create: call(Endpoint::CreateClient),
        user_agent: cloud.and_then(CloudSettings::user_agent),
        own_user_agent: OUR_USER_AGENT,
        user_agent_in_use: in_use,
    }
}
