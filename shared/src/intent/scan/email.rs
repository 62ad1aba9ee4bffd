//! E-mail addresses, as people write them: letters, digits and `._%+-`, an at sign, a domain with a dot.

use super::Letters;
use crate::intent::EntityType;

/// Characters before the at sign at most (RFC 5321, section 4.5.3.1.1).
const LOCAL_MAX: usize = 64;
/// Characters after the at sign at most (RFC 5321, section 4.5.3.1.2, rounded down to what an address leaves).
const DOMAIN_MAX: usize = 190;

/// The address that begins at `at`.
pub(super) fn scan(letters: &Letters, at: usize) -> Option<(EntityType, usize)> {
    if is_local(letters.before(at)) && !at_word_start(letters, at) {
        return None;
    }
    let local = letters.run(at, LOCAL_MAX, is_local);
    let sign = at.saturating_add(local);
    if local == 0 || letters.get(sign) != '@' {
        return None;
    }
    let from = sign.saturating_add(1);
    let mut domain =
        letters.run(from, DOMAIN_MAX, |c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    // A full stop after the address belongs to the sentence.
    while domain > 0
        && matches!(letters.get(from.saturating_add(domain).saturating_sub(1)), '.' | '-')
    {
        domain = domain.saturating_sub(1);
    }
    let end = from.saturating_add(domain);
    let last_dot = (from..end).rev().find(|&place| letters.get(place) == '.')?;
    let ending = end.saturating_sub(last_dot).saturating_sub(1);
    let named = last_dot > from
        && letters.run(last_dot.saturating_add(1), ending, |c| c.is_ascii_alphabetic()) == ending;
    (named && ending >= 2).then_some((EntityType::Email, end.saturating_sub(at)))
}

const fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

/// In a run longer than any address, the search starts again inside: part of a run is better masked than nothing.
fn at_word_start(letters: &Letters, at: usize) -> bool {
    let run = letters.run(at, LOCAL_MAX, is_local);
    run == LOCAL_MAX
        || (letters.get(at.saturating_add(run)) == '@' && run == LOCAL_MAX.saturating_sub(1))
}
