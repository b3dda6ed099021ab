//! Cursors between the pages of a list: opaque to clients, and each holds `+`, `/` and `=`, as real ones may. A client
//! that puts one into an address without percent-encoding it sends spaces instead and is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Six bytes whose Base64 is `++++////`.
const AWKWARD: [u8; 6] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF];

/// The cursor that goes on with the item at `position` of the list called `list`.
pub(super) fn encode(list: &str, position: usize) -> String {
    let mut bytes = AWKWARD.to_vec();
    bytes.extend(u32::try_from(position).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend(checksum(list, position).to_be_bytes());
    STANDARD.encode(bytes)
}

/// Where `cursor` points in the list called `list`; `None` for one that this list never gave.
pub(super) fn decode(list: &str, cursor: &str) -> Option<usize> {
    let bytes = STANDARD.decode(cursor).ok()?;
    let position: [u8; 4] = bytes.get(6..10)?.try_into().ok()?;
    let position = usize::try_from(u32::from_be_bytes(position)).ok()?;
    (encode(list, position) == cursor).then_some(position)
}

/// FNV-1a: enough to tell the cursors of two lists apart.
fn checksum(list: &str, position: usize) -> u32 {
    let bytes = list.bytes().chain(position.to_be_bytes());
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_holds_what_must_be_percent_encoded() {
        for position in [0, 1, 100, 2_499, 99_999] {
            let cursor = encode("list", position);
            assert!(cursor.contains('+') && cursor.contains('/') && cursor.contains('='), "{cursor}");
            assert_eq!(decode("list", &cursor), Some(position));
        }
    }

    #[test]
    fn a_cursor_of_another_list_or_a_damaged_one_is_unknown() {
        let cursor = encode("list", 100);
        assert_eq!(decode("other list", &cursor), None);
        for wrong in ["", "100", "====", &cursor.replace('+', " "), &cursor[1..], &format!("{cursor}A")] {
            assert_eq!(decode("list", wrong), None, "{wrong}");
        }
    }
}
