//! How the tables of FAULTS.md are written down, so that each can be read beside its page.

/// Rows with their scenarios; each row that has any is a test.
macro_rules! rows {
    ($($row:ident: $fault:literal, $right:literal,
        twice [$($file:ident::$scenario:ident),* $(,)?]
        $(, by_itself [$($place:ident::$part:ident::$test:ident),* $(,)?])?
        $(, open $why:literal)?;)+) => {
        /// Every row.
        pub const ROWS: &[$crate::faults::row::Row] = &[$($crate::faults::row::Row {
            test: stringify!($row),
            fault: $fault,
            right: $right,
            held_by: &[
                $($crate::faults::row::Scenario { name: concat!(stringify!($file), "::", stringify!($scenario)), play: $crate::faults::row::Play::Twice(super::$file::$scenario) },)*
                $($($crate::faults::row::Scenario {
                    name: concat!(stringify!($place), "::", stringify!($part), "::", stringify!($test)),
                    play: $crate::faults::row::Play::ByItself,
                },)*)?
            ],
            open: concat!($($why)?),
        }),+];

        // What is named is there.
        $($($(const _: fn() = crate::$place::$part::$test;)*)?)+
    };
}

/// A test for each row that has scenarios, named as the row is.
macro_rules! tests {
    ($($row:ident),+ $(,)?) => {
        /// The rows that are played.
        pub const PLAYED: &[&str] = &[$(stringify!($row)),+];

        $(#[test]
        fn $row() {
            $crate::faults::row::hold(ROWS, stringify!($row));
        })+
    };
}

pub(crate) use {rows, tests};
