//! Chance of two kinds: real, for tokens and codes; and deterministic, so that every sandbox holds the same clients.

use uuid::Uuid;

/// `N` bytes that nobody can guess (from the system's generator, by way of random UUIDs).
pub(super) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    for chunk in bytes.chunks_mut(8) {
        // The first eight bytes of a version-4 UUID hold its version digit: the last eight, but for two bits, are chance.
        let (_, chance) = Uuid::new_v4().as_u64_pair();
        for (byte, chance) in chunk.iter_mut().zip(chance.rotate_left(8).to_be_bytes()) {
            *byte = chance;
        }
    }
    bytes
}

/// Six digits, as a code is mailed.
pub(super) fn six_digits() -> String {
    let number = u64::from_be_bytes(bytes::<8>());
    format!("{:06}", number % 1_000_000)
}

/// `SplitMix64`: the same seed gives the same clients on every machine, in every release.
pub(super) struct Sequence(u64);

impl Sequence {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, or 0 when `limit` is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// One of `choices`; the empty string when there are none.
    pub(super) fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let at = self.below(choices.len());
        choices.get(at).copied().unwrap_or_default()
    }

    pub(super) fn uuid(&mut self) -> Uuid {
        let (high, low) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let mut bytes = [0; 16];
        for (byte, value) in bytes.iter_mut().zip(high.into_iter().chain(low)) {
            *byte = value;
        }
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
