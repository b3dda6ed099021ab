//! What a letter in the search field, a filter or a click on a column's head costs with a hundred thousand clients: the list of rows
//! is made anew.

use std::hint::black_box;

use criterion::Criterion;
use jiff::Timestamp;
use tokendesk::desktop::first_seen::FirstSeen;
use tokendesk::model::oauth_client::ClientKind;
use tokendesk::model::scope::Scope;
use tokendesk::screens::clients::index::{Column, Index, Query};

use super::clients::{listed, pages};

/// Each question is asked of the same list, and never twice in a row: the index would know the answer.
pub fn bench(criterion: &mut Criterion) {
    let clients = listed(&pages(100_000));
    let first_seen = FirstSeen::in_memory();
    // A few days, as a list that has grown.
    for (day, some) in clients.chunks(20_000).enumerate() {
        let at = Timestamp::from_second(1_790_000_000 + 86_400 * i64::try_from(day).unwrap_or_default()).unwrap_or_default();
        // Memory takes everything.
        first_seen.note(some.iter().map(|listed| listed.client.client_id.as_str()), at).ok();
    }
    let seen = |id: &str| first_seen.at(id);

    let by = |sort| Query { sort, ..Query::default() };
    let questions = [
        // By type: the one order that is nearly the server's own, so that what counts is the search.
        ("search", Query { text: "Sklad24-77".to_owned(), ..by(Column::Kind) }),
        ("filter", Query { kind: Some(ClientKind::Web), right: Some(Scope::verbatim("product:write".to_owned())), ..by(Column::Kind) }),
        ("sort by id", by(Column::Id)),
        ("sort by rights", by(Column::Rights)),
        ("sort by address", by(Column::Address)),
        ("sort by first seen", by(Column::FirstSeen)),
    ];
    let mut group = criterion.benchmark_group("finding in 100000");
    group.sample_size(20);
    for (name, query) in questions {
        let mut index = Index::default();
        index.refresh(&clients, &seen, 0, &Query { descending: true, ..query.clone() });
        let turned = Query { descending: !query.descending, ..query.clone() };
        let mut turn = false;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                turn = !turn;
                index.refresh(&clients, &seen, 0, if turn { &query } else { &turned });
                black_box(index.rows().len())
            });
        });
    }
    group.finish();
}
