//! A version of an app, to which OAuth clients belong. It may be known by its id, by its number on the portal, or by both:
//! Evotor documents the id for creating a client and the number for listing them, and perhaps each call takes either.

use serde::{Deserialize, Serialize};

/// One version of one app; kept in the settings, for no call lists a publisher's apps.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct AppVersion {
    /// The app's id; opaque.
    pub app_id: String,
    /// The version's id (a UUID in Evotor's sample); opaque.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_id: Option<String>,
    /// The version's number as the portal shows it, such as `2.4.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_number: Option<String>,
    /// A name that the person gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// By what a version is named in a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VersionForm {
    /// Its id.
    Id,
    /// Its number.
    Number,
}

impl AppVersion {
    /// What a person typed into the two fields: a version that looks like an id is one, anything else is a number. White space
    /// around them is cut; an empty version leaves both unknown.
    #[must_use]
    pub fn typed(app_id: &str, version: &str) -> Self {
        let version = Some(version.trim().to_owned()).filter(|version| !version.is_empty());
        let (version_id, version_number) = match version {
            Some(version) if looks_like_id(&version) => (Some(version), None),
            number => (None, number),
        };
        Self { app_id: app_id.trim().to_owned(), version_id, version_number, name: None }
    }

    /// The version in this form, if it is known; a blank text (from settings edited by hand) is not known.
    #[must_use]
    pub fn form(&self, form: VersionForm) -> Option<&str> {
        let known = match form {
            VersionForm::Id => &self.version_id,
            VersionForm::Number => &self.version_number,
        };
        known.as_deref().filter(|version| !version.trim().is_empty())
    }

    /// How the call that lists clients names the version: by number, as Evotor documents, else by id.
    #[must_use]
    pub fn for_list(&self) -> Option<(&str, VersionForm)> {
        self.first_of([VersionForm::Number, VersionForm::Id])
    }

    /// How the call that creates a client names the version: by id, as Evotor documents, else by number.
    #[must_use]
    pub fn for_create(&self) -> Option<(&str, VersionForm)> {
        self.first_of([VersionForm::Id, VersionForm::Number])
    }

    /// The version in the form that was not tried yet, for a second attempt after a 404; none when only one is known.
    #[must_use]
    pub fn other_than(&self, tried: VersionForm) -> Option<(&str, VersionForm)> {
        let other = match tried {
            VersionForm::Id => VersionForm::Number,
            VersionForm::Number => VersionForm::Id,
        };
        self.first_of([other])
    }

    /// Whether both mean the same version as far as can be told: the same app, and no form that both know differs while at
    /// least one agrees. The name plays no part.
    #[must_use]
    pub fn is_same_version(&self, other: &Self) -> bool {
        let mut agreed = false;
        for form in [VersionForm::Id, VersionForm::Number] {
            if let (Some(ours), Some(theirs)) = (self.form(form), other.form(form)) {
                if ours != theirs {
                    return false;
                }
                agreed = true;
            }
        }
        agreed && self.app_id == other.app_id
    }

    /// Takes over the forms that another one knows, if that means the same version.
    pub fn learn(&mut self, other: &Self) {
        if self.is_same_version(other) {
            self.version_id = other.version_id.clone().or(self.version_id.take());
            self.version_number = other.version_number.clone().or(self.version_number.take());
        }
    }

    fn first_of<const N: usize>(&self, forms: [VersionForm; N]) -> Option<(&str, VersionForm)> {
        forms.into_iter().find_map(|form| self.form(form).map(|version| (version, form)))
    }
}

/// Whether a text has the shape of the ids seen at Evotor: a UUID, or 32 hexadecimal digits. Ids stay opaque: this only guesses
/// what a person meant, it never refuses anything.
#[must_use]
pub fn looks_like_id(text: &str) -> bool {
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.len() == 32 {
        return is_hex(text);
    }
    let lengths = [8, 4, 4, 4, 12];
    text.split('-').count() == lengths.len() && text.split('-').zip(lengths).all(|(part, length)| part.len() == length && is_hex(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5";
    const ID: &str = "b07e41aa-52d0-4b7e-9c41-0f6a2d18b2d4";

    fn version(id: Option<&str>, number: Option<&str>) -> AppVersion {
        AppVersion { app_id: APP.into(), version_id: id.map(Into::into), version_number: number.map(Into::into), name: None }
    }

    #[test]
    fn each_call_gets_its_documented_form_and_the_other_when_that_is_all_there_is() {
        let both = version(Some(ID), Some("2.4.0"));
        assert_eq!(both.for_list(), Some(("2.4.0", VersionForm::Number)));
        assert_eq!(both.for_create(), Some((ID, VersionForm::Id)));

        let number = version(None, Some("2.4.0"));
        assert_eq!(number.for_create(), Some(("2.4.0", VersionForm::Number)));
        let id = version(Some(ID), None);
        assert_eq!(id.for_list(), Some((ID, VersionForm::Id)));

        let neither = version(None, Some(" "));
        assert_eq!((neither.for_list(), neither.for_create()), (None, None));
    }

    #[test]
    fn after_a_404_the_form_not_yet_tried_is_offered_once() {
        let both = version(Some(ID), Some("2.4.0"));
        assert_eq!(both.other_than(VersionForm::Number), Some((ID, VersionForm::Id)));
        assert_eq!(both.other_than(VersionForm::Id), Some(("2.4.0", VersionForm::Number)));
        assert_eq!(version(Some(ID), None).other_than(VersionForm::Id), None);
    }

    #[test]
    fn what_was_typed_as_version_is_an_id_when_it_looks_like_one() {
        assert_eq!(AppVersion::typed(" app-7 ", "2.4.0 "), AppVersion { app_id: "app-7".into(), ..version(None, Some("2.4.0")) });
        assert_eq!(AppVersion::typed(APP, ID), version(Some(ID), None));
        assert_eq!(AppVersion::typed(APP, " "), version(None, None));
    }

    #[test]
    fn ids_look_like_uuids_or_32_hex_digits() {
        for id in [APP, "3F9D27C01B524C869F0E6A41D8C7B2E5", "00000000-0000-0000-0000-000000000000"] {
            assert!(looks_like_id(id), "{id}");
        }
        for other in
            ["", "2.4.0", "3f9d27c0", "3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e", "zf9d27c01b524c869f0e6a41d8c7b2e5", "а".repeat(16).as_str()]
        {
            assert!(!looks_like_id(other), "{other}");
        }
        assert!(!looks_like_id(&format!("{APP}-")));
    }

    #[test]
    fn versions_are_the_same_when_what_both_know_agrees() {
        let both = version(Some(ID), Some("2.4.0"));
        assert!(both.is_same_version(&version(None, Some("2.4.0"))));
        assert!(both.is_same_version(&version(Some(ID), None)));
        assert!(!both.is_same_version(&version(Some(ID), Some("2.4.1"))));
        assert!(!version(Some(ID), None).is_same_version(&version(None, Some("2.4.0"))));
        assert!(!both.is_same_version(&AppVersion { app_id: "another".into(), ..both.clone() }));
    }

    #[test]
    fn settings_keep_what_is_known_and_leave_out_the_rest() {
        let written = toml::to_string(&version(None, Some("2.4.0"))).unwrap();
        assert_eq!(written, format!("app_id = \"{APP}\"\nversion_number = \"2.4.0\"\n"));
        let named = AppVersion { name: Some("Касса и склад".into()), ..version(Some(ID), None) };
        assert_eq!(toml::from_str::<AppVersion>(&toml::to_string(&named).unwrap()).unwrap(), named);
    }
}
