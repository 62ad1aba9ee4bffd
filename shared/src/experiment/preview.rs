//! A link that shows one variation: `https://shop.example/?coupon-size=1`.

/// The variation that `url` asks for, if there is such a one.
///
/// Of several the first counts; what cannot be read as a number asks for nothing.
#[must_use]
pub fn query_string_override(key: &str, url: &str, variations: u32) -> Option<u32> {
    let query = url.split('?').nth(1)?;
    let query = query.split('#').next()?;
    let asked_for = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find(|(name, _)| *name == key)
        .map(|(_, value)| value)?;
    leading_number(asked_for).filter(|variation| *variation < variations)
}

/// The number at the start of a text, as JavaScript's `parseInt` reads it: `2.054` is 2.
fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let end = unsigned.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(unsigned.len());
    unsigned.get(..end)?.parse().ok()
}
