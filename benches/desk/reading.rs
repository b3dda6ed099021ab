//! From the bytes of an answer to clients in a list.

use criterion::{BatchSize, Criterion};

use super::clients::{listed, pages};

/// Ten pages of a thousand, the largest that the server gives.
pub fn bench(criterion: &mut Criterion) {
    let pages = pages(10_000);
    let mut group = criterion.benchmark_group("reading");
    group.sample_size(20);
    // Large: what was read is dropped outside the time that counts, as the program keeps it.
    group.bench_function("10000 clients", |bencher| bencher.iter_batched(|| (), |()| listed(&pages), BatchSize::PerIteration));
    group.finish();
}
