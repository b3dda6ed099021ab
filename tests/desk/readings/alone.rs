//! The default, and each value of each switch alone; and that each switch has its place in README.

use tokendesk::sandbox::{
    ClientFields, CodeDemand, CodeMail, CodePlace, CreateHeader, CreatedStatus, ErrorBodies, ExpiresIn, LastPage, ListHeader,
    LockedAccount, NumberForId, Renewal, RenewedFields, Switches, TokenForm, TokenType, VersionNamed, VersionWanted,
};

use super::Form;
use super::job::{Case, Ends, Knows, run};
use super::random::Chance;

/// A test for each switch, and what is done with all of them. Without `..` a switch that is missing here does not compile.
macro_rules! switches {
    ($($field:ident: $readings:ident, $ways:ident;)+) => {
        /// Any reading of each.
        pub fn any(chance: &mut Chance) -> Switches {
            // Documented; where a cloud wants another header for a create, a person sets it by hand (`tests/desk/settings`).
            Switches { create_header: CreateHeader::Bearer, $($field: chance.of($readings::ALL)),+ }
        }

        const NAMES: &[&str] = &[$(stringify!($field)),+];

        $(
            #[test]
            fn $field() {
                for (nth, reading) in $readings::ALL.iter().copied().enumerate().skip(1) {
                    let switches = Switches { $field: reading, ..Switches::default() };
                    for (knows, ends) in $ways(nth) {
                        run(Case { switches, knows, ends });
                    }
                }
            }
        )+
    };
}

switches! {
    code_demand: CodeDemand, one_way;
    code_place: CodePlace, one_way;
    code_mail: CodeMail, one_way;
    locked_account: LockedAccount, one_way;
    session_tokens: TokenForm, each_end;
    token_type: TokenType, one_way;
    expires_in: ExpiresIn, one_way;
    renewal: Renewal, each_end;
    renewed_fields: RenewedFields, each_end;
    list_header: ListHeader, each_end;
    list_wants: VersionWanted, each_name;
    create_wants: VersionWanted, each_name;
    number_for_id: NumberForId, one_way;
    created_status: CreatedStatus, one_way;
    version_named: VersionNamed, each_name;
    client_fields: ClientFields, one_way;
    last_page: LastPage, one_way;
    error_bodies: ErrorBodies, one_way;
}

/// One way through the job, another one for each reading.
fn one_way(nth: usize) -> Vec<(Knows, Ends)> {
    vec![(Knows::ALL[nth % 3], Ends::ALL[(nth + 2) % 3])]
}

/// However the session comes to its end.
fn each_end(nth: usize) -> Vec<(Knows, Ends)> {
    Ends::ALL.into_iter().enumerate().map(|(n, ends)| (Knows::ALL[(nth + n) % 3], ends)).collect()
}

/// Whatever is known of the version.
fn each_name(nth: usize) -> Vec<(Knows, Ends)> {
    Knows::ALL.into_iter().enumerate().map(|(n, knows)| (knows, Ends::ALL[(nth + n) % 3])).collect()
}

#[test]
fn the_likeliest_cloud() {
    for knows in Knows::ALL {
        for ends in Ends::ALL {
            run(Case { switches: Switches::default(), knows, ends });
        }
    }
}

/// One form alone does not do, whether answers teach the other one or not.
#[test]
fn list_and_create_want_different_forms() {
    for (list_wants, create_wants) in [(VersionWanted::Number, VersionWanted::Id), (VersionWanted::Id, VersionWanted::Number)] {
        for version_named in [VersionNamed::Number, VersionNamed::Absent] {
            let switches = Switches { list_wants, create_wants, version_named, ..Switches::default() };
            for (knows, ends) in each_name(0) {
                run(Case { switches, knows, ends });
            }
        }
    }
}

/// Not found, or no UUID: a number is answered with 400, with words about it and without.
#[test]
fn a_number_is_a_bad_id() {
    for error_bodies in [ErrorBodies::Usual, ErrorBodies::Empty] {
        let (list_wants, create_wants) = (VersionWanted::Id, VersionWanted::Id);
        let number_for_id = NumberForId::BadRequest;
        let switches = Switches { list_wants, create_wants, number_for_id, error_bodies, ..Switches::default() };
        for (knows, ends) in each_name(0) {
            run(Case { switches, knows, ends });
        }
        let switches = Switches { list_wants: VersionWanted::Number, version_named: VersionNamed::Absent, ..switches };
        run(Case { switches, knows: Knows::Only(Form::Number), ends: Ends::OnWrite });
    }
}

#[test]
fn readme_names_each_switch_among_what_nobody_knows() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, section) = readme.split_once("\n## What nobody knows about the server\n").expect("the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let missing: Vec<_> = NAMES.iter().filter(|name| !section.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "README says nothing of {missing:?}");
    let named =
        section.split('`').skip(1).step_by(2).filter(|name| name.contains('_') && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    let unknown: Vec<_> = named.filter(|name| !NAMES.contains(name)).collect();
    assert!(unknown.is_empty(), "README names switches that there are not: {unknown:?}");
}
