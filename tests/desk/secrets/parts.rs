//! Which types of the house hold a secret and can be printed, and which say why something failed: found in its source, so that none
//! comes that nobody listens to.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Attribute, Field, Fields, ItemEnum, ItemImpl, ItemMod, ItemStruct, Path, Type};

use super::words::{ERRORS, HOLDERS};
use crate::floors::source;

#[derive(Default)]
struct Parts {
    module: String,
    /// Types with a field that is, or may be, a secret.
    holders: BTreeSet<String>,
    printable: BTreeSet<String>,
    errors: BTreeSet<String>,
}

impl Parts {
    fn of_house() -> Self {
        let mut parts = Self::default();
        for file in source::house().expect("the house's files") {
            parts.module = file.module().join("::");
            parts.visit_file(&syn::parse_file(&file.text).expect("it was parsed before"));
        }
        parts
    }

    fn take<'a>(&mut self, name: &syn::Ident, attributes: &[Attribute], fields: impl Iterator<Item = &'a Fields>) {
        let name = format!("{}::{name}", self.module);
        for derived in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let note = derived.parse_nested_meta(|meta| {
                self.note(&name, &meta.path);
                Ok(())
            });
            note.expect("a list of traits");
        }
        let mut secrets = Secrets(false);
        fields.flatten().for_each(|field: &Field| secrets.visit_type(&field.ty));
        if secrets.0 || name == "model::secret::Secret" {
            self.holders.insert(name);
        }
    }

    /// A trait of a type.
    fn note(&mut self, name: &str, of_trait: &Path) {
        match of_trait.segments.last().map(|segment| segment.ident.to_string()).as_deref() {
            Some("Debug" | "Display") => drop(self.printable.insert(name.to_owned())),
            Some("Error") => drop(self.errors.insert(name.to_owned())),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Parts {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.take(&item.ident, &item.attrs, std::iter::once(&item.fields));
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.take(&item.ident, &item.attrs, item.variants.iter().map(|variant| &variant.fields));
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let (Some((_, of_trait, _)), Type::Path(of)) = (&item.trait_, &*item.self_ty)
            && let Some(name) = of.path.segments.last()
        {
            self.note(&format!("{}::{}", self.module, name.ident), of_trait);
        }
    }
}

/// Whether a type names the type of secrets, or one that is known to wrap one.
struct Secrets(bool);

impl<'ast> Visit<'ast> for Secrets {
    fn visit_path(&mut self, path: &'ast Path) {
        self.0 |=
            path.segments.iter().any(|segment| segment.ident == "Secret" || segment.ident == "BoundSecret" || segment.ident == "Zeroizing");
        visit::visit_path(self, path);
    }
}

#[test]
fn whatever_holds_a_secret_and_can_be_printed_is_listened_to() {
    let parts = Parts::of_house();
    let printable: Vec<&str> = parts.holders.intersection(&parts.printable).map(String::as_str).collect();
    assert_eq!(printable, HOLDERS);
}

#[test]
fn every_error_is_listened_to() {
    let errors: Vec<String> = Parts::of_house().errors.into_iter().collect();
    assert_eq!(errors, ERRORS);
}
