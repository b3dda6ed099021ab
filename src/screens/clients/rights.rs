//! A client's rights as people read them: by resource, reading and writing side by side; whatever is no `…:read` or `…:write` stays as it is.

use crate::model::scope::{Action, Scope};

/// What may be done with one resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ResourceRights<'a> {
    /// The resource; for other rights, the right itself.
    pub resource: &'a str,
    /// It may be read.
    pub read: bool,
    /// It may be written.
    pub write: bool,
}

impl ResourceRights<'_> {
    /// Both rights in full, for a screen reader: the ticks beside the resource are only painted.
    #[must_use]
    pub fn spoken(&self) -> String {
        let rights = [(self.read, "read"), (self.write, "write")];
        let rights = rights.into_iter().filter(|(on, _)| *on).map(|(_, action)| format!("{}:{action}", self.resource));
        rights.collect::<Vec<_>>().join(", ")
    }

    /// A right of another shape: neither reading nor writing.
    #[must_use]
    pub const fn is_other(&self) -> bool {
        !self.read && !self.write
    }
}

/// Groups rights by resource, in the order in which each resource comes first.
#[must_use]
pub fn by_resource(scope: &[Scope]) -> Vec<ResourceRights<'_>> {
    let mut groups: Vec<ResourceRights<'_>> = Vec::new();
    for right in scope {
        let (resource, read, write) = match right.action() {
            Action::Read => (right.resource(), true, false),
            Action::Write => (right.resource(), false, true),
            Action::Other => (right.as_str(), false, false),
        };
        let other = !read && !write;
        match groups.iter_mut().find(|group| group.resource == resource && group.is_other() == other) {
            Some(group) => {
                group.read |= read;
                group.write |= write;
            }
            None => groups.push(ResourceRights { resource, read, write }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_and_writing_of_a_resource_stand_together() {
        let scope = ["store:read", "product:write", "odd", "product:read", "odd"].map(|s| Scope::verbatim(s.to_owned()));
        let seen: Vec<_> = by_resource(&scope).iter().map(|r| (r.resource, r.read, r.write)).collect();
        assert_eq!(seen, [("store", true, false), ("product", true, true), ("odd", false, false)]);
    }
}
